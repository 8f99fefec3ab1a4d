import { AppError } from '../../errors.js';
import type { Generations } from '../../model/secrets.js';
import { certificateProblem } from '../../pki/check.js';
import { generationOf } from '../../pki/generation.js';
import type { CertificateEntry } from '../../pki/inventory.js';
import { type IssuedCertificate, issueAuthority, issueLeaf } from '../../pki/issue.js';
import { recordCertificates, recordOf } from './certificate-index.js';
import { keepCertificate } from './certificate-store.js';
import type { SecretsPorts } from './ports.js';

/** A certificate ready for use, with the PEM of the authority that signed it. */
export interface ReadyCertificate extends IssuedCertificate {
  readonly authority: string;
}

/**
 * The certificates of `entries` by name, reused from the fleet's store or issued into it, each checked against its
 * key, its authority and the clock. `entries` holds every leaf's authority, before the leaf.
 */
export async function readyCertificates(
  {
    cluster,
    entries,
    generations,
  }: { cluster: string; entries: readonly CertificateEntry[]; generations: Generations },
  ports: SecretsPorts,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadyCertificate>> {
  const ready = new Map<string, ReadyCertificate>();
  for (const entry of entries) {
    signal.throwIfAborted();
    const what = { cluster, name: entry.name, generation: generationOf(entry, generations) };
    const issue = () =>
      entry.usage === 'authority'
        ? issueAuthority(entry, generations.ca, ports)
        : issueLeaf(entry, authorityOf(entry, ready), ports);
    const kept = await keepCertificate(what, issue, { ports, signal });
    const authority = entry.usage === 'authority' ? kept.certificate : authorityOf(entry, ready).certificate;
    refuseProblem(entry.name, cluster, certificateProblem(kept, authority, ports.now()));
    ready.set(entry.name, { ...kept, authority });
  }
  const records = entries.map(entry =>
    recordOf(entry.name, generationOf(entry, generations), ready.get(entry.name)?.certificate ?? ''),
  );
  await recordCertificates(cluster, records, { objects: ports.storeObjects, signal });
  return ready;
}

function authorityOf(entry: CertificateEntry, ready: ReadonlyMap<string, ReadyCertificate>): IssuedCertificate {
  const authority = ready.get(entry.issuer);
  if (authority !== undefined) return authority;
  throw new AppError('authority-missing', `certificate ${entry.name} comes before its authority ${entry.issuer}`, {
    kind: 'internal',
  });
}

function refuseProblem(name: string, cluster: string, problem: string | undefined): void {
  if (problem === undefined) return;
  throw new AppError('unusable-certificate', `certificate ${name} of ${cluster} in the fleet's store ${problem}`, {
    hint: 'no node gets it; docs/secrets.md says how the store is repaired',
  });
}
