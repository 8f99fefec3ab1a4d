import type { Properties } from '../resource.js';
import { parsedTemplate } from '../templates/parsed-template.js';
import { resolve } from '../templates/resolve.js';
import type { Resources, Scope } from '../templates/scope.js';
import { templateScope } from '../templates/scope.js';
import type { Context } from './context.js';
import type { Deployment, Stack } from './state.js';

/** The scope of a deployment in its stack. */
export function scopeOf(stack: Stack, deployment: Deployment, resources: Resources): Scope {
  const values = {
    ...deployment.parameters,
    ...deployment.resolvedParameters,
    'AWS::AccountId': stack.accountId,
    'AWS::NotificationARNs': deployment.notificationArns,
    'AWS::Partition': 'aws',
    'AWS::Region': stack.region,
    'AWS::StackId': stack.stackId,
    'AWS::StackName': stack.stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  return templateScope(parsedTemplate(deployment.template), stack.region, values, resources);
}

/** Properties of a resource with all functions resolved and the stack's tags added, as AWS passes them on. */
export function desiredProperties(
  { specification }: Context,
  logicalId: string,
  scope: Scope,
  tags: Readonly<Record<string, string>> = {},
): Properties {
  const { Type = '', Properties } = scope.template.Resources[logicalId] ?? {};
  const properties = (resolve(Properties ?? {}, scope) ?? {}) as Properties;
  const tagged = specification.resourceType(Type)?.tags;
  if (!tagged || Object.keys(tags).length === 0) return properties;
  const own = properties[tagged.property];
  if (tagged.shape === 'map')
    return withMember(properties, tagged.property, { ...tags, ...(own as object | undefined) });
  const list = Array.isArray(own) ? (own as { readonly Key?: unknown }[]) : [];
  const added = Object.entries(tags)
    .filter(([key]) => !list.some(({ Key }) => Key === key))
    .map(([Key, Value]) => ({ Key, Value, ...(tagged.shape === 'propagating-list' && { PropagateAtLaunch: true }) }));
  return withMember(properties, tagged.property, [...list, ...added]);
}

/** Assigned one by one, members give the many objects of a type one shape, which takes half the memory. */
function withMember(properties: Properties, name: string, value: unknown): Properties {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(properties)) result[key] = properties[key];
  result[name] = value;
  return result;
}

/** Text of a resource's DeletionPolicy or UpdateReplacePolicy, `Delete` unless it says otherwise. */
export function policyOf(logicalId: string, scope: Scope, attribute: 'DeletionPolicy' | 'UpdateReplacePolicy'): string {
  const policy = resolve(scope.template.Resources[logicalId]?.[attribute], scope);
  return typeof policy === 'string' ? policy : 'Delete';
}
