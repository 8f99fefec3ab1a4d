import { createPublicKey, X509Certificate } from 'node:crypto';
import { AppError } from '../../errors.js';
import { canonicalJson, sha256 } from '../../model/digest.js';
import { names } from '../../model/names.js';
import type { Issued } from '../../pki/issue.js';
import type { ObjectStore } from './ports.js';

/** What may be known about a certificate or key without decrypting anything. */
export interface IssueRecord {
  readonly name: string;
  readonly generation: string;
  /** SHA-256 of the certificate, or of the public key, in DER, lower-case hexadecimal. Secret keys have none. */
  readonly fingerprint?: string;
  /** Of a certificate. */
  readonly serialNumber?: string;
  /** ISO 8601. */
  readonly notBefore?: string;
  readonly notAfter?: string;
}

interface IssueIndex {
  readonly format: 1;
  readonly cluster: string;
  /** Sorted by name, then generation. */
  readonly issues: readonly IssueRecord[];
}

/** Each round that fails means that another applier's round succeeded, so this is far beyond any real contention. */
const rounds = 50;

export function recordOf(what: { readonly name: string; readonly generation: string }, issued: Issued): IssueRecord {
  const { name, generation } = what;
  if (issued.public === '') return { name, generation };
  if (issued.public.includes('PUBLIC KEY')) {
    const der = createPublicKey(issued.public).export({ type: 'spki', format: 'der' });
    return { name, generation, fingerprint: sha256(der) };
  }
  const certificate = new X509Certificate(issued.public);
  return {
    name,
    generation,
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    serialNumber: certificate.serialNumber.toLowerCase(),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
  };
}

/** Adds what is missing to the cluster's index; writes nothing if all of it stands there already. */
export async function recordIssues(
  cluster: string,
  records: readonly IssueRecord[],
  { objects, signal }: { objects: ObjectStore; signal: AbortSignal },
): Promise<void> {
  const key = names.issueIndexKey({ name: cluster });
  for (let round = 0; round < rounds; round++) {
    const object = await objects.get(key, signal);
    const known = object === undefined ? [] : issuesIn(object.body, key);
    const merged = merge(known, records);
    if (canonicalJson(merged) === canonicalJson(known)) return;
    const body = JSON.stringify({ format: 1, cluster, issues: merged } satisfies IssueIndex, null, 2);
    const outcome =
      object === undefined
        ? await objects.putIfAbsent(key, body, signal)
        : await objects.putIfMatch(key, body, object.etag, signal);
    if (outcome === 'stored') return;
  }
  throw new AppError('certificate-index-busy', `${key} in the fleet's store kept changing while it was updated`, {
    kind: 'transient',
  });
}

function issuesIn(body: string, key: string): readonly IssueRecord[] {
  try {
    const index = JSON.parse(body) as Partial<IssueIndex> | null;
    if (index?.format === 1 && Array.isArray(index.issues)) return index.issues;
  } catch {
    // Told below, like every other damage.
  }
  throw new AppError('damaged-certificate-index', `${key} in the fleet's store is not what clusterwright wrote`, {
    hint: 'restore the earlier version of the object',
  });
}

function merge(known: readonly IssueRecord[], added: readonly IssueRecord[]): readonly IssueRecord[] {
  const byIssue = new Map([...known, ...added].map(record => [`${record.name} ${record.generation}`, record]));
  return [...byIssue.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
}
