import type { ErrorObject } from 'ajv';
import type { Finding } from '../model/finding.js';
import { type DocumentSource, locate } from '../model/source.js';
import { dottedPath, escapeKey } from './pointer.js';
import { quoted, shown } from './quoted.js';
import { closestName, didYouMean } from './suggestion.js';

/** What ajv found in one document, in words for whoever wrote it. */
export function schemaFindings(errors: readonly ErrorObject[], source: DocumentSource): Finding[] {
  const misspelled = new Set(errors.flatMap(misspelledField));
  const malformed = new Set(errors.filter(error => error.keyword === 'pattern').map(error => error.instancePath));
  const findings = new Map<string, Finding>();
  for (const error of errors) {
    if (isConsequence(error, misspelled)) continue;
    if (['minLength', 'format'].includes(error.keyword) && malformed.has(error.instancePath)) continue;
    const one = finding(error, source);
    const id = [one.code, one.path, one.message].join('\0');
    if (!findings.has(id)) findings.set(id, one);
  }
  return [...findings.values()];
}

/** Pointer of the field that an unknown field was probably meant to be. */
function misspelledField(error: ErrorObject): string[] {
  if (error.keyword !== 'additionalProperties') return [];
  const meant = closestName(unknownField(error), allowedFields(error));
  return meant === undefined ? [] : [`${error.instancePath}/${escapeKey(meant)}`];
}

/** A field that is missing because it is misspelled is one mistake, and `propertyNames` only repeats its inner error. */
function isConsequence(error: ErrorObject, misspelled: ReadonlySet<string>): boolean {
  if (error.keyword === 'propertyNames') return true;
  if (error.keyword !== 'required') return false;
  const missing: string = error.params.missingProperty;
  return misspelled.has(`${error.instancePath}/${escapeKey(missing)}`);
}

function finding(error: ErrorObject, source: DocumentSource): Finding {
  const pointer = pointerOf(error);
  const at =
    error.keyword === 'additionalProperties' || error.propertyName !== undefined
      ? (source.keys.get(pointer) ?? locate(source, pointer))
      : locate(source, pointer);
  return { severity: 'error', at, path: dottedPath(pointer), ...explained(error) };
}

function pointerOf(error: ErrorObject): string {
  if (error.keyword === 'additionalProperties') return `${error.instancePath}/${escapeKey(unknownField(error))}`;
  if (error.keyword === 'required') return `${error.instancePath}/${escapeKey(error.params.missingProperty)}`;
  if (error.propertyName !== undefined) return `${error.instancePath}/${escapeKey(error.propertyName)}`;
  return error.instancePath;
}

type Explanation = Pick<Finding, 'code' | 'message'> & { readonly hint?: string };

function explained(error: ErrorObject): Explanation {
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = unknownField(error);
      const hint = didYouMean(name, allowedFields(error)) ?? `known here: ${allowedFields(error).join(', ')}`;
      return { code: 'CW1002', message: `unknown field ${quoted(name)}`, hint };
    }
    case 'required':
      return {
        code: 'CW1003',
        message: `missing field "${error.params.missingProperty}"`,
        ...hintFor(missingSchema(error)),
      };
    case 'type':
      return { code: 'CW1004', ...typeExplanation(error) };
    case 'enum': {
      const allowed: readonly unknown[] = error.params.allowedValues;
      const message = `${shown(error.data)} is not a possible value`;
      return { code: 'CW1005', message, hint: enumHint(error.data, allowed) };
    }
    default:
      return { code: 'CW1005', message: valueProblem(error), ...hintFor(error.parentSchema) };
  }
}

function enumHint(written: unknown, allowed: readonly unknown[]): string {
  const text = typeof written === 'string' ? written : JSON.stringify(written);
  const sameText = allowed.find(value => value !== written && String(value) === text);
  if (sameText !== undefined) return typeof sameText === 'string' ? 'put it in quotes' : 'write it without quotes';
  return didYouMean(text, allowed.map(String)) ?? `one of ${allowed.join(', ')}`;
}

function typeExplanation(error: ErrorObject): { message: string; hint?: string } {
  const wanted = String(error.params.type);
  const message = `must be ${withArticle(wanted)}, is ${error.data === null ? 'empty' : wanted === 'integer' && typeof error.data === 'number' ? error.data : withArticle(typeOf(error.data))}`;
  if (wanted === 'string' && isRightInQuotes(error)) return { message, hint: 'put it in quotes' };
  if (wanted === 'integer' && typeof error.data === 'string' && /^-?\d+$/.test(error.data)) {
    return { message, hint: 'write it without quotes' };
  }
  return { message, ...hintFor(error.parentSchema) };
}

/** Not so for an account id that began with zeros, or a percentage without its sign. */
function isRightInQuotes({ data, parentSchema }: ErrorObject): boolean {
  if (typeof data !== 'number' && typeof data !== 'boolean') return false;
  const pattern: unknown = parentSchema?.pattern;
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(String(data));
}

function valueProblem(error: ErrorObject): string {
  const { limit } = error.params;
  switch (error.keyword) {
    case 'minimum':
      return `${shown(error.data)} is too small; ${limit} is the least`;
    case 'maximum':
      return `${shown(error.data)} is too large; ${limit} is the most`;
    case 'minLength':
      return `${shown(error.data)} is too short; at least ${limit} characters`;
    case 'maxLength':
      return `${shown(error.data)} is too long; at most ${limit} characters`;
    case 'minItems':
      return `the list has too few entries; at least ${limit}`;
    case 'maxItems':
      return `the list has too many entries; at most ${limit}`;
    case 'minProperties':
      return `there are too few entries; at least ${limit}`;
    case 'maxProperties':
      return `there are too many entries; at most ${limit}`;
    case 'uniqueItems':
      return `entries ${error.params.j + 1} and ${error.params.i + 1} of the list are the same`;
    case 'format':
      return `there is no ${shown(error.data)}`;
    case 'not':
      return `${shown(error.propertyName ?? error.data)} is a reserved word`;
    default:
      return `${shown(error.propertyName ?? error.data)} has the wrong form`;
  }
}

function hintFor(schema: unknown): { hint?: string } {
  const description = isRecord(schema) ? schema.description : undefined;
  return typeof description === 'string' ? { hint: description.replace(/\.$/, '') } : {};
}

function missingSchema(error: ErrorObject): unknown {
  const properties = error.parentSchema?.properties;
  return isRecord(properties) ? properties[error.params.missingProperty] : undefined;
}

function unknownField(error: ErrorObject): string {
  return error.params.additionalProperty;
}

function allowedFields(error: ErrorObject): string[] {
  return Object.keys(error.parentSchema?.properties ?? {});
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function withArticle(type: string): string {
  const words: Readonly<Record<string, string>> = {
    object: 'a map',
    array: 'a list',
    string: 'text',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
  };
  return words[type] ?? type;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
