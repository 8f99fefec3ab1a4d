import type { Finding } from '../model/finding.js';
import { formatPosition, locate, type Place } from '../model/source.js';
import type { SpecDocument, WrongDocument } from './documents.js';
import type { Documents, Kind } from './kinds.js';
import { dottedPath } from './pointer.js';
import { quoted } from './quoted.js';
import { didYouMean } from './suggestion.js';
import { mayHold, type Unread } from './unread.js';

export interface ReadDocuments {
  /** Without duplicates. */
  readonly valid: readonly SpecDocument[];
  readonly unread: readonly Unread[];
  readonly wrong: readonly WrongDocument[];
}

/** Looks documents up by name, and collects what is wrong with the references that do not lead anywhere. */
export interface References {
  /** Those reported so far. */
  findings(): readonly Finding[];
  readonly unread: readonly Unread[];
  /** A finding that is there already is not repeated: many clusters may inherit one wrong default. */
  report(finding: Finding): void;
  all<K extends Kind>(kind: K): readonly SpecDocument<K>[];
  /** Control planes or pools of a cluster. */
  ofCluster<K extends 'ControlPlane' | 'NodePool'>(kind: K, cluster: string): readonly SpecDocument<K>[];
  /**
   * The document that the value at `pointer` of `source` names. Undefined, with a finding, if there is none; undefined
   * without one if it exists but is itself wrong, which is reported where it stands.
   */
  find<K extends Kind>(kind: K, name: string, from: Place): SpecDocument<K> | undefined;
}

export function referencesOf({ valid, unread }: ReadDocuments): References {
  const findings = new Map<string, Finding>();
  const byKind = grouped(valid, spec => spec.kind);
  const byCluster = grouped(valid, spec => `${spec.kind}/${clusterOf(spec)}`);
  const named = new Map(valid.map(spec => [`${spec.kind}/${spec.name}`, spec]));
  const all = <K extends Kind>(kind: K) => (byKind.get(kind) ?? []) as SpecDocument<K>[];
  const report = (finding: Finding) => {
    findings.set(`${formatPosition(finding.at)} ${finding.path} ${finding.message}`, finding);
  };
  return {
    findings: () => [...findings.values()],
    unread,
    report,
    all,
    ofCluster: <K extends Kind>(kind: K, cluster: string) =>
      (byCluster.get(`${kind}/${cluster}`) ?? []) as SpecDocument<K>[],
    find<K extends Kind>(kind: K, name: string, from: Place) {
      const spec = named.get(`${kind}/${name}`) as SpecDocument<K> | undefined;
      if (spec === undefined && !mayHold(unread, kind, name)) {
        report(unknownReference({ what: kind, name, known: all(kind).map(known => known.name), from }));
      }
      return spec;
    },
  };
}

function grouped(specs: readonly SpecDocument[], keyOf: (spec: SpecDocument) => string): Map<string, SpecDocument[]> {
  const groups = new Map<string, SpecDocument[]>();
  for (const spec of specs) {
    const group = groups.get(keyOf(spec));
    if (group === undefined) groups.set(keyOf(spec), [spec]);
    else group.push(spec);
  }
  return groups;
}

function clusterOf({ kind, document }: SpecDocument): string {
  const hasCluster = kind === 'ControlPlane' || kind === 'NodePool';
  return hasCluster ? (document as Documents['ControlPlane' | 'NodePool']).spec.cluster : '';
}

/** A name that nothing in the repository has. */
export function unknownReference(reference: {
  readonly what: string;
  readonly name: string;
  readonly known: readonly string[];
  readonly from: Place;
}): Finding {
  const { what, name, known, from } = reference;
  const listed = known.length === 0 ? `there is no ${what} yet` : `known: ${known.slice(0, 8).join(', ')}`;
  return {
    code: 'CW1011',
    severity: 'error',
    at: locate(from.source, from.pointer),
    path: dottedPath(from.pointer),
    message: `there is no ${what} ${quoted(name)}`,
    hint: didYouMean(name, known) ?? listed,
  };
}
