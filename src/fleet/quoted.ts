/**
 * Text of a spec as a message may show it: in quotes, shortened, and without characters that a terminal obeys or hides
 * (controls, and marks that turn the direction of writing).
 */
export function quoted(text: string): string {
  const visible = JSON.stringify(text).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    escaped,
  );
  return visible.length > longest ? `${visible.slice(0, longest - 2)}…"` : visible;
}

const longest = 60;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Any value of a spec, in one short line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  // JSON has no NaN and no infinity; YAML does.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
