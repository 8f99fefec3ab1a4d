import type { HelperDelegate, HelperOptions } from 'handlebars';
import type { Position } from '../model/source.js';
import { hasChosenNames } from './chosen-names.js';
import { bare, isLocated, located } from './located.js';
import { isTemplateValue } from './quote.js';
import { internalHelpers } from './rewrite.js';
import { TemplateError } from './template-error.js';
import type { WrittenToken } from './tokens.js';
import { tokenText } from './tokens.js';

/** Reached by helpers through Handlebars' data channel. */
export interface RenderState {
  readonly tokens: WrittenToken[];
  /** How many times `each` blocks went round. */
  rounds: number;
}

/** Blocks `each` inside each other could go round for ever: no stack needs as much. */
const most = { rounds: 10_000, characters: 2_000_000 } as const;

/** What a rewritten template calls. Every function gets the place that it is called from. */
export const runtime: Readonly<Record<string, HelperDelegate>> = {
  [internalHelpers.lookUp]: lookUp,
  [internalHelpers.joinId]: joinId,
  [internalHelpers.writeValue]: writeValue,
  [internalHelpers.writeKey]: writeKey,
  if: ifBlock,
  unless: unlessBlock,
  is: isBlock,
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
    value = found ? (container as Record<string, unknown>)[part] : hasChosenNames(container) ? null : undefined;
    if (value === undefined)
      throw new TemplateError({ file, line, column }, `there is no ${written}: "${part}" is missing`);
  }
  return value;
}

/** A logical id of parts: `Extra` and `eu-central-1a` give `ExtraEuCentral1a`. */
function joinId(first: unknown, file: string, line: number, column: number, ...rest: unknown[]): unknown {
  const parts = [first, ...rest.slice(0, -1)];
  const text = parts.map(part => {
    const value = bare(part);
    if (typeof value === 'string' || typeof value === 'number') return idPart(String(value));
    throw new TemplateError({ file, line, column }, `${describe(value)} cannot be part of a logical id`);
  });
  const origin = parts.find(isLocated)?.position;
  return origin === undefined ? text.join('') : located(text.join(''), origin);
}

function idPart(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter(word => word !== '');
  return words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
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

/** One of the values, of the same type; what is null is none of them. */
function isBlock(
  this: unknown,
  given: unknown,
  file: string,
  line: number,
  column: number,
  ...rest: unknown[]
): string {
  const options = rest.at(-1) as HelperOptions;
  const [value, ...others] = [given, ...rest.slice(0, -1)].map(bare);
  const wrong = [value, ...others].find(one => typeof one === 'object' && one !== null);
  if (wrong !== undefined) throw new TemplateError({ file, line, column }, `${describe(wrong)} cannot be compared`);
  return value !== null && others.includes(value) ? options.fn(this) : options.inverse(this);
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
  const { state } = options.data as { state: RenderState };
  return items.reduce<string>((text, item, index) => {
    state.rounds += 1;
    if (state.rounds > most.rounds || text.length > most.characters) {
      throw new TemplateError({ file, line, column }, 'renders more than any stack can hold');
    }
    const data = { ...(options.data as object), index, first: index === 0, last: index === items.length - 1 };
    return text + options.fn(item, { data, blockParams: [item, index] });
  }, '');
}

function describe(value: unknown): string {
  return value === undefined ? 'undefined' : (JSON.stringify(value) ?? typeof value).slice(0, 60);
}
