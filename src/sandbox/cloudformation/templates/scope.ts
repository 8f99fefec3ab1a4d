import type { CfnTemplate } from '../../../model/artifact.js';
import type { Deployment, Stack } from '../state.js';
import { declaredParameters, parameterValue } from './parameters.js';
import { parsedTemplate } from './parsed-template.js';
import { resolve } from './resolve.js';
import { validationError } from './template-error.js';

export type Value = string | readonly string[];

/** Where the functions of a template get their values from. */
export interface Scope {
  readonly template: CfnTemplate;
  /** Value of a parameter or pseudo parameter; undefined if there is none. */
  parameter(name: string): Value | undefined;
  condition(name: string): boolean;
  /** What Ref of a resource returns. */
  physicalId(logicalId: string): string;
  attribute(logicalId: string, name: string): Value;
  /** Value of an export of another stack; throws if there is none. */
  imported(name: string): string;
  readonly region: string;
}

export type Resources = Pick<Scope, 'physicalId' | 'attribute' | 'imported'>;

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
  const conditions = new Map<string, boolean>();
  /** Conditions that are being evaluated. */
  const open = new Set<string>();
  const scope: Scope = {
    ...resources,
    template,
    region: stack.region,
    parameter(name) {
      const value = Object.hasOwn(deployment.parameters, name) ? deployment.parameters[name] : undefined;
      if (value !== undefined) return parameterValue(declared[name], value);
      return Object.hasOwn(pseudo, name) ? pseudo[name] : undefined;
    },
    condition(name) {
      const known = conditions.get(name);
      if (known !== undefined) return known;
      if (open.has(name)) throw validationError(`Template format error: Circular dependency in conditions: [${name}]`);
      open.add(name);
      const value =
        String(resolve((template.Conditions as Record<string, unknown> | undefined)?.[name], scope)) === 'true';
      open.delete(name);
      conditions.set(name, value);
      return value;
    },
  };
  return scope;
}

/** Logical ids of the resources whose condition holds. */
export function activeResources(scope: Scope): readonly string[] {
  return Object.entries(scope.template.Resources)
    .filter(([, { Condition: condition }]) => typeof condition !== 'string' || scope.condition(condition))
    .map(([logicalId]) => logicalId);
}
