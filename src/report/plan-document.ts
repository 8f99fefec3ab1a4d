import type { PlanDocument, PlanStep } from '../model/spec/plan.generated.js';
import type { Plan, Step } from '../plan/plan.js';
import { findingDocument } from './findings-document.js';
import { planSummary } from './plan-summary.js';

/** A plan as data for other programs, after schemas/plan.schema.json. Absent values are left out. */
export function planDocument(plan: Plan, fleet: string): PlanDocument {
  const document: PlanDocument = {
    apiVersion: 'clusterwright.io/v1alpha1',
    kind: 'Plan',
    toolVersion: plan.toolVersion,
    fleet,
    commit: { sha: plan.commit.sha, subject: plan.commit.subject },
    summary: planSummary(plan.steps),
    steps: plan.steps.map(stepDocument),
    orphans: [...plan.orphans],
    findings: plan.findings.map(findingDocument),
  };
  return withoutUndefined(document);
}

function stepDocument(step: Step): PlanStep {
  const { id, kind: _kind, pool: _pool, changeClass, changes, ...rest } = step;
  const document = {
    stack: id,
    ...rest,
    class: changeClass,
    changes: changes.map(({ changeClass: ownClass, ...change }) => ({ ...change, class: ownClass })),
  };
  return withoutUndefined(document) as PlanStep;
}

/** JSON has no undefined, and the schema says absent. */
function withoutUndefined<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
