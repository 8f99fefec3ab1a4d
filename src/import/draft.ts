import { fieldProblem } from '../fleet/field-problem.js';
import type { Kind } from '../fleet/kinds.js';
import type { Resource } from './resource.js';

/** A document of ours that is being made, and where each of its fields comes from. */
export interface Draft {
  readonly kind: Kind;
  /** Name of the document that is made. */
  readonly name: string;
  readonly value: { readonly [key: string]: unknown };
  /** By pointer. */
  readonly origins: Map<string, Origin>;
}

export interface Origin {
  readonly resource: Resource;
  readonly keys: readonly string[];
  /** Shown behind the field. */
  readonly comment: string;
}

export function draft(kind: Kind, name: string): Draft {
  return { kind, name, value: { metadata: { name } }, origins: new Map() };
}

/** Sets a field, unless something that comes first has set it to another value; that value is then returned. */
export function setField(
  { value, origins }: Draft,
  { keys, to, origin }: { readonly keys: readonly string[]; readonly to: unknown; readonly origin?: Origin },
): unknown {
  const last = keys.at(-1) ?? '';
  let at = value as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) {
    if (!Object.hasOwn(at, key))
      Object.defineProperty(at, key, { value: {}, enumerable: true, writable: true, configurable: true });
    at = at[key] as Record<string, unknown>;
  }
  if (Object.hasOwn(at, last) && JSON.stringify(at[last]) !== JSON.stringify(to)) return at[last];
  Object.defineProperty(at, last, { value: to, enumerable: true, writable: true, configurable: true });
  if (origin !== undefined) origins.set(keys.map(key => `/${key}`).join(''), origin);
  return undefined;
}

/** What the schema says against a value. Keys of maps may hold slashes, so these are checked with their map. */
export function problemAt(
  { kind }: Pick<Draft, 'kind'>,
  pattern: readonly string[],
  keys: readonly string[],
  value: unknown,
) {
  const open = pattern.at(-1) === '*';
  const pointer = (open ? keys.slice(0, -1) : keys).map(key => `/${key}`).join('');
  return fieldProblem(kind, pointer, open ? { [keys.at(-1) ?? '']: value } : value);
}
