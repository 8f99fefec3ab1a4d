import type { MappingTagDefinition, ScalarTagDefinition, SequenceTagDefinition } from 'js-yaml';
import {
  boolYaml11Tag,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  FAILSAFE_SCHEMA,
  floatYaml11Tag,
  intYaml11Tag,
  load,
  NOT_RESOLVED,
  nullYaml11Tag,
  YAMLException,
} from 'js-yaml';
import { AppError } from '../errors.js';
import type { CfnTemplate } from '../model/artifact.js';

export interface ParseOptions {
  /** CloudFormation takes the last of several equal keys; unless told, they are refused as the mistake they are. */
  readonly duplicateKeys?: 'refused' | 'last';
}

/** How deep lists and maps may lie within each other: more than any template needs, and no danger to recursion. */
const maxDepth = 100;

/**
 * Parses a template, JSON or YAML, into plain data with intrinsic functions in their long form. Throws AppError
 * `template-format`, in CloudFormation's words, unless it is a mapping with resources that have types.
 */
export function parseTemplate(text: string, { duplicateKeys = 'refused' }: ParseOptions = {}): CfnTemplate {
  const template = text.trimStart().startsWith('{') ? parseJson(text) : parseYaml(text, duplicateKeys === 'last');
  if (!isMapping(template)) throw formatError('unsupported structure.');
  const resources = template.Resources;
  if (resources === undefined || (isMapping(resources) && Object.keys(resources).length === 0)) {
    throw formatError('At least one Resources member must be defined.');
  }
  for (const section of ['Resources', 'Parameters', 'Outputs', 'Mappings', 'Conditions', 'Metadata', 'Rules']) {
    if (template[section] !== undefined && !isMapping(template[section]))
      throw formatError(`${section} must be a map.`);
  }
  for (const [logicalId, resource] of Object.entries(resources as object)) checkResource(logicalId, resource);
  return template as unknown as CfnTemplate;
}

/**
 * Parses sections to be added to a template, in the same language, into plain data; no text is no section. Throws
 * AppError `template-format` unless it is a mapping.
 */
export function parseSections(text: string): Readonly<Record<string, unknown>> {
  // A parser of one document wants one.
  const isEmpty = text.split('\n').every(line => /^\s*(#|$)/.test(line));
  const sections = isEmpty ? {} : (parseYaml(text, false) ?? {});
  if (!isMapping(sections)) throw formatError('unsupported structure.');
  return sections;
}

export function formatError(message: string): AppError {
  return new AppError('template-format', `Template format error: ${message}`);
}

function checkResource(logicalId: string, resource: unknown): void {
  if (!isMapping(resource)) throw formatError('Any Resources member must be an object.');
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
    const template: unknown = JSON.parse(text);
    if (depthOf(template) <= maxDepth) return template;
  } catch (error) {
    const [, position] = /at position (\d+)/.exec(String(error)) ?? [];
    // The place that AWS names is the one after the character that is wrong.
    const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
    throw formatError(`JSON not well-formed. (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 2})`);
  }
  throw formatError('JSON not well-formed.');
}

function depthOf(value: unknown): number {
  let depth = 0;
  for (let level = [value]; level.length > 0 && depth <= maxDepth; depth += 1) {
    level = level.flatMap(item => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return depth;
}

function parseYaml(text: string, lastOfEqualKeys: boolean): unknown {
  try {
    return load(text, { schema, maxDepth, maxAliases: 0, json: lastOfEqualKeys });
  } catch (error) {
    // CloudFormation supports neither aliases nor merge keys, and says so in words of their own.
    if (String(error).includes('aliases exceeded')) {
      throw new AppError('template-format', 'Template error: YAML aliases are not allowed in CloudFormation templates');
    }
    const mark = error instanceof YAMLException ? error.mark : undefined;
    const place = mark ? ` (line ${mark.line + 1}, column ${mark.column + 1})` : '';
    throw formatError(`YAML not well-formed.${place}`);
  }
}

/** Names of intrinsic functions, without `Fn::`. */
export const functions: readonly string[] =
  'And Base64 Cidr Equals FindInMap GetAZs GetAtt If ImportValue Join Length Not Or Select Split Sub ToJsonString Transform'.split(
    ' ',
  );

/**
 * YAML 1.1 without timestamps ("Template formats" in the user guide): `yes` is true and `010` is eight. Numbers that
 * would not come back as the text that CloudFormation makes of them, such as `8.0`, stay that text.
 */
const scalars = [
  nullYaml11Tag,
  redefined(boolYaml11Tag, (value, source) => (source.length === 1 ? NOT_RESOLVED : value)),
  redefined(intYaml11Tag, (value, source) => (Number.isSafeInteger(value) ? value : source.replaceAll(/[+_]/g, ''))),
  redefined(floatYaml11Tag, (value, source) => {
    if (!Number.isFinite(value)) return source;
    return Number.isInteger(value) ? `${String(value)}.0` : value;
  }),
];

const schema = FAILSAFE_SCHEMA.withTags(
  ...scalars,
  ...['Ref', 'Condition'].flatMap(name => shortForms(name, name)),
  ...functions.flatMap(name => shortForms(name, `Fn::${name}`)),
);

function redefined<Value>(
  tag: ScalarTagDefinition<Value>,
  meaning: (value: Value, source: string) => unknown,
): ScalarTagDefinition {
  return {
    ...tag,
    resolve(source, isExplicit, tagName) {
      const value = tag.resolve(source, isExplicit, tagName);
      return value === NOT_RESOLVED ? NOT_RESOLVED : meaning(value, source);
    },
  };
}

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
        // Even `__proto__` is but a key.
        Object.defineProperty(carrier, String(key), { value, enumerable: true, configurable: true, writable: true });
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
