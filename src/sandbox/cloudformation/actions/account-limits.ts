import { AwsFault } from '../../fault.js';
import { members } from '../../query-page.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { findStack, newStack, stacksIn } from '../stacks.js';
import type { Stack } from '../state.js';

/** "Understand CloudFormation quotas" in the user guide. */
const limits = { ConcurrentResourcesLimit: 2500, StackLimit: 2000, StackOutputsLimit: 200 } as const;

export function describeAccountLimits(): XmlValue {
  return { AccountLimits: members(Object.entries(limits).map(([Name, Value]) => ({ Name, Value: String(Value) }))) };
}

/** The stack of a name, which may be new; throws LimitExceededException if there are as many as there may be. */
export function stackOrNew({ context, place }: Call, name: string): Stack {
  const existing = findStack(context.world, place, name);
  if (existing) return existing;
  const live = stacksIn(context.world, place).filter(({ status }) => status !== 'DELETE_COMPLETE');
  if (live.length < limits.StackLimit) return newStack(context, place, name);
  throw new AwsFault('LimitExceededException', 'Limit for stack has been exceeded');
}
