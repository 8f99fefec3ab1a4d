import { visibleText } from '../model/visible-text.js';

/** Text of a spec as a message may show it: in quotes, shortened, and harmless to a terminal. */
export function quoted(text: string): string {
  const visible = visibleText(JSON.stringify(text));
  return visible.length > longest ? `${visible.slice(0, longest - 2)}…"` : visible;
}

const longest = 60;

/** Any value of a spec, in one short line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  // JSON has no NaN and no infinity; YAML does.
  const text = typeof value === 'number' ? String(value) : visibleText(JSON.stringify(value));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
