import { pointerTo } from '../cfn/pointer.js';
import type { Position } from '../model/source.js';
import type { TemplateValue } from './quote.js';
import { quoteKey, quoteValue } from './quote.js';
import { TemplateError } from './template-error.js';

/**
 * Templates are rendered with a token in place of each value. The text with tokens is parsed, so the document's
 * structure is settled before any value is there; each token must turn out to be a whole scalar. Values then replace
 * the tokens in text and tree alike.
 */
export type WrittenToken = { readonly at: Position; readonly origin: Position | undefined } & (
  | { readonly role: 'value'; readonly value: TemplateValue }
  | { readonly role: 'key'; readonly value: string }
);

/** Private-use characters: printable in YAML, and `compile` refuses templates that contain them. */
export const tokenCharacters = /[\ue000-\ue003]/;
const anyToken = /\ue000(\d+)\ue001/g;
const wholeToken = /^\ue000(\d+)\ue001$/;

export function tokenText(index: number): string {
  return `\ue000${index}\ue001`;
}

/** Where a value of the document stands in the template, and where it comes from. */
export interface ValueSource {
  readonly template: Position;
  readonly origin: Position | undefined;
}

export interface Substituted {
  readonly document: unknown;
  /** By JSON pointer in the document; for a key, of the member that it names. */
  readonly values: ReadonlyMap<string, ValueSource>;
}

/** Why a value, or key, may not stand at `pointer`. */
export type Refusal = (place: {
  readonly pointer: string;
  readonly role: 'value' | 'key';
  readonly value: TemplateValue;
}) => string | undefined;

export function substituteText(text: string, tokens: readonly WrittenToken[]): string {
  return text.replaceAll(anyToken, (_, index: string) => {
    const token = tokenAt(tokens, index);
    return token.role === 'key' ? quoteKey(token.value) : quoteValue(token.value);
  });
}

/** The same lines, those that a token stands first on, or alone, among them with its place. */
export function placed(
  lines: readonly (Position | undefined)[],
  text: string,
  tokens: readonly WrittenToken[],
): readonly (Position | undefined)[] {
  return text.split('\n').map((line, index) => {
    const [, first] = /^\s*\ue000(\d+)\ue001/.exec(line) ?? [];
    return first === undefined ? lines[index] : tokenAt(tokens, first).at;
  });
}

/** Throws TemplateError for a token that is not a scalar of its own. */
export function substituteTree(tree: unknown, tokens: readonly WrittenToken[], refusal: Refusal): Substituted {
  const walk: Walk = { tokens, refusal, values: new Map(), seen: new Set() };
  const document = substitute(tree, '', walk);
  const lost = tokens.find(token => !walk.seen.has(token));
  if (lost) throw new TemplateError(lost.at, 'the value does not reach the document');
  return { document, values: walk.values };
}

interface Walk {
  readonly tokens: readonly WrittenToken[];
  readonly refusal: Refusal;
  readonly values: Map<string, ValueSource>;
  readonly seen: Set<WrittenToken>;
}

function substitute(node: unknown, pointer: string, walk: Walk): unknown {
  if (typeof node === 'string') return substituteScalar(node, pointer, walk);
  if (Array.isArray(node)) return node.map((item, index) => substitute(item, pointerTo(pointer, index), walk));
  if (typeof node !== 'object' || node === null) return node;
  const members = new Map<string, unknown>();
  const keys = new Map<string, WrittenToken>();
  for (const [written, member] of Object.entries(node)) {
    const token = wholeTokenOf(written, walk);
    const key = token === undefined ? written : String(token.value);
    const at = pointerTo(pointer, key);
    if (token !== undefined) record(token, 'key', at, walk);
    const twin = token ?? keys.get(key);
    if (members.has(key) && twin) throw new TemplateError(twin.at, `the key ${JSON.stringify(key)} is there twice`);
    if (token !== undefined) keys.set(key, token);
    members.set(key, substitute(member, at, walk));
  }
  return Object.fromEntries(members);
}

function substituteScalar(text: string, pointer: string, walk: Walk): unknown {
  const token = wholeTokenOf(text, walk);
  if (token === undefined) return text;
  record(token, 'value', pointer, walk);
  // There is no -0 in YAML.
  return token.role === 'value' && token.value === 0 ? 0 : token.value;
}

/** The token that `text` is; undefined if there is none in it. */
function wholeTokenOf(text: string, { tokens }: Walk): WrittenToken | undefined {
  const whole = wholeToken.exec(text);
  if (whole) return tokenAt(tokens, whole[1] ?? '');
  const [part] = text.matchAll(anyToken);
  if (part === undefined) return undefined;
  throw new TemplateError(tokenAt(tokens, part[1] ?? '').at, 'the value became part of a longer scalar');
}

function record(token: WrittenToken, role: WrittenToken['role'], pointer: string, walk: Walk): void {
  if (token.role !== role) {
    throw new TemplateError(token.at, role === 'key' ? 'is a mapping key: write {{key name}}' : 'is not a mapping key');
  }
  const refused = walk.refusal({ pointer, role, value: token.value });
  if (refused !== undefined) throw new TemplateError(token.at, refused);
  walk.seen.add(token);
  if (role === 'value') walk.values.set(pointer, { template: token.at, origin: token.origin });
}

function tokenAt(tokens: readonly WrittenToken[], index: string): WrittenToken {
  const token = tokens[Number(index)];
  if (token === undefined) throw new Error(`no token ${index}`);
  return token;
}
