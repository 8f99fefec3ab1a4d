import { X509Certificate } from 'node:crypto';
import { AppError } from '../../errors.js';
import { canonicalJson } from '../../model/digest.js';
import { names } from '../../model/names.js';
import type { ObjectStore } from './ports.js';

/** What may be known about a certificate without decrypting anything. */
export interface CertificateRecord {
  readonly name: string;
  readonly generation: string;
  /** SHA-256 of the certificate in DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly serialNumber: string;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
}

interface CertificateIndex {
  readonly format: 1;
  readonly cluster: string;
  /** Sorted by name, then generation. */
  readonly certificates: readonly CertificateRecord[];
}

/** Each round that fails means that another applier's round succeeded, so this is far beyond any real contention. */
const rounds = 50;

export function recordOf(name: string, generation: string, pem: string): CertificateRecord {
  const certificate = new X509Certificate(pem);
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
export async function recordCertificates(
  cluster: string,
  records: readonly CertificateRecord[],
  { objects, signal }: { objects: ObjectStore; signal: AbortSignal },
): Promise<void> {
  const key = names.certificateIndexKey({ name: cluster });
  for (let round = 0; round < rounds; round++) {
    const object = await objects.get(key, signal);
    const known = object === undefined ? [] : certificatesIn(object.body, key);
    const merged = merge(known, records);
    if (canonicalJson(merged) === canonicalJson(known)) return;
    const body = JSON.stringify({ format: 1, cluster, certificates: merged } satisfies CertificateIndex, null, 2);
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

function certificatesIn(body: string, key: string): readonly CertificateRecord[] {
  try {
    const index = JSON.parse(body) as Partial<CertificateIndex> | null;
    if (index?.format === 1 && Array.isArray(index.certificates)) return index.certificates;
  } catch {
    // Told below, like every other damage.
  }
  throw new AppError('damaged-certificate-index', `${key} in the fleet's store is not what clusterwright wrote`, {
    hint: 'restore the earlier version of the object',
  });
}

function merge(known: readonly CertificateRecord[], added: readonly CertificateRecord[]): readonly CertificateRecord[] {
  const byIssue = new Map([...known, ...added].map(record => [`${record.name} ${record.generation}`, record]));
  return [...byIssue.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
}
