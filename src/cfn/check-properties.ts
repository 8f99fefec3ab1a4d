import type { CfnTemplate } from '../model/artifact.js';
import { intrinsicOf } from './intrinsics.js';
import { pointerTo } from './pointer.js';
import type { PropertyType, ResourceType, ValueType } from './resource-type.js';
import type { ResourceSpecification } from './specification.js';
import { mistake, type TemplateFinding } from './template-finding.js';

/** Finds unknown resource types and properties, missing required ones, and values of the wrong type. */
export function checkProperties(
  template: CfnTemplate,
  specification: ResourceSpecification,
): readonly TemplateFinding[] {
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    const type = specification.resourceType(resource.Type);
    if (type) return checkResourceProperties(resource.Properties ?? {}, type, logicalId);
    const pointer = pointerTo('/Resources', logicalId, 'Type');
    return [mistake('CW3001', pointer, `there is no resource type ${resource.Type}`)];
  });
}

/** The same of one resource's properties. */
export function checkResourceProperties(
  properties: Mapping,
  type: ResourceType,
  logicalId: string,
): readonly TemplateFinding[] {
  return checkObject(properties, type.properties, pointerTo('/Resources', logicalId, 'Properties'));
}

type Mapping = Readonly<Record<string, unknown>>;

function checkObject(
  value: Mapping,
  properties: Readonly<Record<string, PropertyType>>,
  pointer: string,
): readonly TemplateFinding[] {
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required && (!Object.hasOwn(value, name) || isNoValue(value[name])))
    .map(([name]) => mistake('CW3003', pointer, `Required property [${name}] not found`));
  const written = Object.entries(value).flatMap(([name, member]) => {
    const at = pointerTo(pointer, name);
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return property
      ? checkProperty(member, property.type, at)
      : [mistake('CW3002', at, `Unsupported property [${name}]`)];
  });
  return [...missing, ...written];
}

function isNoValue(value: unknown): boolean {
  const [name, argument] = intrinsicOf(value) ?? [];
  return name === 'Ref' && argument === 'AWS::NoValue';
}

/** Finds what is wrong with a value that stands, perhaps behind functions, for a value of the type. */
export function checkProperty(value: unknown, type: ValueType, pointer: string): readonly TemplateFinding[] {
  // A dynamic reference, or what a change set knows only after it is applied.
  if (typeof value === 'string' && /\{\{(?:resolve|changeSet):/.test(value)) return [];
  const [name, argument] = intrinsicOf(value) ?? [];
  // Both branches of If stand for the value; of other functions only AWS knows the result.
  if (name === 'Fn::If' && Array.isArray(argument)) {
    return (argument as unknown[])
      .slice(1)
      .flatMap((branch, index) => checkProperty(branch, type, pointerTo(pointer, 'Fn::If', index + 1)));
  }
  if (name !== undefined && type.kind !== 'json') return [];
  switch (type.kind) {
    case 'union':
      return checkUnion(value, type.types, pointer);
    case 'json':
      return [];
    case 'list':
      if (!Array.isArray(value)) return wrong(value, 'a list', pointer);
      return value.flatMap((item, index) => checkProperty(item, type.element, pointerTo(pointer, index)));
    case 'map':
      if (!isMapping(value)) return wrong(value, 'a map', pointer);
      return Object.entries(value).flatMap(([key, item]) => checkProperty(item, type.element, pointerTo(pointer, key)));
    case 'object':
      if (!isMapping(value)) return wrong(value, `an object (${type.name})`, pointer);
      return checkObject(value, type.properties, pointer);
    default:
      return checkScalar(value, type, pointer);
  }
}

/** The findings of the alternative that fits best: of those that are as lists, maps or scalars are, if there are any. */
function checkUnion(value: unknown, types: readonly ValueType[], pointer: string): readonly TemplateFinding[] {
  const alike = types.filter(({ kind }) => kind === 'json' || kind === 'union' || shapeOf(value) === shapes[kind]);
  const attempts = (alike.length > 0 ? alike : types).map(type => checkProperty(value, type, pointer));
  return attempts.reduce((best, attempt) => (attempt.length < best.length ? attempt : best), attempts[0] ?? []);
}

function shapeOf(value: unknown): 'list' | 'map' | 'scalar' {
  if (Array.isArray(value)) return 'list';
  return isMapping(value) ? 'map' : 'scalar';
}

const shapes = {
  list: 'list',
  map: 'map',
  object: 'map',
  boolean: 'scalar',
  integer: 'scalar',
  number: 'scalar',
  string: 'scalar',
  timestamp: 'scalar',
} as const;

type ScalarType = Extract<ValueType, { readonly kind: 'string' | 'number' | 'integer' | 'boolean' | 'timestamp' }>;
type Scalar = ScalarType['kind'];

/** CloudFormation converts between scalars: `"3"` is a number, `"true"` a boolean, and anything of these a string. */
function checkScalar(value: unknown, { kind, allowedValues }: ScalarType, pointer: string): readonly TemplateFinding[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (value === null || typeof value === 'object' || !accepts[kind](text)) return wrong(value, article[kind], pointer);
  if (!allowedValues || allowedValues.includes(text)) return [];
  return wrong(value, `one of ${allowedValues.join(', ')}`, pointer, 'CW3005');
}

const accepts: Readonly<Record<Scalar, (text: string) => boolean>> = {
  string: () => true,
  timestamp: () => true,
  number: text => /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text),
  integer: text => /^-?\d+$/.test(text),
  boolean: text => /^(true|false)$/i.test(text),
};

const article: Readonly<Record<Scalar, string>> = {
  string: 'a string',
  timestamp: 'a timestamp',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
};

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(
  value: unknown,
  expected: string,
  pointer: string,
  code: TemplateFinding['code'] = 'CW3004',
): readonly TemplateFinding[] {
  return [mistake(code, pointer, `must be ${expected}, not ${JSON.stringify(value)?.slice(0, 60)}`)];
}
