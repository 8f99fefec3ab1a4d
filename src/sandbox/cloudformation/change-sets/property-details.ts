import type { Reference } from '../../../cfn/intrinsics.js';
import { referencesOf } from '../../../cfn/intrinsics.js';
import type { ResourceType } from '../../../cfn/resource-type.js';
import type { Properties } from '../../resource.js';
import { knownAfterApply } from '../../templates/resolve.js';
import type { Scope } from '../../templates/scope.js';
import type { ChangeDetail, ResourceChange, StackResource } from '../state.js';
import type { Difference } from './difference.js';
import { differences, isSame, shown } from './difference.js';
import { requiresRecreation } from './recreation.js';

export interface PropertyComparison {
  readonly logicalId: string;
  readonly resource: StackResource;
  readonly type: ResourceType | undefined;
  /** Properties after the change, where known. */
  readonly after: Properties;
  readonly before: Scope;
  readonly scope: Scope;
  /** Changes of the resources that this one depends on. */
  readonly changes: ReadonlyMap<string, ResourceChange>;
  /** Of the stack, after the change. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Every difference of a property, once for each of its causes. */
export function propertyDetails(comparison: PropertyComparison): readonly ChangeDetail[] {
  const { resource, after } = comparison;
  return differences(resource.properties, after, '/Properties').flatMap(difference => {
    const name = difference.pointer.split('/')[2] ?? '';
    if (isStackTag(difference, name, comparison)) return [tagDetail(difference)];
    return causesOf(name, difference, comparison).map(cause => ({
      attribute: 'Properties',
      name,
      path: difference.pointer,
      requiresRecreation: requiresRecreation(comparison.type, difference.pointer),
      before: shown(difference.before),
      after: shown(difference.after),
      changeType: difference.type,
      ...cause,
    }));
  });
}

/** Whether the tag came or comes from the stack rather than from the resource's own properties. */
function isStackTag(
  { pointer }: Difference,
  name: string,
  { type, resource, after, scope, logicalId }: PropertyComparison,
): boolean {
  if (type?.tags?.property !== name) return false;
  const own = scope.template.Resources[logicalId]?.Properties?.[name];
  const written = Array.isArray(own) ? own.length : 0;
  const [, , , index = ''] = pointer.split('/');
  if (type.tags.shape === 'map') return typeof own !== 'object' || own === null || !Object.hasOwn(own, index);
  const longest = Math.max(lengthOf(resource.properties[name]), lengthOf(after[name]));
  return index === '' ? written === 0 : Number(index) >= written && Number(index) < longest;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function tagDetail({ before, after, type }: Difference): ChangeDetail {
  return {
    attribute: 'Tags',
    name: undefined,
    path: undefined,
    requiresRecreation: 'Never',
    before: shown(before),
    after: shown(after),
    changeType: type,
    evaluation: 'Static',
    source: 'DirectModification',
    causingEntity: undefined,
  };
}

type Cause = Pick<ChangeDetail, 'evaluation' | 'source' | 'causingEntity'>;

/**
 * Why a property differs, as AWS tells it: a parameter is told twice, as the static cause and as a modification that is
 * dynamic because of it ("Example change sets" in the user guide).
 */
function causesOf(
  name: string,
  difference: Difference,
  { logicalId, before, scope, changes }: PropertyComparison,
): readonly Cause[] {
  const path = difference.pointer.split('/').slice(3);
  const written = memberAt(scope.template.Resources[logicalId]?.Properties?.[name], path);
  const rewritten = !isSame(memberAt(before.template.Resources[logicalId]?.Properties?.[name], path), written);
  const references = referencesOf(written);
  const parameters = namesOf(references, 'ref').filter(
    parameter =>
      !isSame(before.parameter(parameter), scope.parameter(parameter)) && before.parameter(parameter) !== undefined,
  );
  const replaced = namesOf(references, 'ref').filter(id => changes.has(id) && changes.get(id)?.replacement !== 'False');
  const attributes = references.flatMap(reference =>
    reference.kind === 'attribute' && changes.has(reference.name)
      ? [`${reference.name}.${reference.attribute ?? ''}`]
      : [],
  );
  const dynamic = typeof difference.after === 'string' && difference.after.includes(knownAfterApply);
  const causes: Cause[] = [
    ...parameters.map(
      causingEntity => ({ evaluation: 'Static', source: 'ParameterReference', causingEntity }) as const,
    ),
    ...replaced.map(causingEntity => ({ evaluation: 'Dynamic', source: 'ResourceReference', causingEntity }) as const),
    ...new Set(attributes),
  ].map(cause =>
    typeof cause === 'string'
      ? ({ evaluation: 'Dynamic', source: 'ResourceAttribute', causingEntity: cause } as const)
      : cause,
  );
  const direct: Cause = {
    evaluation: dynamic || (parameters.length > 0 && !rewritten) ? 'Dynamic' : 'Static',
    source: 'DirectModification',
    causingEntity: undefined,
  };
  return rewritten || parameters.length > 0 || causes.length === 0 ? [direct, ...causes] : causes;
}

/** What the template writes at a path, or the function on the way there that computes it. */
function memberAt(value: unknown, path: readonly string[]): unknown {
  let member = value;
  for (const key of path) {
    if (typeof member !== 'object' || member === null) return member;
    if (!Object.hasOwn(member, key)) return referencesOf(member).length > 0 ? member : undefined;
    member = (member as Readonly<Record<string, unknown>>)[key];
  }
  return member;
}

function namesOf(references: readonly Reference[], kind: Reference['kind']): readonly string[] {
  return [...new Set(references.filter(reference => reference.kind === kind).map(({ name }) => name ?? ''))];
}
