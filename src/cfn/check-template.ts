import type { CfnTemplate } from '../model/artifact.js';
import { checkLimits } from './check-limits.js';
import { checkProperties } from './check-properties.js';
import { checkReferences } from './check-references.js';
import type { ResourceSpecification } from './specification.js';
import type { TemplateFinding } from './template-finding.js';

/** All that can be known of a template without AWS: types, properties, references and published limits. */
export function checkTemplate(template: CfnTemplate, specification: ResourceSpecification): readonly TemplateFinding[] {
  return [
    ...checkLimits(template),
    ...checkReferences(template, specification),
    ...checkProperties(template, specification),
  ];
}
