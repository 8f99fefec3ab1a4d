import type { CfnTemplate } from '../model/artifact.js';
import { checkDeletionPolicies } from './check-deletion-policies.js';
import { checkLimits } from './check-limits.js';
import { checkPartition } from './check-partition.js';
import { checkProperties } from './check-properties.js';
import { checkReferences } from './check-references.js';
import { checkRuleCounts } from './check-rule-counts.js';
import { checkShape } from './check-shape.js';
import { checkTags } from './check-tags.js';
import { checkValueLimits } from './check-value-limits.js';
import type { ResourceSpecification } from './specification.js';
import type { TemplateFinding } from './template-finding.js';

/** All that can be known of a template without AWS: types, properties, references, published limits. */
export function checkTemplate(
  template: CfnTemplate,
  { specification, region }: { specification: ResourceSpecification; region: string },
): readonly TemplateFinding[] {
  return [
    ...checkShape(template),
    ...checkLimits(template),
    ...checkReferences(template, specification),
    ...checkProperties(template, specification),
    ...checkValueLimits(template),
    ...checkTags(template, specification),
    ...checkRuleCounts(template),
    ...checkDeletionPolicies(template, specification),
    ...checkPartition(template, region),
  ];
}
