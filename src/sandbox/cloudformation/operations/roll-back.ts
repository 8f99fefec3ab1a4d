import { own } from '../../../model/own.js';
import type { Context } from '../context.js';
import { enterResourceStatus, enterStatus } from '../events.js';
import type { Stack, StackResource } from '../state.js';
import { plan } from './plan.js';
import { deleteTasks } from './tasks.js';

/**
 * Takes an update back: replaced resources return to their old selves, what the update made becomes a leftover, and
 * the previous deployment is applied again to everything else.
 */
export function rollBack(context: Context, stack: Stack, reason: string): void {
  const { previous } = stack;
  if (!previous) return;
  enterStatus(context, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const made: StackResource[] = [];
  for (const [logicalId, resource] of Object.entries(stack.resources)) {
    const old = own(previous.resources, logicalId);
    if (old?.generation === resource.generation) continue;
    if (resource.physicalId !== undefined) made.push(resource);
    delete stack.resources[logicalId];
    if (old) restore(context, stack, old);
  }
  const earlier = stack.leftovers.filter(
    ({ logicalId, generation }) => previous.resources[logicalId]?.generation !== generation,
  );
  stack.leftovers = [...earlier, ...made];
  stack.deployment = previous.deployment;
  plan(context, stack, 'rollback');
}

/** Takes an import back: what was taken over is given back, and the previous deployment stands again. */
export function rollBackImport(context: Context, stack: Stack, reason: string): void {
  enterStatus(context, stack, 'IMPORT_ROLLBACK_IN_PROGRESS', reason);
  const { operation } = stack;
  if (!operation) return;
  operation.phase = 'rollback';
  operation.failures = [];
  operation.tasks = deleteTasks(stack).filter(
    ({ logicalId, leftover }) => leftover === undefined && stack.resources[logicalId]?.isNew,
  );
  for (const task of operation.tasks) Object.assign(task, { needs: [] });
  stack.deployment = stack.previous?.deployment;
}

function restore(context: Context, stack: Stack, old: StackResource): void {
  const restored = { ...old };
  stack.resources[old.logicalId] = restored;
  enterResourceStatus(context, stack, restored, 'UPDATE_COMPLETE');
}
