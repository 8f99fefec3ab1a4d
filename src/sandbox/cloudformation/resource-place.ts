import { secondsOf } from '../autoscaling/pace.js';
import type { Turn } from '../autoscaling/turn.js';
import type { ResourceHandler, ResourcePlace } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import { resolvingReferences } from '../templates/dynamic-references.js';
import type { Context } from './context.js';
import { enterResourceStatus } from './events.js';
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
  resource: Pick<StackResource, 'logicalId' | 'type' | 'generation'>,
  verb: 'create' | 'update' | 'delete',
): ResourceHandler {
  const reason = context.resourceFault({ ...resourcePlace(context, stack, resource), verb });
  if (reason !== undefined) throw new ResourceFailure(reason);
  return resolvingReferences(context.handlerOf(resource.type));
}

/** What a resource is told that may take several turns before it is done. */
export function turnOf(context: Context, stack: Stack, resource: StackResource): Turn {
  const { accountId, region } = stack;
  const { type, physicalId = '' } = resource;
  return {
    world: context.world,
    resource: { accountId, region, type, physicalId },
    now: context.clock.now(stack),
    resourceMs: context.pace.resourceMs,
    say: (reason, status) => enterResourceStatus(context, stack, resource, status ?? resource.status, reason),
  };
}
