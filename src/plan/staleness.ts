import type { CfnChange } from '../cfn/change-set.js';
import type { Decision } from './decision.js';
import type { Gate, Problem, Step } from './plan.js';
import { stepDigest } from './step-digest.js';

/**
 * Whether what would be done is no longer what was shown. A step that was not wholly known when it was shown, or whose
 * stack was busy, cannot be stale: the gate alone judges it. `changes` are undefined before there is a change set.
 */
export function staleness(
  shown: Step | undefined,
  decision: Decision,
  changes: readonly CfnChange[] | undefined,
): Problem | undefined {
  if (shown === undefined || shown.knownAfter.length > 0) return undefined;
  if (shown.action === 'none') return stale('it was as it should be when the plan was made, and is not any more');
  if (shown.desired !== undefined && shown.desired !== decision.desired?.digest) {
    return stale('an input changed since the plan was made');
  }
  if (shown.digest === undefined || changes === undefined) return undefined;
  const digest = stepDigest(decision, decision.action === 'create' ? [] : changes);
  return digest === shown.digest ? undefined : stale('the stack or its changes are not those of the plan any more');
}

function stale(message: string): Problem {
  return { code: 'plan-stale', message, hint: 'plan again and look at what is different' };
}

/**
 * What the plan already said about this very step: that the gate does not let it through, or that CloudFormation refuses
 * it. Then nothing is tried.
 */
export function alreadySaid(
  shown: Step | undefined,
  { desired }: Decision,
): { readonly gate: Gate } | { readonly problem: Problem } | undefined {
  if (shown?.desired === undefined || shown.desired !== desired?.digest) return undefined;
  if (shown.problem !== undefined) return { problem: shown.problem };
  return shown.gate.verdict === 'auto' ? undefined : { gate: shown.gate };
}
