import type { Step } from '../plan/plan.js';

export interface PlanSummary {
  /** Steps that apply takes. */
  readonly apply: number;
  readonly held: number;
  /** Steps that the gate refuses, and stacks that cannot be changed now. */
  readonly refused: number;
  readonly unchanged: number;
}

export function planSummary(steps: readonly Step[]): PlanSummary {
  const kinds = steps.map(outlook);
  const count = (kind: keyof PlanSummary) => kinds.filter(other => other === kind).length;
  return { apply: count('apply'), held: count('held'), refused: count('refused'), unchanged: count('unchanged') };
}

/** What will become of a step when apply reaches it. */
export function outlook(step: Step): keyof PlanSummary {
  if (step.action === 'none') return 'unchanged';
  if (step.problem?.waits) return 'held';
  if (step.action === 'stop' || step.gate.verdict === 'refused') return 'refused';
  return step.gate.verdict === 'held' ? 'held' : 'apply';
}
