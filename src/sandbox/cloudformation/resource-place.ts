import { secondsOf } from '../autoscaling/pace.js';
import type { ResourceHandler, ResourcePlace } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import { resolvingReferences } from '../templates/dynamic-references.js';
import type { Context } from './context.js';
import type { Stack, StackResource } from './state.js';

/** What a handler is told of the resource that it works for. */
export function resourcePlace(
  { world, clock, pace }: Pick<Context, 'world'> & Partial<Pick<Context, 'clock' | 'pace'>>,
  stack: Stack,
  resource: Pick<StackResource, 'logicalId' | 'type' | 'generation'>,
): ResourcePlace {
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
    roleArn: stack.deployment?.roleArn,
    seconds: clock && pace && secondsOf(clock.now(stack), pace.resourceMs),
    generation,
    token: `${stackId} ${logicalId} ${generation}`,
  };
}

/** The handler of a resource; throws ResourceFailure if somebody wants the next operation on the resource to fail. */
export function handlerFor(
  context: Context,
  stack: Stack,
  { logicalId, type }: Pick<StackResource, 'logicalId' | 'type'>,
  verb: 'create' | 'update' | 'delete',
): ResourceHandler {
  const { accountId, region, stackName } = stack;
  const reason = context.resourceFault({ accountId, region, stackName, logicalId, type, verb });
  if (reason !== undefined) throw new ResourceFailure(reason);
  return resolvingReferences(context.handlerOf(type));
}
