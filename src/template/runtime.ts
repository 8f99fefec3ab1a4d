import type { HelperDelegate, HelperOptions } from 'handlebars';
import type { Position } from '../model/source.js';
import { bare, isLocated } from './located.js';
import { isTemplateValue } from './quote.js';
import { internalHelpers } from './rewrite.js';
import { TemplateError } from './template-error.js';
import type { WrittenToken } from './tokens.js';
import { tokenText } from './tokens.js';

/** Reached by helpers through Handlebars' data channel. */
export interface RenderState {
  readonly tokens: WrittenToken[];
}

/** What a rewritten template calls. Every function gets the place that it is called from. */
export const runtime: Readonly<Record<string, HelperDelegate>> = {
  [internalHelpers.lookUp]: lookUp,
  [internalHelpers.writeValue]: writeValue,
  [internalHelpers.writeKey]: writeKey,
  if: ifBlock,
  unless: unlessBlock,
  each: eachBlock,
};

/** Own members of plain data only, and each one must be there. */
function lookUp(
  base: unknown,
  written: string,
  file: string,
  line: number,
  column: number,
  ...rest: unknown[]
): unknown {
  let value = base;
  for (const part of rest.slice(0, -1) as string[]) {
    const container = bare(value);
    const found = typeof container === 'object' && container !== null && Object.hasOwn(container, part);
    value = found ? (container as Record<string, unknown>)[part] : undefined;
    if (value === undefined)
      throw new TemplateError({ file, line, column }, `there is no ${written}: "${part}" is missing`);
  }
  return value;
}

function writeValue(
  given: unknown,
  file: string,
  line: number,
  column: number,
  tagged: boolean,
  options: HelperOptions,
): string {
  const at = { file, line, column };
  const value = bare(given);
  if (!isTemplateValue(value)) throw new TemplateError(at, `${describe(value)} cannot be written as a value`);
  if (tagged && typeof value !== 'string') throw new TemplateError(at, `${describe(value)} cannot stand behind a tag`);
  return write({ role: 'value', value, at, origin: isLocated(given) ? given.position : undefined }, options);
}

function writeKey(
  given: unknown,
  file: string,
  line: number,
  column: number,
  _: boolean,
  options: HelperOptions,
): string {
  const at = { file, line, column };
  const value = bare(given);
  // YAML limits keys on one line to 1024 characters.
  if (typeof value !== 'string' || value.length > 250)
    throw new TemplateError(at, `${describe(value)} cannot be a key`);
  return write({ role: 'key', value, at, origin: isLocated(given) ? given.position : undefined }, options);
}

function write(token: WrittenToken, options: HelperOptions): string {
  const { tokens } = (options.data as { state: RenderState }).state;
  tokens.push(token);
  return tokenText(tokens.length - 1);
}

function ifBlock(
  this: unknown,
  given: unknown,
  file: string,
  line: number,
  column: number,
  options: HelperOptions,
): string {
  return isTrue(given, { file, line, column }) ? options.fn(this) : options.inverse(this);
}

function unlessBlock(
  this: unknown,
  given: unknown,
  file: string,
  line: number,
  column: number,
  options: HelperOptions,
): string {
  return isTrue(given, { file, line, column }) ? options.inverse(this) : options.fn(this);
}

/** Booleans, and objects that may be absent (null): the truth of 0, '' and [] is a matter of taste. */
function isTrue(given: unknown, at: Position): boolean {
  const value = bare(given);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'object' && !Array.isArray(value)) return value !== null;
  throw new TemplateError(at, `${describe(value)} is neither a boolean nor an object or null`);
}

function eachBlock(
  this: unknown,
  given: unknown,
  file: string,
  line: number,
  column: number,
  options: HelperOptions,
): string {
  const list = bare(given);
  if (!Array.isArray(list)) throw new TemplateError({ file, line, column }, `${describe(list)} is not a list`);
  if (list.length === 0) return options.inverse(this);
  const items = list as unknown[];
  return items
    .map((item, index) => {
      const data = { ...(options.data as object), index, first: index === 0, last: index === items.length - 1 };
      return options.fn(item, { data, blockParams: [item, index] });
    })
    .join('');
}

function describe(value: unknown): string {
  return value === undefined ? 'undefined' : (JSON.stringify(value) ?? typeof value).slice(0, 60);
}
