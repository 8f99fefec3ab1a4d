import type { MappingTagDefinition, ScalarTagDefinition, SequenceTagDefinition } from 'js-yaml';
import { CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, load, YAMLException } from 'js-yaml';
import { AppError } from '../errors.js';
import type { CfnTemplate } from '../model/artifact.js';

/**
 * Parses a template, JSON or YAML, into plain data with intrinsic functions in their long form. Throws AppError
 * `template-format`, in CloudFormation's words, unless it is a mapping with resources that have types.
 */
export function parseTemplate(text: string): CfnTemplate {
  const template = text.trimStart().startsWith('{') ? parseJson(text) : parseYaml(text);
  if (!isMapping(template)) throw formatError('unsupported structure.');
  const resources = template.Resources;
  if (resources === undefined || (isMapping(resources) && Object.keys(resources).length === 0)) {
    throw formatError('At least one Resources member must be defined.');
  }
  if (!isMapping(resources)) throw formatError("'Resources' must be a map.");
  for (const section of ['Parameters', 'Outputs', 'Mappings', 'Conditions', 'Metadata', 'Rules']) {
    if (template[section] !== undefined && !isMapping(template[section])) throw wrongSection(section);
  }
  for (const [logicalId, resource] of Object.entries(resources)) checkResource(logicalId, resource);
  return template as unknown as CfnTemplate;
}

export function formatError(message: string): AppError {
  return new AppError('template-format', `Template format error: ${message}`);
}

function wrongSection(section: string): AppError {
  return formatError(`${section} must be a map.`);
}

function checkResource(logicalId: string, resource: unknown): void {
  if (!isMapping(resource)) throw formatError(`[/Resources/${logicalId}] resource definition is malformed`);
  if (typeof resource.Type !== 'string') {
    throw formatError(`[/Resources/${logicalId}] Every Resources object must contain a Type member.`);
  }
  if (resource.Properties !== undefined && !isMapping(resource.Properties)) {
    throw formatError(`[/Resources/${logicalId}/Properties] Properties must be an object.`);
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseYaml(text);
  }
}

function parseYaml(text: string): unknown {
  try {
    // CloudFormation supports neither aliases nor merge keys.
    return load(text, { schema, maxAliases: 0 });
  } catch (error) {
    const mark = error instanceof YAMLException ? error.mark : undefined;
    const place = mark ? ` (line ${mark.line + 1}, column ${mark.column + 1})` : '';
    throw formatError(`YAML not well-formed.${place}`);
  }
}

const functions =
  'And Base64 Cidr Equals FindInMap GetAZs GetAtt If ImportValue Join Length Not Or Select Split Sub ToJsonString Transform'.split(
    ' ',
  );
const schema = CORE_SCHEMA.withTags(
  ...['Ref', 'Condition'].flatMap(name => shortForms(name, name)),
  ...functions.flatMap(name => shortForms(name, `Fn::${name}`)),
);

type TagDefinition = ScalarTagDefinition | SequenceTagDefinition<unknown[], unknown> | MappingTagDefinition<Carrier>;
type Carrier = Record<string, unknown>;

/** `!Sub text`, `!Sub [text, {}]` and `!Sub {…}` are all short for `{"Fn::Sub": …}`. */
function shortForms(name: string, longName: string): TagDefinition[] {
  const written = (value: unknown) => ({ [longName]: value });
  return [
    defineScalarTag(`!${name}`, {
      identify: neverDumped,
      resolve: source => written(name === 'GetAtt' ? splitAttribute(source) : source),
    }),
    defineSequenceTag<unknown[], unknown>(`!${name}`, {
      identify: neverDumped,
      create: () => [],
      addItem(items, item) {
        items.push(item);
      },
      finalize: written,
    }),
    defineMappingTag<Carrier, Carrier>(`!${name}`, {
      identify: neverDumped,
      create: () => ({}),
      addPair(carrier, key, value) {
        carrier[String(key)] = value;
        return '';
      },
      has: (carrier, key) => Object.hasOwn(carrier, String(key)),
      keys: result => Object.keys(result),
      get: (result, key) => result[String(key)],
      finalize: written,
    }),
  ];
}

function splitAttribute(source: string): unknown {
  const dot = source.indexOf('.');
  return dot < 0 ? source : [source.slice(0, dot), source.slice(dot + 1)];
}

function neverDumped(): boolean {
  return false;
}
