import { AwsFault } from '../../fault.js';
import { ResourceFailure } from '../../resource.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import { checkExports } from '../exports.js';
import { outputsOf } from '../outputs.js';
import { checkStackPolicy } from '../stack-policy.js';
import type { Stack } from '../state.js';
import { liveScope } from './live-scope.js';
import type { Failure, Operation } from './operation.js';
import { removedResources } from './tasks.js';

/** Fails the operation if the stack policy keeps a resource that is to go. */
export function checkRemovals(context: Context, stack: Stack, operation: Operation): void {
  for (const resource of removedResources(stack, operation)) {
    try {
      checkStackPolicy(stack, resource, 'Update:Delete');
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      enterResourceStatus(context, stack, resource, 'UPDATE_FAILED', error.message);
      operation.failures.push({ logicalId: resource.logicalId, verb: 'update' });
    }
  }
}

/** Sets the stack's outputs; returns why that is impossible, if it is. */
export function publishOutputs(context: Context, stack: Stack): string | undefined {
  const scope = liveScope(context, stack);
  if (!scope) return undefined;
  try {
    const outputs = outputsOf(scope);
    checkExports(context.world, stack, outputs);
    stack.outputs = outputs;
    return undefined;
  } catch (error) {
    if (error instanceof ResourceFailure || error instanceof AwsFault) return error.message;
    throw error;
  }
}

export function reasonOf(failures: readonly Failure[]): string {
  return (['create', 'update', 'delete'] as const)
    .map(verb => ({ verb, ids: failures.filter(failure => failure.verb === verb).map(({ logicalId }) => logicalId) }))
    .filter(({ ids }) => ids.length > 0)
    .map(({ verb, ids }) => `The following resource(s) failed to ${verb}: [${ids.join(', ')}]. `)
    .join('');
}
