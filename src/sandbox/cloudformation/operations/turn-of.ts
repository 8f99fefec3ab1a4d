import type { Turn } from '../../autoscaling/turn.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import type { Stack, StackResource } from '../state.js';

/** What a resource of a stack is told that may take several turns before it is done. */
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
