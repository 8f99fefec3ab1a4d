import { pointerKeys } from '../cfn/pointer.js';

/** JSON pointer escaping, RFC 6901. */
export function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A JSON pointer as people read it: `/spec/zones/0/name` is `spec.zones[0].name`. */
export function dottedPath(pointer: string): string {
  return pointerKeys(pointer).reduce<string>(
    (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`),
    '',
  );
}
