import { own } from '../model/own.js';

/** JSON pointer (RFC 6901) of the member `key` of what `parent` points to. */
export function pointerTo(parent: string, ...keys: readonly (string | number)[]): string {
  return keys.reduce<string>((at, key) => `${at}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`, parent);
}

/** The keys along a JSON pointer. */
export function pointerKeys(pointer: string): readonly string[] {
  const parts = pointer.split('/').slice(1);
  if (!pointer.includes('~')) return parts;
  return parts.map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What a JSON pointer points to within a value; undefined if there is nothing. */
export function valueAt(value: unknown, pointer: string): unknown {
  return pointerKeys(pointer).reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null ? own(parent as Record<string, unknown>, key) : undefined,
    value,
  );
}
