import { withoutFixedAttributes } from './fixed-attributes.js';
import { pointerKeys } from './pointer.js';
import { knownAfterApply, type RawChange, type RawDetail, type RawResourceChange } from './raw-change.js';

/** A change of one resource as a change set tells it, in plain data. */
export interface CfnChange {
  readonly logicalId: string;
  readonly type: string;
  readonly action: ChangeAction;
  /** Whether the resource is made anew; `conditional` until CloudFormation runs. */
  readonly replacement: 'never' | 'conditional' | 'always';
  /** What happens to the resource that goes: Delete, Retain, Snapshot, ReplaceAnd…; undefined if nothing goes. */
  readonly policyAction: string | undefined;
  /** Sorted by path. */
  readonly properties: readonly CfnPropertyChange[];
}

export type ChangeAction = 'add' | 'modify' | 'remove' | 'import' | 'dynamic' | 'sync';

export interface CfnPropertyChange {
  /** Segments below the resource: `['Properties', 'LaunchTemplateData', 'InstanceType']`. */
  readonly path: readonly string[];
  readonly before: string | undefined;
  /** Undefined also while it is only known after apply. */
  readonly after: string | undefined;
  readonly recreation: Recreation;
}

export type Recreation = 'Never' | 'Conditionally' | 'Always';

/**
 * Decodes the changes of all pages of a change set, sorted by logical id. A resource that is told twice, with property
 * values and without, becomes one change, the worse of both. What is missing or unknown is read as the worse case: an
 * action as `dynamic`, a replacement as `conditional`, a recreation as `Always`. What CloudFormation tells only because it
 * does not know that an attribute stays is left out.
 */
export function decodeChanges(raw: readonly RawChange[]): readonly CfnChange[] {
  const byResource = new Map<string, RawResourceChange>();
  for (const { ResourceChange: change } of raw) {
    if (change === undefined) continue;
    const key = `${change.LogicalResourceId} ${change.Action}`;
    const known = byResource.get(key);
    byResource.set(key, known ? together(known, change) : change);
  }
  const changes = withoutFixedAttributes([...byResource.values()]).map(decode);
  return changes.toSorted((a, b) => compare(a.logicalId, b.logicalId) || compare(a.action, b.action));
}

/** Whether a change set failed only because it would change nothing. AWS says it in two ways. */
export function saysNoChanges(statusReason: string | undefined): boolean {
  const reason = statusReason?.toLowerCase() ?? '';
  return reason.includes("didn't contain changes") || reason.includes('no updates are to be performed');
}

function together(one: RawResourceChange, other: RawResourceChange): RawResourceChange {
  const isReplaced = one.Replacement === 'True' || other.Replacement === 'True';
  const unlessReplaced = one.Replacement === other.Replacement ? one.Replacement : 'Conditional';
  return {
    ...one,
    Replacement: isReplaced ? 'True' : unlessReplaced,
    PolicyAction: one.PolicyAction ?? other.PolicyAction,
    Details: [...(one.Details ?? []), ...(other.Details ?? [])],
  };
}

function decode(change: RawResourceChange): CfnChange {
  const action = actions.get(change.Action ?? '') ?? 'dynamic';
  return {
    logicalId: change.LogicalResourceId ?? '',
    type: change.ResourceType ?? '',
    action,
    replacement: replacementOf(action, change.Replacement),
    policyAction: change.PolicyAction,
    properties: action === 'add' ? [] : propertyChanges(change.Details ?? []),
  };
}

const actions: ReadonlyMap<string, ChangeAction> = new Map([
  ['Add', 'add'],
  ['Modify', 'modify'],
  ['Remove', 'remove'],
  ['Import', 'import'],
  ['Dynamic', 'dynamic'],
  ['SyncWithActual', 'sync'],
]);

/** Only modified resources can be replaced; CloudFormation leaves the field out of every other action. */
function replacementOf(action: ChangeAction, replacement: string | undefined): CfnChange['replacement'] {
  if (action !== 'modify' && action !== 'dynamic') return 'never';
  if (replacement === 'False') return 'never';
  return replacement === 'True' ? 'always' : 'conditional';
}

/** One entry per path: a property set from a parameter is told twice, once for the parameter and once for itself. */
function propertyChanges(details: readonly RawDetail[]): readonly CfnPropertyChange[] {
  const byPath = new Map<string, CfnPropertyChange>();
  for (const { Target: target } of details) {
    if (target === undefined) continue;
    const path = pathOf(target);
    // Tags are told without saying which, one entry each.
    const told = target.Attribute === 'Tags' ? [target.BeforeValue, target.AfterValue] : [];
    const key = [...path, ...told].join('/');
    const known = byPath.get(key);
    byPath.set(key, {
      path,
      before: target.BeforeValue ?? known?.before,
      after: afterOf(target.AfterValue) ?? known?.after,
      recreation: worse(recreationOf(target), known?.recreation ?? 'Never'),
    });
  }
  const told = [...byPath].toSorted(([a], [b]) => compare(a, b)).map(([, change]) => change);
  return told.filter(property => !told.some(other => repeats(property, other)));
}

/** Without values a property is told as a whole: nothing new once the parts of it that change are told. */
function repeats(property: CfnPropertyChange, part: CfnPropertyChange): boolean {
  return (
    part !== property &&
    property.path.every((segment, index) => segment === part.path[index]) &&
    property.before === undefined &&
    property.after === undefined &&
    severity[part.recreation] >= severity[property.recreation]
  );
}

/** `Path` is a JSON pointer below the resource; without property values only attribute and name are told. */
function pathOf(target: NonNullable<RawDetail['Target']>): readonly string[] {
  if (target.Path !== undefined && target.Path !== '') return pointerKeys(target.Path);
  return [target.Attribute, target.Name].filter(part => part !== undefined && part !== '') as string[];
}

function afterOf(value: string | undefined): string | undefined {
  return value === knownAfterApply ? undefined : value;
}

/** Tags, metadata and policies have no such field: they never recreate. */
function recreationOf({ Attribute, RequiresRecreation }: NonNullable<RawDetail['Target']>): Recreation {
  if (RequiresRecreation === 'Never' || RequiresRecreation === 'Conditionally') return RequiresRecreation;
  return RequiresRecreation === undefined && Attribute !== 'Properties' ? 'Never' : 'Always';
}

const severity: Readonly<Record<Recreation, number>> = { Never: 0, Conditionally: 1, Always: 2 };

function worse(a: Recreation, b: Recreation): Recreation {
  return severity[a] >= severity[b] ? a : b;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
