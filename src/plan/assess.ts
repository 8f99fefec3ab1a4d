import type { CfnChange, CfnPropertyChange } from '../cfn/change-set.js';
import { pointerTo } from '../cfn/pointer.js';
import type { StackArtifact } from '../model/artifact.js';
import type { Fleet } from '../model/fleet.js';
import type { Position } from '../model/source.js';
import { type ChangeClass, worstClass } from './change-class.js';
import { classify } from './classify.js';
import type { Decision } from './decision.js';
import { gateOf } from './gate.js';
import type { Gate, StepChange } from './plan.js';

export interface Assessment {
  readonly changeClass: ChangeClass | undefined;
  readonly gate: Gate;
  readonly changes: readonly StepChange[];
}

/**
 * Classifies what is to happen to a stack and asks the gate. Used when planning and again right before execution, so
 * that both judge alike. `changes` are those of a change set; undefined if there is none.
 */
export function assess(
  { stack, action }: Pick<Decision, 'stack' | 'action'>,
  changes: readonly CfnChange[] | undefined,
  fleet: Fleet,
): Assessment {
  if (action === 'protect') return judged('in-place', []);
  if (action === 'create' && (changes ?? []).every(change => change.action === 'add')) {
    return judged('create', additions(stack));
  }
  if (changes === undefined) return judged(undefined, []);
  const masters = fleet.clusters.find(({ name }) => name === stack.cluster)?.controlPlane.replicas;
  const context = { kind: stack.kind, template: stack.template, masters };
  const classified = changes.map(change => located(change, classify(change, context), stack));
  // A change of outputs alone changes no resource.
  return judged(worstClass(classified.map(change => change.changeClass)) ?? 'in-place', classified);
}

function judged(changeClass: ChangeClass | undefined, changes: readonly StepChange[]): Assessment {
  return { changeClass, gate: gateOf(changeClass), changes };
}

function additions(stack: StackArtifact): readonly StepChange[] {
  return Object.entries(stack.template.Resources).map(([logicalId, resource]) => ({
    logicalId,
    type: resource.Type,
    action: 'add',
    replacement: 'never',
    changeClass: 'create',
    properties: [],
  }));
}

function located(change: CfnChange, changeClass: ChangeClass, stack: StackArtifact): StepChange {
  const { logicalId, type, action, replacement } = change;
  const properties = change.properties.map(property => ({
    path: property.path.join('.'),
    before: property.before,
    after: property.after,
    recreation: property.recreation,
    source: sourceOf(stack, logicalId, property),
  }));
  return { logicalId, type, action, replacement, changeClass, properties };
}

/** Position of the value, or of the closest enclosing one that comes from the specs. */
function sourceOf(stack: StackArtifact, logicalId: string, { path }: CfnPropertyChange): Position | undefined {
  for (let length = path.length; length > 0; length--) {
    const position = stack.sources.get(pointerTo('/Resources', logicalId, ...path.slice(0, length)));
    if (position !== undefined) return position;
  }
  return undefined;
}
