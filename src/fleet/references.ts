import type { Finding } from '../model/finding.js';
import { type DocumentSource, locate } from '../model/source.js';
import type { SortedDocuments, SpecDocument } from './documents.js';
import type { Kind } from './kinds.js';
import { didYouMean } from './suggestion.js';

/** Looks documents up by name, and collects what is wrong with the references that do not lead anywhere. */
export interface References {
  readonly findings: Finding[];
  all<K extends Kind>(kind: K): readonly SpecDocument<K>[];
  /**
   * The document that the value at `pointer` of `source` names. Undefined, with a finding, if there is none; undefined
   * without one if it exists but is itself wrong, which is reported where it stands.
   */
  find<K extends Kind>(kind: K, name: string, from: Referrer): SpecDocument<K> | undefined;
  /** Whether a document of this kind is itself wrong, and reported where it stands. */
  anyBroken(kind: Kind): boolean;
}

export interface Referrer {
  readonly source: DocumentSource;
  readonly pointer: string;
}

export function referencesOf({ valid, broken }: SortedDocuments): References {
  const findings: Finding[] = [];
  const all = <K extends Kind>(kind: K) => valid.filter((spec): spec is SpecDocument<K> => spec.kind === kind);
  const byKind = new Map<Kind, Map<string, SpecDocument>>();
  const named = (kind: Kind) => {
    const known = byKind.get(kind) ?? new Map(all(kind).map(spec => [spec.name, spec]));
    byKind.set(kind, known);
    return known;
  };
  const isBroken = (kind: Kind, name: string) => broken.has(`${kind}/${name}`) || broken.has(`${kind}/*`);
  return {
    findings,
    all,
    anyBroken: kind => [...broken].some(id => id.startsWith(`${kind}/`)),
    find<K extends Kind>(kind: K, name: string, from: Referrer) {
      const spec = named(kind).get(name) as SpecDocument<K> | undefined;
      if (spec === undefined && !isBroken(kind, name)) {
        findings.push(unknownReference({ what: kind, name, known: [...named(kind).keys()], from }));
      }
      return spec;
    },
  };
}

/** A name that nothing in the repository has. */
export function unknownReference(reference: {
  readonly what: string;
  readonly name: string;
  readonly known: readonly string[];
  readonly from: Referrer;
}): Finding {
  const { what, name, known, from } = reference;
  const listed = known.length === 0 ? `there is no ${what} yet` : `known: ${known.slice(0, 8).join(', ')}`;
  return {
    code: 'CW1011',
    severity: 'error',
    at: locate(from.source, from.pointer),
    path: from.pointer.slice(1).replaceAll('/', '.'),
    message: `there is no ${what} "${name}"`,
    hint: didYouMean(name, known) ?? listed,
  };
}
