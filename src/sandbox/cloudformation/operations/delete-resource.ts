import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import { deleteResource } from '../resources/provision.js';
import type { Stack, StackResource } from '../state.js';
import type { Operation, Task } from './operation.js';

/** Starts to delete a resource, or keeps it if its policy says so. Throws what makes the deletion fail. */
export async function removeResource(
  task: Task,
  resource: StackResource,
  { context, stack, operation }: { readonly context: Context; readonly stack: Stack; readonly operation: Operation },
): Promise<void> {
  const { physicalId } = resource;
  if (physicalId === undefined) {
    enterResourceStatus(stack, resource, 'DELETE_COMPLETE', context.now());
    task.state = 'done';
    return;
  }
  if (isRetained(resource, operation)) {
    enterResourceStatus(stack, resource, 'DELETE_SKIPPED', context.now());
    task.state = 'done';
    return;
  }
  enterResourceStatus(stack, resource, 'DELETE_IN_PROGRESS', context.now());
  await deleteResource(context, stack, { ...resource, physicalId });
  task.state = 'running';
  task.finalStatus = 'DELETE_COMPLETE';
  task.finishesAt = context.now() + context.pace.resourceMs;
}

/** RetainExceptOnCreate, as a policy or of the operation, gives up what the failed operation itself made. */
function isRetained({ deletionPolicy, isNew }: StackResource, { retainExceptOnCreate }: Operation): boolean {
  if (deletionPolicy === 'RetainExceptOnCreate') return !isNew;
  return deletionPolicy === 'Retain' && !(isNew && retainExceptOnCreate);
}
