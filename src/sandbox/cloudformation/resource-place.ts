import type { ResourcePlace } from '../resource.js';
import type { Context } from './context.js';
import type { Stack, StackResource } from './state.js';

/** What a handler is told of the resource that it works for. */
export function resourcePlace({ world }: Context, stack: Stack, resource: StackResource): ResourcePlace {
  const { accountId, region, stackId, stackName } = stack;
  const { logicalId, type, generation } = resource;
  return {
    world,
    accountId,
    region,
    stackId,
    stackName,
    logicalId,
    type,
    token: `${stackId} ${logicalId} ${generation}`,
  };
}
