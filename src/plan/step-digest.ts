import type { CfnChange } from '../cfn/change-set.js';
import { stackPhase } from '../cfn/stack-status.js';
import { bookkeeping } from '../model/bookkeeping.js';
import { digestOf } from '../model/digest.js';
import type { LiveStack } from '../observe/snapshot.js';
import type { Decision } from './decision.js';

/**
 * S: what is to happen to this very stack, so that what was shown can be told from anything else. `changes` are those of
 * the change set, or none for a stack that does not exist: what creating adds is decided by D. Undefined while D is.
 */
export function stepDigest(
  { stack, live, desired }: Pick<Decision, 'stack' | 'live' | 'desired'>,
  changes: readonly CfnChange[],
): string | undefined {
  if (desired === undefined) return undefined;
  const place = { stack: stack.stackName, account: stack.target.account.id, region: stack.target.region };
  return digestOf({ desired: desired.digest, place, live: fingerprint(live), changes });
}

/** Ids and values only: times differ between reads and clocks. */
function fingerprint(live: LiveStack | undefined) {
  if (live === undefined || stackPhase(live.status) === 'empty') return 'absent';
  const { arn, changeSet, parameters, tags, outputs } = live;
  return { arn, changeSet, parameters, tags, applied: outputs[bookkeeping.appliedHash] };
}
