import type { CfnTemplate } from '../model/artifact.js';
import { pointerTo } from './pointer.js';
import type { ResourceSpecification } from './specification.js';
import { mistake, type TemplateFinding } from './template-finding.js';

const policies = ['DeletionPolicy', 'UpdateReplacePolicy'] as const;

/**
 * What becomes of data when its resource leaves the template, or is replaced, must be said: CloudFormation deletes it
 * otherwise. `Delete`, written out, is fine.
 */
export function checkDeletionPolicies(
  template: CfnTemplate,
  specification: ResourceSpecification,
): readonly TemplateFinding[] {
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    if (!specification.resourceType(resource.Type)?.holdsData) return [];
    const missing = policies.filter(policy => resource[policy] === undefined);
    if (missing.length === 0) return [];
    const message = `${logicalId} holds data (${resource.Type}) and has no ${missing.join(' and no ')}`;
    return [mistake('CW3017', pointerTo('/Resources', logicalId), message)];
  });
}
