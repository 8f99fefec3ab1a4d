import { checkProperties, checkResourceProperties } from '../../../cfn/check-properties.js';
import { pointerTo } from '../../../cfn/pointer.js';
import { givenName, physicalId } from '../../resources/physical-ids.js';
import { resourcesOf } from '../../resources/store.js';
import { parsedTemplate } from '../../templates/parsed-template.js';
import { knownAfterApply } from '../../templates/resolve.js';
import type { Context } from '../context.js';
import { resourcePlace } from '../resource-place.js';
import type { Deployment, Stack } from '../state.js';
import type { Finding, ResourceChange } from './change-set.js';

/** What AWS finds before anything is executed ("Validate stack deployments" in the user guide). */
export function earlyFindings(
  context: Context,
  stack: Stack,
  next: Deployment,
  changes: readonly ResourceChange[],
): readonly Finding[] {
  const template = parsedTemplate(next.template);
  const written = checkProperties(template, context.specification);
  // What is written rightly may still have a wrong value, such as a parameter's.
  const wrong = written.length > 0 ? written : changes.flatMap(change => wrongValues(context, change));
  const findings = wrong.map(({ pointer, message }) => ({ name: 'PROPERTY_VALIDATION', pointer, message }) as const);
  const conflicts = changes.flatMap(change => nameConflict(context, stack, change) ?? []);
  return [...findings, ...conflicts].map(({ name, pointer, message }): Finding => {
    const logicalId = pointer.split('/')[2] ?? '';
    return {
      validationName: name,
      logicalResourceId: logicalId,
      resourceType: template.Resources[logicalId]?.Type ?? '',
      validationPath: pointer,
      validationStatusReason: message,
    };
  });
}

function wrongValues({ specification }: Context, { logicalId, type, after }: ResourceChange) {
  const known = specification.resourceType(type);
  return known && after ? checkResourceProperties(after, known, logicalId) : [];
}

/** A new resource with a name that a resource of its type has already. */
function nameConflict(context: Context, stack: Stack, change: ResourceChange) {
  const { action, logicalId, type, after: properties = {} } = change;
  const name = action === 'Add' ? givenName({ type, properties }) : undefined;
  if (name === undefined || name.includes(knownAfterApply)) return undefined;
  const place = resourcePlace(context, stack, { logicalId, type, generation: 0 });
  const id = physicalId({ ...place, properties });
  if (!resourcesOf(context.world).find(stack, type, id)) return undefined;
  return {
    name: 'NAME_CONFLICT_VALIDATION',
    pointer: pointerTo('/Resources', logicalId, 'Properties'),
    message: `Resource of type '${type}' with identifier '${id}' already exists.`,
  } as const;
}

/** The reason of a change set that early validation has failed; details are told by DescribeEvents only. */
export function earlyFailure(findings: readonly Finding[]): string {
  const hooks = new Set(findings.map(({ validationName }) => hookNames[validationName]));
  return `The following hook(s)/validation failed: [${[...hooks].join(', ')}]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.`;
}

const hookNames: Readonly<Record<Finding['validationName'], string>> = {
  PROPERTY_VALIDATION: 'AWS::EarlyValidation::PropertyValidation',
  NAME_CONFLICT_VALIDATION: 'AWS::EarlyValidation::ResourceExistenceCheck',
};
