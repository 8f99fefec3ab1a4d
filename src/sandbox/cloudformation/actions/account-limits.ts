import { AwsFault } from '../../fault.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { members } from '../shapes.js';
import { stacksIn } from '../stacks.js';

/** "Understand CloudFormation quotas" in the user guide. */
const limits = { ConcurrentResourcesLimit: 2500, StackLimit: 2000, StackOutputsLimit: 200 } as const;

export function describeAccountLimits(): XmlValue {
  return { AccountLimits: members(Object.entries(limits).map(([Name, Value]) => ({ Name, Value: String(Value) }))) };
}

/** Throws LimitExceededException if the account has as many stacks as it may have. */
export function checkStackLimit({ context, place }: Call): void {
  const live = stacksIn(context.world, place).filter(({ status }) => status !== 'DELETE_COMPLETE');
  if (live.length < limits.StackLimit) return;
  throw new AwsFault('LimitExceededException', 'Limit for stack has been exceeded');
}
