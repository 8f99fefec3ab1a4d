import type { PropertyType, RequiresRecreation, ResourceType, ValueType } from './resource-type.js';

const rank: Readonly<Record<RequiresRecreation, number>> = { Never: 0, Conditionally: 1, Always: 2 };

/** What changing the property at `/Properties/…` does to a resource: the strictest of what is said along the path. */
export function requiresRecreation(type: ResourceType | undefined, pointer: string): RequiresRecreation {
  let properties: Readonly<Record<string, PropertyType>> = type?.properties ?? {};
  let strictest: RequiresRecreation = 'Never';
  for (const key of pointer.split('/').slice(2)) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    // Indexes of lists and keys of maps are no properties.
    if (!property) continue;
    if (rank[property.requiresRecreation] > rank[strictest]) strictest = property.requiresRecreation;
    properties = membersOf(property.type);
  }
  return strictest;
}

function membersOf(type: ValueType): Readonly<Record<string, PropertyType>> {
  if (type.kind === 'object') return type.properties;
  if (type.kind === 'list' || type.kind === 'map') return membersOf(type.element);
  if (type.kind === 'union')
    return type.types.map(membersOf).find(properties => Object.keys(properties).length > 0) ?? {};
  return {};
}
