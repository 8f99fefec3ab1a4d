import type { CfnTemplate } from '../model/artifact.js';
import { isStateful, statefulTypes } from './stateful.js';

/**
 * The stack policy that goes with a template, as JSON: CloudFormation itself refuses updates that replace or delete a
 * stateful resource, whoever asks for them. Resources are denied by type, for one that the template no longer holds is
 * just what an update would delete; named roles, which are stateful only by their names, by logical id.
 *
 * Amazon's "Prevent updates to stack resources": what is not allowed is denied, and a deny comes before an allow.
 */
export function stackPolicy({ Resources }: CfnTemplate): string {
  const lost = { Effect: 'Deny', Principal: '*', Action: ['Update:Replace', 'Update:Delete'] };
  const named = Object.entries(Resources)
    .filter(([, resource]) => !statefulTypes.has(resource.Type) && isStateful(resource.Type, resource))
    .map(([id]) => `LogicalResourceId/${id}`);
  const statements = [
    { Effect: 'Allow', Principal: '*', Action: 'Update:*', Resource: '*' },
    { ...lost, Resource: '*', Condition: { StringEquals: { ResourceType: [...statefulTypes] } } },
    ...(named.length === 0 ? [] : [{ ...lost, Resource: named }]),
  ];
  return `${JSON.stringify({ Statement: statements }, undefined, 2)}\n`;
}
