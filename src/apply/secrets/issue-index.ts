import { createPublicKey, X509Certificate } from 'node:crypto';
import { AppError } from '../../errors.js';
import { canonicalJson, sha256 } from '../../model/digest.js';
import { names } from '../../model/names.js';
import type { Issued } from '../../pki/issue.js';
import { type Issue, isDamage, readIssue, type StorePorts, storedIssues } from './issue-store.js';
import type { SecretsPorts } from './ports.js';

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

/** What a cluster's index says; undefined if there is none, or none that can be read. */
export async function readIndex(
  cluster: string,
  { storeObjects }: Pick<SecretsPorts, 'storeObjects'>,
  signal: AbortSignal,
): Promise<readonly IssueRecord[] | undefined> {
  const object = await storeObjects.get(names.issueIndexKey({ name: cluster }), signal);
  return object && issuesIn(object.body);
}

export interface IndexUpdate {
  /** Undefined if there was no index, or none that could be read. */
  readonly before: readonly IssueRecord[] | undefined;
  readonly after: readonly IssueRecord[];
  /** Those that were opened, and are not what was stored; `after` names them and says no more. */
  readonly unreadable: readonly IssueRecord[];
}

export interface IndexRequest {
  readonly cluster: string;
  /** What is known without opening anything. */
  readonly records: readonly IssueRecord[];
  /** Whether what the index says is believed, so that only what it lacks is opened. */
  readonly trusted: boolean;
}

/**
 * Brings a cluster's index to what the store keeps: what is missing is added, what is gone removed, and a lost or damaged
 * index is made anew. It decides nothing, so nothing is lost with it. Writes nothing if all of it stands there already.
 */
export async function updateIndex(request: IndexRequest, ports: StorePorts, signal: AbortSignal): Promise<IndexUpdate> {
  const { cluster, trusted } = request;
  const { storeObjects } = ports;
  const key = names.issueIndexKey({ name: cluster });
  const opened = new Map(request.records.map(record => [identity(record), record]));
  const unreadable = new Map<string, IssueRecord>();
  for (let round = 0; round < rounds; round++) {
    const object = await storeObjects.get(key, signal);
    // Only then: what the index names was stored before.
    const stored = await storedIssues(cluster, ports, signal);
    const before = object && issuesIn(object.body);
    const known = new Map((trusted ? (before ?? []) : []).map(record => [identity(record), record]));
    const after: IssueRecord[] = [];
    for (const issue of stored) {
      const told = opened.get(identity(issue)) ?? known.get(identity(issue));
      const record = told ?? (await described(issue, ports, signal));
      const { name, generation } = issue;
      if (record === undefined) unreadable.set(identity(issue), { name, generation });
      opened.set(identity(issue), record ?? { name, generation });
      after.push(record ?? { name, generation });
    }
    after.sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
    const update = { before, after, unreadable: [...unreadable.values()] };
    if (before !== undefined && canonicalJson(after) === canonicalJson(before)) return update;
    const body = JSON.stringify({ format: 1, cluster, issues: after } satisfies IssueIndex, null, 2);
    const outcome =
      object === undefined
        ? await storeObjects.putIfAbsent(key, body, signal)
        : await storeObjects.putIfMatch(key, body, object.etag, signal);
    if (outcome === 'stored') return update;
  }
  throw new AppError('certificate-index-busy', `${key} in the fleet's store kept changing while it was updated`, {
    kind: 'transient',
  });
}

/** Undefined if it cannot be opened. */
async function described(
  { name, generation, cluster }: Issue,
  ports: StorePorts,
  signal: AbortSignal,
): Promise<IssueRecord | undefined> {
  try {
    const issued = await readIssue({ cluster, name, generation }, ports, signal);
    return issued && recordOf({ name, generation }, issued);
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

function issuesIn(body: string): readonly IssueRecord[] | undefined {
  try {
    const index = JSON.parse(body) as Partial<IssueIndex> | null;
    const { format, issues } = index ?? {};
    return format === 1 && Array.isArray(issues) && issues.every(isRecord) ? issues : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is IssueRecord {
  const { name, generation } = (value ?? {}) as Partial<Record<'name' | 'generation', unknown>>;
  return typeof name === 'string' && typeof generation === 'string';
}

function identity({ name, generation }: Pick<IssueRecord, 'name' | 'generation'>): string {
  return `${name} ${generation}`;
}
