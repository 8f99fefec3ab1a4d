import { beginDeletion } from '../../autoscaling/turns.js';
import { enterResourceStatus } from '../events.js';
import { handlerFor, resourcePlace } from '../resource-place.js';
import type { StackResource } from '../state.js';
import type { Operation } from './operation.js';
import type { Running, Started } from './running.js';
import { turnOf } from './turn-of.js';

/** Starts to delete a resource, or keeps it if its policy says so. Throws what makes the deletion fail. */
export async function removeResource(resource: StackResource, running: Running): Promise<Started | undefined> {
  const { context, stack, operation } = running;
  const { physicalId } = resource;
  if (physicalId === undefined || isRetained(resource, operation)) {
    const status = physicalId === undefined ? 'DELETE_COMPLETE' : 'DELETE_SKIPPED';
    enterResourceStatus(context, stack, resource, status);
    return undefined;
  }
  enterResourceStatus(context, stack, resource, 'DELETE_IN_PROGRESS');
  const handler = handlerFor(context, stack, resource, 'delete');
  const progress = await beginDeletion(turnOf(context, stack, resource));
  if (!progress) await handler.delete(physicalId, resourcePlace(context, stack, resource));
  return { finalStatus: 'DELETE_COMPLETE', progress };
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
