import { beginDeletion } from '../../autoscaling/turns.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import { handlerFor, resourcePlace } from '../resource-place.js';
import type { Stack, StackResource } from '../state.js';
import type { Operation, Task } from './operation.js';
import { turnOf } from './turn-of.js';

/** Starts to delete a resource, or keeps it if its policy says so. Throws what makes the deletion fail. */
export async function removeResource(
  task: Task,
  resource: StackResource,
  { context, stack, operation }: { readonly context: Context; readonly stack: Stack; readonly operation: Operation },
): Promise<void> {
  const { physicalId } = resource;
  if (physicalId === undefined || isRetained(resource, operation)) {
    const status = physicalId === undefined ? 'DELETE_COMPLETE' : 'DELETE_SKIPPED';
    enterResourceStatus(context, stack, resource, status);
    task.state = 'done';
    return;
  }
  enterResourceStatus(context, stack, resource, 'DELETE_IN_PROGRESS');
  const handler = handlerFor(context, stack, resource, 'delete');
  task.progress = await beginDeletion(turnOf(context, stack, resource));
  if (!task.progress) await handler.delete(physicalId, resourcePlace(context, stack, resource));
  task.state = 'running';
  task.finalStatus = 'DELETE_COMPLETE';
  task.finishesAt = context.clock.now(stack) + context.pace.resourceMs;
}

/** RetainExceptOnCreate, as a policy or of the operation, gives up what the failed operation itself made. */
function isRetained(
  { logicalId, deletionPolicy, isNew }: StackResource,
  { retainExceptOnCreate, imports }: Operation,
): boolean {
  // What the failed operation itself has taken over was there before.
  if (isNew && Object.hasOwn(imports, logicalId)) return true;
  if (deletionPolicy === 'RetainExceptOnCreate') return !isNew;
  return deletionPolicy === 'Retain' && !(isNew && retainExceptOnCreate);
}
