import type { CfnResource, CfnTemplate } from '../model/artifact.js';
import { own } from '../model/own.js';
import type { RequiresRecreation } from './resource-type.js';
import type { ResourceSpecification } from './specification.js';
import { type ValueDifference, valueDifferences } from './value-differences.js';

/** How a resource of one template differs from that of another. */
export interface ResourceChange {
  readonly logicalId: string;
  readonly type: string;
  readonly action: 'add' | 'modify' | 'remove';
  /** As far as the resource specification tells. AWS, asked with a change set, may know more. */
  readonly replacement: 'never' | 'conditional' | 'always';
  /** Below the resource: `Properties`, `LaunchTemplateData`, `InstanceType`. */
  readonly differences: readonly ValueDifference[];
}

/** What differs between the resources of two templates, those that go first; nothing is said of what refers to them. */
export function resourceChanges(
  before: CfnTemplate,
  after: CfnTemplate,
  specification: ResourceSpecification,
): readonly ResourceChange[] {
  const logicalIds = new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)]);
  return [...logicalIds].flatMap((logicalId): readonly ResourceChange[] => {
    const [old, fresh] = [own(before.Resources, logicalId), own(after.Resources, logicalId)];
    if (fresh === undefined) return old === undefined ? [] : [{ ...whole(logicalId, old), action: 'remove' }];
    if (old === undefined) return [{ ...whole(logicalId, fresh), action: 'add' }];
    const differences = valueDifferences(old, fresh);
    if (differences.length === 0) return [];
    const replacement = replacementBy(differences, fresh, specification);
    return [{ logicalId, type: fresh.Type, action: 'modify', replacement, differences }];
  });
}

function whole(logicalId: string, { Type }: CfnResource) {
  return { logicalId, type: Type, replacement: 'never', differences: [] } as const;
}

function replacementBy(
  differences: readonly ValueDifference[],
  { Type }: CfnResource,
  specification: ResourceSpecification,
): ResourceChange['replacement'] {
  const properties = specification.resourceType(Type)?.properties ?? {};
  const recreations = differences.map(({ path: [section, name] }): RequiresRecreation => {
    if (section === 'Type') return 'Always';
    return section === 'Properties' ? (own(properties, name ?? '')?.requiresRecreation ?? 'Never') : 'Never';
  });
  if (recreations.includes('Always')) return 'always';
  return recreations.includes('Conditionally') ? 'conditional' : 'never';
}
