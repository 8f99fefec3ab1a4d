import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import type { Stack, StackResource } from '../state.js';
import { plan } from './begin.js';

/**
 * Takes an update back: replaced resources return to their old selves, what the update made becomes a leftover, and
 * the previous deployment is applied again to everything else.
 */
export function rollBack(context: Context, stack: Stack): void {
  const { previous } = stack;
  if (!previous) return;
  const made: StackResource[] = [];
  for (const [logicalId, resource] of Object.entries(stack.resources)) {
    const old = previous.resources[logicalId];
    if (old?.generation === resource.generation) continue;
    if (resource.physicalId !== undefined) made.push(resource);
    delete stack.resources[logicalId];
    if (!old) continue;
    const restored = { ...old };
    stack.resources[logicalId] = restored;
    enterResourceStatus(context, stack, restored, 'UPDATE_COMPLETE');
  }
  const later = stack.leftovers.filter(
    ({ logicalId, generation }) => previous.resources[logicalId]?.generation !== generation,
  );
  stack.leftovers = [...made, ...later];
  stack.deployment = previous.deployment;
  plan(context, stack, 'rollback');
}
