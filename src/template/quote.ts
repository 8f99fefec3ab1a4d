/** Scalars that a template may write, and flat lists of them. */
export type TemplateValue = string | number | boolean | readonly (string | number | boolean)[];

export function isTemplateValue(value: unknown): value is TemplateValue {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}

/** YAML on one line that every YAML 1.1 and 1.2 parser reads as exactly `value`. */
export function quoteValue(value: TemplateValue): string {
  if (typeof value === 'object') return `[${value.map(quoteScalar).join(', ')}]`;
  return quoteScalar(value);
}

/** A mapping key; without quotes if no parser could take it for anything else. */
export function quoteKey(key: string): string {
  const plain = /^[A-Za-z][A-Za-z0-9]*$/.test(key) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(key);
  return plain ? key : quoteScalar(key);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function quoteScalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  // JSON leaves characters bare that YAML forbids or takes for line breaks.
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u00ad\u2028\u2029\ufeff\ufffe\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
