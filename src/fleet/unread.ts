import type { Kind } from './kinds.js';

/**
 * A document, or a part of a file, that is wrong: what it would have said is not known for sure. Whatever might stand
 * in it is not reported as missing, so that one mistake is one finding; everything else still is.
 */
export type Unread =
  /** Nothing is known, for example of a symlink. */
  | { readonly what: 'anything' }
  /** Not even its structure is known. */
  | { readonly what: 'text'; readonly text: string }
  /** Undefined for what could not be told. */
  | {
      readonly what: 'document';
      readonly kind: Kind | undefined;
      readonly name: string | undefined;
      readonly cluster: string | undefined;
    };

/** Whether a document of this kind and name may stand in one of the unread parts. */
export function mayHold(unread: readonly Unread[], kind: Kind, name: string): boolean {
  return unread.some(part => {
    if (part.what === 'anything') return true;
    if (part.what === 'text') return part.text.includes(name);
    return (part.kind ?? kind) === kind && (part.name === undefined ? part.kind === kind : part.name === name);
  });
}

export function mayHoldFleet(unread: readonly Unread[]): boolean {
  return unread.some(part => {
    if (part.what === 'text') return part.text.includes('Fleet');
    return part.what === 'anything' || part.kind === 'Fleet';
  });
}

/** Whether the control plane of this cluster may stand in one of the unread parts. */
export function mayHoldControlPlane(unread: readonly Unread[], cluster: string): boolean {
  return unread.some(part => {
    if (part.what === 'anything') return true;
    if (part.what === 'text') return part.text.includes('ControlPlane') && part.text.includes(cluster);
    if (part.kind === undefined) return part.cluster === cluster;
    return part.kind === 'ControlPlane' && (part.cluster ?? cluster) === cluster;
  });
}

/** What can be told of a document that does not follow its schema. */
export function unreadDocument(value: unknown, kind: Kind | undefined): Extract<Unread, { what: 'document' }> {
  const name = textAt(value, 'metadata', 'name');
  return { what: 'document', kind, name, cluster: textAt(value, 'spec', 'cluster') };
}

/** The text at the end of these keys, if there is any. */
export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return typeof found === 'string' ? found : undefined;
}
