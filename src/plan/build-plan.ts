import type { DecisionInput } from './decide.js';
import type { Decision } from './decision.js';
import type { Step } from './plan.js';
import { type Proposal, stepOf } from './step.js';

/** Steps in the order of the decisions, which puts each after those it waits for. */
export function buildSteps(
  decisions: ReadonlyMap<string, Decision>,
  proposals: ReadonlyMap<string, Proposal>,
  input: Pick<DecisionInput, 'fleet' | 'artifacts'>,
): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const [id, decision] of decisions) {
    const step = stepOf(decision, proposals.get(id), input);
    const blockedBy = decision.waitsFor.filter(upstream => cannotGetThrough(steps.get(upstream)));
    const acts = step.action === 'create' || step.action === 'update';
    steps.set(id, {
      ...step,
      blockedBy,
      ...(acts && blockedBy.length > 0 ? { action: 'stop', digest: undefined } : {}),
    });
  }
  return [...steps.values()];
}

/** Whatever waits for a step that the gate does not let through waits in vain. */
function cannotGetThrough(step: Step | undefined): boolean {
  if (step === undefined) return false;
  const changes = step.action === 'create' || step.action === 'update';
  return step.action === 'stop' || step.blockedBy.length > 0 || (changes && step.gate.verdict !== 'auto');
}
