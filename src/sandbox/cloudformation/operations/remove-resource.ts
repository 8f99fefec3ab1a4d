import { beginDeletion } from '../../autoscaling/turns.js';
import { enterResourceStatus } from '../events.js';
import { handlerFor, resourcePlace, turnOf } from '../resource-place.js';
import type { Stack, StackResource } from '../state.js';
import type { Running, Started, Task } from './operation.js';
import { isNew, resourceOf } from './operation.js';

/** Starts to delete a resource, or keeps it if its policy says so. Throws what makes the deletion fail. */
export async function removeResource(task: Task, { context, stack }: Running): Promise<Started | undefined> {
  const resource = resourceOf(stack, task);
  if (!resource) return undefined;
  const { physicalId } = resource;
  if (physicalId === undefined || isRetained(stack, resource)) {
    const status = physicalId === undefined ? 'DELETE_COMPLETE' : 'DELETE_SKIPPED';
    enterResourceStatus(context, stack, resource, status);
    return undefined;
  }
  enterResourceStatus(context, stack, resource, 'DELETE_IN_PROGRESS');
  const handler = handlerFor(context, stack, resource, 'delete');
  const progress = await beginDeletion(turnOf(context, stack, resource));
  if (!progress) await handler.delete(physicalId, resourcePlace(context, stack, resource));
  return { progress };
}

/** RetainExceptOnCreate, as a policy or of the operation, gives up what the failed operation itself made. */
function isRetained(stack: Stack, resource: StackResource): boolean {
  const { retainExceptOnCreate, imports = {} } = stack.operation ?? {};
  const { logicalId, deletionPolicy } = resource;
  if (!isNew(stack, resource)) return deletionPolicy.startsWith('Retain');
  // What the failed operation itself has taken over was there before.
  return Object.hasOwn(imports, logicalId) || (deletionPolicy === 'Retain' && !retainExceptOnCreate);
}

/** Starts to give a resource back that an import has taken over. */
export function giveBack(task: Task, { context, stack }: Running): Started | undefined {
  const resource = resourceOf(stack, task);
  if (!resource) return undefined;
  enterResourceStatus(context, stack, resource, 'IMPORT_ROLLBACK_IN_PROGRESS');
  handlerFor(context, stack, resource, 'delete');
  return {};
}
