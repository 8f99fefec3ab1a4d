import { createContext, Script } from 'node:vm';
import { own } from '../../model/own.js';

/** Longer than any sensible pattern takes, and short enough for one that would take for ever. */
const timeLimitMs = 1000;
const script = new Script('new RegExp(pattern, flags).test(text)');
const globals: { pattern?: string; flags?: string; text?: string } = {};
let context: object | undefined;

/** Whether the whole text matches; undefined if that takes too long to find out. Throws SyntaxError for no pattern. */
export function matches(text: string, pattern: string): boolean | undefined {
  context ??= createContext(globals);
  Object.assign(globals, { text }, translated(pattern));
  try {
    return script.runInContext(context, { timeout: timeLimitMs }) as boolean;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
}

/** Throws SyntaxError for no pattern, and for one of Java's that JavaScript has no like of. */
export function checkPattern(text: string): void {
  const { pattern, flags } = translated(text);
  RegExp(pattern, flags);
}

/** What Java writes otherwise than JavaScript, outside and inside of a class of characters. */
const escapes: Readonly<Record<string, readonly [outside: string, inside: string]>> = {
  A: ['^', ''],
  z: ['$', ''],
  Z: ['$', ''],
  h: ['[ \\t\\xA0]', ' \\t\\xA0'],
  s: ['[ \\t\\n\\v\\f\\r]', ' \\t\\n\\v\\f\\r'],
  R: ['(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])', ''],
  a: ['\\x07', '\\x07'],
  e: ['\\x1B', '\\x1B'],
};

const classes: Readonly<Record<string, string>> = {
  Alnum: 'A-Za-z0-9',
  Alpha: 'A-Za-z',
  ASCII: '\\x00-\\x7F',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1F\\x7F',
  Digit: '0-9',
  Graph: '!-~',
  Lower: 'a-z',
  Print: ' -~',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Space: ' \\t\\n\\v\\f\\r',
  Upper: 'A-Z',
  XDigit: '0-9A-Fa-f',
};

/** A pattern of Java's in JavaScript's strictest dialect. */
function translated(source: string): { readonly pattern: string; readonly flags: string } {
  const anyCase = source.startsWith('(?i)');
  const tokens = (anyCase ? source.slice(4) : source).match(token) ?? [];
  let inClass = false;
  const parts = tokens.map((text, index) => {
    const wasInClass = inClass;
    if (text === '[') inClass = true;
    if (text === ']') inClass = false;
    if (!wasInClass) {
      if (text === '[' && /^\^?\]/.test(tokens.slice(index + 1, index + 3).join(''))) throw unlike('class of ]');
      return text.startsWith('\\') ? escapeOf(text, false) : outsideClass(text);
    }
    if (text === '[' || text === '&&') throw unlike('unions and intersections of classes');
    if (text.startsWith('\\')) return escapeOf(text, true);
    const besideClass = [tokens[index - 1], tokens[index + 1]].some(next => /^\\[dDwWsSpPh]/.test(next ?? ''));
    return text === '-' && besideClass ? '\\-' : text;
  });
  return { pattern: `^(?:${parts.join('')})$`, flags: anyCase ? 'ui' : 'u' };
}

const token = /\\[pP]\{\w+\}|\\[xu]\{?\w{2,6}\}?|\\Q.*?(?:\\E|$)|\\.|&&|\(\?.|\{\d+(?:,\d*)?\}\+?|[*+?]\+|./gsu;

function outsideClass(text: string): string {
  if (/^(?:[*+?]|\{.*\})\+$/.test(text)) throw unlike('possessive quantifiers');
  if (text.startsWith('(?') && !':=!<'.includes(text.charAt(2))) throw unlike('atomic groups and inline flags');
  return text === '}' || text === ']' ? `\\${text}` : text;
}

function escapeOf(text: string, inClass: boolean): string {
  const [, negated, name = ''] = /^\\([pP])\{(\w+)\}$/.exec(text) ?? [];
  if (negated !== undefined) {
    const members = own(classes, name);
    if (members === undefined) return text;
    if (inClass && negated === 'P') throw unlike('negated classes in classes');
    return inClass ? members : `[${negated === 'P' ? '^' : ''}${members}]`;
  }
  if (text.startsWith('\\Q')) {
    return text.replace(/^\\Q|\\E$/g, '').replace(/[\\^$.*+?()[\]{}|/-]/g, character => `\\x${hex(character)}`);
  }
  const character = text.slice(1);
  const meaning = own(escapes, character);
  if (meaning) return meaning[inClass ? 1 : 0];
  if (character.startsWith('x{')) return `\\u${character.slice(1)}`;
  if (/^[A-Za-z0-9]/.test(character)) return text;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, '0');
}

function unlike(what: string): SyntaxError {
  return new SyntaxError(`the sandbox has no ${what}`);
}
