import { fieldProblem } from '../fleet/field-problem.js';
import type { Kind } from '../fleet/kinds.js';
import { shown } from '../fleet/quoted.js';
import type { Finding } from '../model/finding.js';
import { own } from '../model/own.js';
import { type Resource, trouble } from './resource.js';

export interface NameRequest {
  readonly kind: Extract<Kind, 'Cluster' | 'NodePool'>;
  readonly old: string;
  readonly resource: Resource;
  /** As --rename names it: `x7k2p`, `x7k2p/8k2ab`. */
  readonly renamed: string;
  /** Put before a name that does not fit. */
  readonly prefix: string;
  /** Why a name that fits may not be taken. */
  readonly objection: (name: string) => string | undefined;
  readonly isTaken: (name: string) => boolean;
}

/** The new name: what --rename says, else the old one if it fits, else the old one with a prefix. */
export function newName(
  { kind, old, resource, renamed, prefix, objection, isTaken }: NameRequest,
  renames: Readonly<Record<string, string>>,
): { readonly name: string; readonly findings: readonly Finding[] } {
  const wished = own(renames, renamed);
  const lower = old.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  const problemOf = (name: string) =>
    isTaken(name)
      ? 'it exists already; was this imported before?'
      : (fieldProblem(kind, '/metadata/name', name) ?? objection(name));
  // A second copy of what was imported before is never meant, so what is taken gets no prefix.
  const candidates = wished === undefined ? (isTaken(old) ? [old] : [old, `${prefix}${lower}`]) : [wished];
  const fitting = candidates.find(name => problemOf(name) === undefined);
  if (fitting !== undefined) return { name: fitting, findings: [] };
  const last = candidates.at(-1) ?? old;
  const message = `${shown(last)} is no name for the new ${kind === 'Cluster' ? 'cluster' : 'pool'}: ${problemOf(last)}`;
  const finding = trouble(
    'CW2005',
    { resource, keys: ['metadata', 'name'] },
    { message, hint: `leave it out, or choose another: --rename ${renamed}=NAME` },
  );
  return { name: last, findings: [finding] };
}
