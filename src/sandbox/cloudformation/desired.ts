import type { ResourceSpecification } from '../../cfn/specification.js';
import type { Properties } from '../resource.js';
import { resolve } from '../templates/resolve.js';
import type { Scope } from '../templates/scope.js';

/** Properties of a resource with all functions resolved and the stack's tags added, as AWS passes them on. */
export function desiredProperties(
  logicalId: string,
  scope: Scope,
  tags: Readonly<Record<string, string>>,
  specification: ResourceSpecification,
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
  if (typeof policy === 'string') return policy;
  return 'Delete';
}
