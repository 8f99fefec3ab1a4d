import { dottedPath, escapeKey } from '../fleet/pointer.js';
import type { Finding } from '../model/finding.js';
import { type DocumentSource, locate, type Position } from '../model/source.js';
import type { SourceKind } from './mapping/row.js';

/** A resource of aws-operator, as it stands in a file. */
export interface Resource {
  readonly kind: SourceKind;
  readonly name: string;
  readonly namespace: string;
  readonly value: unknown;
  readonly source: DocumentSource;
}

/** A part of a resource; undefined if it is not there. */
export function valueAt({ value }: Pick<Resource, 'value'>, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((found, key) => {
    const isMap = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
    return isMap ? (found as Readonly<Record<string, unknown>>)[key] : undefined;
  }, value);
}

/** Text, or undefined for anything else; empty text is nothing. */
export function textAt(resource: Pick<Resource, 'value'>, ...keys: readonly string[]): string | undefined {
  const found = valueAt(resource, ...keys);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function listAt(resource: Pick<Resource, 'value'>, ...keys: readonly string[]): readonly unknown[] {
  const found = valueAt(resource, ...keys);
  return Array.isArray(found) ? found : [];
}

export function labelOf(resource: Pick<Resource, 'value'>, key: string): string | undefined {
  return textAt(resource, 'metadata', 'labels', key);
}

export function annotationOf(resource: Pick<Resource, 'value'>, key: string): string | undefined {
  return textAt(resource, 'metadata', 'annotations', key);
}

export function pointerOf(keys: readonly string[]): string {
  return keys.map(key => `/${escapeKey(key)}`).join('');
}

export function positionOf({ source }: Pick<Resource, 'source'>, keys: readonly string[]): Position {
  return locate(source, pointerOf(keys));
}

/** How a resource is called in messages. */
export function titleOf({ kind, name }: Pick<Resource, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** Something wrong with a field of a resource. */
export function trouble(
  code: Finding['code'],
  { resource, keys }: { readonly resource: Pick<Resource, 'source'>; readonly keys: readonly string[] },
  { message, hint }: { readonly message: string; readonly hint: string },
): Finding {
  const path = dottedPath(pointerOf(keys));
  return { code, severity: 'error', at: positionOf(resource, keys), path, message, hint };
}

/** What is not wrong, but needs a look. */
export function doubtful(...args: Parameters<typeof trouble>): Finding {
  return { ...trouble(...args), severity: 'warning' };
}
