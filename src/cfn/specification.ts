import { type Override, overridesOf } from './overrides.js';
import type { PropertyType, RequiresRecreation, ResourceType, ValueType } from './resource-type.js';

/** What CloudFormation's published resource specification, corrected by our overrides, says about resource types. */
export interface ResourceSpecification {
  /** Undefined for a type that CloudFormation does not know. */
  resourceType(name: string): ResourceType | undefined;
}

let loading: Promise<ResourceSpecification> | undefined;

/** Loads the specification once per process. It takes about half a second, so nothing loads it before it is needed. */
export function loadSpecification(): Promise<ResourceSpecification> {
  loading ??= load();
  return loading;
}

async function load(): Promise<ResourceSpecification> {
  const { loadAwsServiceSpec } = await import('@aws-cdk/aws-service-spec');
  const database = await loadAwsServiceSpec();
  const known = new Map<string, ResourceType | undefined>();
  const definition: Definitions = reference => database.get('typeDefinition', reference.$ref);
  return {
    resourceType(name) {
      if (!known.has(name)) {
        const entry = database.lookup('resource', 'cloudFormationType', 'equals', name)[0];
        known.set(name, entry && resourceType(entry, definition));
      }
      return known.get(name);
    },
  };
}

/** The parts that we read of the database's entries. */
interface Entry {
  readonly cloudFormationType: string;
  readonly primaryIdentifier?: string[];
  readonly cfnRefIdentifier?: string[];
  readonly properties: Readonly<Record<string, EntryProperty>>;
  readonly attributes: Readonly<Record<string, { readonly type: EntryType }>>;
  readonly isStateful?: boolean;
  readonly tagInformation?: { readonly tagPropertyName: string; readonly variant: 'standard' | 'asg' | 'map' };
}

interface EntryProperty {
  readonly type: EntryType;
  readonly previousTypes?: readonly EntryType[];
  readonly required?: boolean;
  readonly causesReplacement?: 'yes' | 'no' | 'maybe';
}

type EntryType =
  | {
      readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'json' | 'date-time' | 'null' | 'tag';
      readonly allowedValues?: readonly (string | number)[];
    }
  | { readonly type: 'array' | 'map'; readonly element: EntryType }
  | { readonly type: 'ref'; readonly reference: Reference }
  | { readonly type: 'union'; readonly types: readonly EntryType[] };

interface Reference {
  readonly $ref: string;
}

type Definitions = (reference: Reference) => {
  readonly name: string;
  readonly properties: Readonly<Record<string, EntryProperty>>;
};

const tagShapes = { standard: 'list', asg: 'propagating-list', map: 'map' } as const;

function resourceType(entry: Entry, definition: Definitions): ResourceType {
  const name = entry.cloudFormationType;
  const overrides = overridesOf(name);
  const described = Object.entries(entry.properties).map(([property, description]) => {
    return [property, corrected(propertyType(description, definition), overrides[property])];
  });
  const { tagInformation: tags } = entry;
  return {
    name,
    properties: Object.fromEntries(described) as Readonly<Record<string, PropertyType>>,
    attributes: Object.fromEntries(
      Object.entries(entry.attributes).map(([attribute, { type }]) => [attribute, valueType(type, definition)]),
    ),
    holdsData: entry.isStateful ?? false,
    refIdentifier: entry.cfnRefIdentifier ?? entry.primaryIdentifier ?? [],
    tags: tags && { property: tags.tagPropertyName, shape: tagShapes[tags.variant] },
  };
}

function corrected(property: PropertyType, override: Override | undefined): PropertyType {
  if (override === undefined) return property;
  const { requiresRecreation = property.requiresRecreation, allowedValues } = override;
  const type = allowedValues === undefined ? property.type : { kind: 'string' as const, allowedValues };
  return { ...property, requiresRecreation, type };
}

function propertyType(property: EntryProperty, definition: Definitions): PropertyType {
  // Templates written for an earlier type of the property go on working.
  const types = [property.type, ...(property.previousTypes ?? [])].map(type => valueType(type, definition));
  const [only] = types;
  return {
    required: property.required ?? false,
    requiresRecreation: recreations[property.causesReplacement ?? 'no'],
    type: types.length === 1 && only ? only : { kind: 'union', types },
  };
}

const recreations: Readonly<Record<'yes' | 'no' | 'maybe', RequiresRecreation>> = {
  yes: 'Always',
  no: 'Never',
  maybe: 'Conditionally',
};

function valueType(type: EntryType, definition: Definitions): ValueType {
  switch (type.type) {
    case 'array':
      return { kind: 'list', element: valueType(type.element, definition) };
    case 'map':
      return { kind: 'map', element: valueType(type.element, definition) };
    case 'union':
      return { kind: 'union', types: type.types.map(member => valueType(member, definition)) };
    case 'ref':
      return objectType(type.reference, definition);
    case 'tag':
      return tag;
    case 'date-time':
      return { kind: 'timestamp' };
    case 'null':
      return { kind: 'json' };
    case 'json':
      return { kind: 'json' };
    default:
      return { kind: type.type, allowedValues: type.allowedValues?.map(String) };
  }
}

/** Definitions may contain themselves, so their properties are looked up when they are first read. */
function objectType(reference: Reference, definition: Definitions): ValueType {
  const { name, properties } = definition(reference);
  let described: Readonly<Record<string, PropertyType>> | undefined;
  return {
    kind: 'object',
    name,
    get properties() {
      described ??= Object.fromEntries(
        Object.entries(properties).map(([property, value]) => [property, propertyType(value, definition)]),
      );
      return described;
    },
  };
}

const text: PropertyType = { required: true, requiresRecreation: 'Never', type: { kind: 'string' } };
const tag: ValueType = { kind: 'object', name: 'Tag', properties: { Key: text, Value: text } };
