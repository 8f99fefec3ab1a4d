import { own } from '../../model/own.js';
import { referenceOf } from '../resources/physical-ids.js';
import { declaredParameters, parameterValue } from '../templates/parameters.js';
import { parsedTemplate } from '../templates/parsed-template.js';
import { resolve } from '../templates/resolve.js';
import type { Resources, Scope, Value } from '../templates/scope.js';
import { budget, isActive } from '../templates/scope.js';
import { validationError } from '../templates/template-error.js';
import type { Deployment, Stack } from './state.js';

/** The scope of a deployment in its stack. */
export function scopeOf(
  stack: Pick<Stack, 'stackId' | 'stackName' | 'accountId' | 'region'>,
  deployment: Deployment,
  resources: Resources,
): Scope {
  const template = parsedTemplate(deployment.template);
  const declared = declaredParameters(template);
  const pseudo: Readonly<Record<string, Value>> = {
    'AWS::AccountId': stack.accountId,
    'AWS::NotificationARNs': deployment.notificationArns,
    'AWS::Partition': 'aws',
    'AWS::Region': stack.region,
    'AWS::StackId': stack.stackId,
    'AWS::StackName': stack.stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const values = { ...deployment.parameters, ...deployment.resolvedParameters };
  const conditions = new Map<string, boolean>();
  const scope: Scope = {
    template,
    region: stack.region,
    spend: budget(),
    imported: resources.imported,
    physicalId: logicalId =>
      referenceOf(template.Resources[logicalId]?.Type ?? '', resources.physicalId(existing(logicalId, scope))),
    attribute: (logicalId, name) => resources.attribute(existing(logicalId, scope), name),
    parameter(name) {
      const value = own(values, name);
      if (value !== undefined) return parameterValue(declared[name], value);
      return own(pseudo, name);
    },
    condition(name) {
      const known = conditions.get(name);
      if (known !== undefined) return known;
      const value = String(resolve((template.Conditions as Record<string, unknown>)[name], scope)) === 'true';
      conditions.set(name, value);
      return value;
    },
  };
  return scope;
}

/** Where a condition leaves a resource out, nothing that is evaluated may refer to it. */
function existing(logicalId: string, scope: Scope): string {
  if (isActive(logicalId, scope)) return logicalId;
  throw validationError(
    `Template format error: Unresolved resource dependencies [${logicalId}] in the Resources block of the template`,
  );
}
