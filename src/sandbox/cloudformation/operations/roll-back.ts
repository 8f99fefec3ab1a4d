import { own } from '../../../model/own.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import type { Stack, StackResource } from '../state.js';
import type { Operation } from './operation.js';
import { removedResources } from './tasks.js';

/**
 * Prepares to take an update back: replaced resources return to their old selves and what the update made becomes a
 * leftover. The previous deployment is then applied again to everything else.
 */
export function restorePrevious(context: Context, stack: Stack): void {
  const { previous } = stack;
  if (!previous) return;
  const made: StackResource[] = [];
  for (const [logicalId, resource] of Object.entries(stack.resources)) {
    const old = own(previous.resources, logicalId);
    if (old?.generation === resource.generation) continue;
    if (resource.physicalId !== undefined) made.push(resource);
    delete stack.resources[logicalId];
    if (!old) continue;
    const restored = { ...old };
    stack.resources[logicalId] = restored;
    enterResourceStatus(context, stack, restored, 'UPDATE_COMPLETE');
  }
  const earlier = stack.leftovers.filter(
    ({ logicalId, generation }) => previous.resources[logicalId]?.generation !== generation,
  );
  stack.leftovers = [...earlier, ...made];
  stack.deployment = previous.deployment;
}

/** Makes leftovers of the resources that the new template does not have any more. */
export function leaveOver(stack: Stack, operation: Operation): void {
  for (const resource of removedResources(stack, operation)) {
    stack.leftovers.push(resource);
    delete stack.resources[resource.logicalId];
  }
}
