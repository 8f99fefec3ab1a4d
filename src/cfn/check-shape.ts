import { intrinsicOf } from './intrinsics.js';
import { pointerTo } from './pointer.js';
import { functions } from './template.js';
import { mistake, type TemplateFinding } from './template-finding.js';

type Mapping = Readonly<Record<string, unknown>>;

/** "Template reference" in the user guide: what each section holds, and the attributes of what it holds. */
const sections = {
  Resources: { entry: 'a resource', check: resourceProblems },
  Outputs: { entry: 'an output', check: outputProblems },
  Conditions: { entry: 'a condition', check: conditionProblems },
  Mappings: { entry: 'a mapping', check: mappingProblems },
} as const;

/** Finds what does not have the shape of a template: entries, their attributes, and functions that there are not. */
export function checkShape(template: Mapping): readonly TemplateFinding[] {
  return Object.entries(sections).flatMap(([section, { entry, check }]) => {
    const entries = template[section] ?? {};
    if (!isMapping(entries)) return [mistake('CW3019', `/${section}`, `${section} must be a map`)];
    return Object.entries(entries).flatMap(([name, value]) => {
      const pointer = pointerTo('', section, name);
      if (!isMapping(value)) return [mistake('CW3019', pointer, `${name} is not ${entry}, which is a map`)];
      return [...check(value, pointer), ...unknownFunctions(value, pointer)];
    });
  });
}

const attributes = {
  resource: [
    'Type',
    'Properties',
    'DependsOn',
    'Condition',
    'CreationPolicy',
    'UpdatePolicy',
    'DeletionPolicy',
    'UpdateReplacePolicy',
    'Metadata',
  ],
  output: ['Description', 'Value', 'Export', 'Condition'],
  export: ['Name'],
} as const;

const deletionPolicies = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'];
const conditionFunctions = ['Fn::And', 'Fn::Equals', 'Fn::Not', 'Fn::Or', 'Condition'];

function resourceProblems(resource: Mapping, pointer: string): readonly TemplateFinding[] {
  const { Type, Properties, DependsOn, Condition, DeletionPolicy, UpdateReplacePolicy } = resource;
  const wrong = (attribute: string, expected: string) =>
    mistake('CW3019', pointerTo(pointer, attribute), `${attribute} must be ${expected}`);
  const policy = (value: unknown) => value === undefined || deletionPolicies.some(name => name === value);
  return [
    ...unknownAttributes(resource, 'resource', pointer),
    ...(Type === undefined ? [mistake('CW3019', pointer, 'a resource has a Type')] : []),
    ...(Type === undefined || typeof Type === 'string' ? [] : [wrong('Type', 'a string')]),
    ...(Properties === undefined || isMapping(Properties) ? [] : [wrong('Properties', 'a map')]),
    ...(DependsOn === undefined || isNames(DependsOn) ? [] : [wrong('DependsOn', 'a logical id, or a list of them')]),
    ...(Condition === undefined || typeof Condition === 'string' ? [] : [wrong('Condition', 'the name of one')]),
    ...(policy(DeletionPolicy) ? [] : [wrong('DeletionPolicy', `one of ${deletionPolicies.join(', ')}`)]),
    ...(policy(UpdateReplacePolicy) ? [] : [wrong('UpdateReplacePolicy', `one of ${deletionPolicies.join(', ')}`)]),
  ];
}

function outputProblems(output: Mapping, pointer: string): readonly TemplateFinding[] {
  const { Value, Export } = output;
  const found = [...unknownAttributes(output, 'output', pointer)];
  if (Value === undefined || Value === null) found.push(mistake('CW3019', pointer, 'an output has a Value'));
  if (Export === undefined) return found;
  const at = pointerTo(pointer, 'Export');
  if (!isMapping(Export) || Export.Name === undefined) return [...found, mistake('CW3019', at, 'an export has a Name')];
  return [...found, ...unknownAttributes(Export, 'export', at)];
}

function conditionProblems(condition: Mapping, pointer: string): readonly TemplateFinding[] {
  const [name] = intrinsicOf(condition) ?? [];
  if (name !== undefined && conditionFunctions.includes(name)) return [];
  return [mistake('CW3019', pointer, `a condition is one of ${conditionFunctions.join(', ')}`)];
}

function mappingProblems(mapping: Mapping, pointer: string): readonly TemplateFinding[] {
  return Object.entries(mapping)
    .filter(([, values]) => !isMapping(values))
    .map(([name]) => mistake('CW3019', pointerTo(pointer, name), 'a mapping holds maps of values'));
}

function unknownAttributes(value: Mapping, what: keyof typeof attributes, pointer: string): readonly TemplateFinding[] {
  const known: readonly string[] = attributes[what];
  return Object.keys(value)
    .filter(name => !known.includes(name))
    .map(name =>
      mistake(
        'CW3019',
        pointerTo(pointer, name),
        `${name} is no attribute of ${withArticle(what)}: ${known.join(', ')}`,
      ),
    );
}

function withArticle(what: keyof typeof attributes): string {
  return what === 'resource' ? `a ${what}` : `an ${what}`;
}

function unknownFunctions(value: unknown, pointer: string): readonly TemplateFinding[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const at = pointerTo(pointer, key);
    const unknown = key.startsWith('Fn::') && !functions.includes(key.slice('Fn::'.length));
    return [
      ...(unknown ? [mistake('CW3019', at, `there is no function ${key}`)] : []),
      ...unknownFunctions(member, at),
    ];
  });
}

function isNames(value: unknown): boolean {
  return [value].flat().every(name => typeof name === 'string');
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
