import type { Reference } from '../../../cfn/intrinsics.js';
import { referencesOf } from '../../../cfn/intrinsics.js';
import { requiresRecreation } from '../../../cfn/recreation.js';
import type { ResourceType } from '../../../cfn/resource-type.js';
import { own } from '../../../model/own.js';
import type { Properties } from '../../resource.js';
import type { Difference } from '../../resources/difference.js';
import { differences, hasMembers, isSame, shown, wholeDifference } from '../../resources/difference.js';
import { knownAfterApply, resolve } from '../../templates/resolve.js';
import type { Scope } from '../../templates/scope.js';
import type { Changes } from '../live-scope.js';
import type { ChangeDetail } from './change-set.js';

export interface Comparison {
  readonly logicalId: string;
  readonly type: ResourceType | undefined;
  readonly before: Side;
  readonly after: Side;
  /** Changes of the resources that this one depends on. */
  readonly changes: Changes;
}

interface Side {
  readonly scope: Scope;
  /** As far as they are known. */
  readonly properties: Properties;
}

/** Every difference of a property, once for each of its causes. */
export function propertyDetails(comparison: Comparison): readonly ChangeDetail[] {
  const { logicalId, type, before, after } = comparison;
  const written = after.scope.template.Resources[logicalId]?.Properties ?? {};
  const previous = before.scope.template.Resources[logicalId]?.Properties ?? {};
  const rewritten = differences(previous, written, '/Properties').map(({ pointer }) => functionAt(pointer));
  const causes = causesOf(written, comparison);
  const changed = differences(before.properties, after.properties, '/Properties');
  const details = changed.flatMap(difference => {
    const { pointer } = difference;
    if (isStackTag(pointer, type, written)) return [detailOf(difference, { attribute: 'Tags' })];
    const near = causes.filter(({ path }) => overlap(path, pointer));
    const known = [...new Map(near.map(cause => [cause.causingEntity, cause])).values()];
    const isRewritten = rewritten.some(path => overlap(path, pointer));
    const direct = directModification(difference, known, isRewritten);
    return [direct, ...known].map(cause => propertyDetail(difference, type, cause));
  });
  // What is certain to differ and does not stands where no condition leads, or means the same to the property.
  const withoutEffect = causes.filter(
    ({ evaluation, path }) => evaluation === 'Dynamic' && !changed.some(({ pointer }) => overlap(path, pointer)),
  );
  const readers = withoutEffect.map(cause => {
    const unvalued = { pointer: cause.path, type: 'Modify', before: undefined, after: undefined } as const;
    return propertyDetail(unvalued, type, { ...cause, told: 'without values' });
  });
  return [...details, ...readers];
}

type Cause = Pick<ChangeDetail, 'evaluation' | 'changeSource' | 'causingEntity' | 'told'> & { readonly path: string };

/** What functions in a resource's properties refer to that changes, with the path of the outermost function. */
function causesOf(written: unknown, comparison: Comparison): readonly Cause[] {
  return referencesOf(written, '/Properties').flatMap(reference => {
    const cause = causeOf(reference, comparison);
    return cause ? [{ ...cause, path: functionAt(reference.pointer) }] : [];
  });
}

/** What is new after the change is sure to have another value; all else about a change may turn out to stay the same. */
function causeOf(reference: Reference, { before, after, changes }: Comparison): Omit<Cause, 'path'> | undefined {
  const { kind, name = '' } = reference;
  const value = after.scope.parameter(name);
  if (kind === 'ref' && value !== undefined) {
    if (isSame(before.scope.parameter(name), value)) return undefined;
    return { evaluation: 'Static', changeSource: 'ParameterReference', causingEntity: name };
  }
  const change = changes.get(name);
  if (!change) return undefined;
  const evaluation = change.replacement === 'True' || change.replacement === undefined ? 'Static' : 'Dynamic';
  if (kind === 'attribute') {
    return { evaluation, changeSource: 'ResourceAttribute', causingEntity: `${name}.${reference.attribute ?? ''}` };
  }
  if (kind !== 'ref' || change.replacement === 'False') return undefined;
  return { evaluation, changeSource: 'ResourceReference', causingEntity: name };
}

/**
 * A difference as a modification by itself. AWS tells it beside a changed parameter ("Example change sets" in the user
 * guide), and beside a changed resource only with values.
 */
function directModification({ pointer, after }: Difference, causes: readonly Cause[], isRewritten: boolean): Cause {
  const follows = causes.some(({ changeSource }) => changeSource === 'ParameterReference');
  const isUnknown = shown(after)?.includes(knownAfterApply) ?? false;
  return {
    path: pointer,
    evaluation: follows || isUnknown ? 'Dynamic' : 'Static',
    changeSource: 'DirectModification',
    causingEntity: undefined,
    ...(causes.length > 0 && !follows && !isRewritten && { told: 'with values' }),
  };
}

function propertyDetail(difference: Difference, type: ResourceType | undefined, cause: Cause): ChangeDetail {
  const path = difference.pointer;
  const name = path.split('/')[2];
  const recreation = requiresRecreation(type, path);
  return detailOf(difference, { ...cause, attribute: 'Properties', name, path, requiresRecreation: recreation });
}

const attributes = ['Metadata', 'CreationPolicy', 'UpdatePolicy', 'DeletionPolicy', 'UpdateReplacePolicy'] as const;

/** Differences of what a template says beside a resource's properties. None of them replaces it. */
export function attributeDetails({ logicalId, before, after }: Comparison): readonly ChangeDetail[] {
  return attributes.flatMap(attribute => {
    const [old, wanted] = [before, after].map(({ scope }) =>
      resolve(scope.template.Resources[logicalId]?.[attribute], scope),
    );
    const path = `/${attribute}`;
    return isSame(old, wanted) ? [] : [detailOf(wholeDifference(old, wanted, path), { attribute, path })];
  });
}

/** Whether the tag came or comes from the stack rather than from the resource's own properties. */
function isStackTag(pointer: string, type: ResourceType | undefined, written: Properties): boolean {
  const [, , name = '', key] = pointer.split('/');
  if (type?.tags?.property !== name) return false;
  const tags = own(written, name);
  if (!hasMembers(tags)) return true;
  return key === undefined ? Object.keys(tags).length === 0 : !Object.hasOwn(tags, key);
}

/** A difference as a detail; of its own, one of the resource alone that does not replace it. */
export function detailOf({ before, after, type }: Difference, others: Partial<ChangeDetail>): ChangeDetail {
  return {
    attribute: 'Properties',
    requiresRecreation: 'Never',
    beforeValue: shown(before),
    afterValue: shown(after),
    attributeChangeType: type,
    evaluation: 'Static',
    changeSource: 'DirectModification',
    ...others,
  };
}

/** The pointer of the function that a pointer leads into, or the pointer itself. */
function functionAt(pointer: string): string {
  return pointer.replace(/\/(Ref|Fn::\w+)(\/.*)?$/, '');
}

/** Whether one of the two pointers leads to a part of what the other leads to. */
function overlap(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}
