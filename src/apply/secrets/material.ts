import { AppError } from '../../errors.js';
import { type Generations, inUse, type RotatingName, rotatingNames, trustedGenerations } from '../../model/secrets.js';
import { certificateProblem } from '../../pki/check.js';
import { leafGeneration } from '../../pki/generation.js';
import type { AuthorityName, CertificateEntry } from '../../pki/inventory.js';
import { type Issued, issueAuthority, issueLeaf } from '../../pki/issue.js';
import { issueEncryptionKey, issueServiceAccountKey } from '../../pki/keys.js';
import { type IssueRecord, recordOf, updateIndex } from './issue-index.js';
import { keepIssue } from './issue-store.js';
import type { SecretsPorts } from './ports.js';

/** Certificates and keys, ready for use. */
export interface Material {
  rotating(name: RotatingName, generation: number): Issued;
  leaf(name: string): Issued;
}

export interface MaterialRequest {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly inventory: readonly CertificateEntry[];
  /** Names of leaf certificates. Their authorities come along. */
  readonly leaves: ReadonlySet<string>;
  /** What is needed in every trusted generation, and what only in the one in use. */
  readonly trusted: ReadonlySet<RotatingName>;
  readonly used: ReadonlySet<RotatingName>;
  readonly generations: Generations;
}

/**
 * Reused from the fleet's store or issued into it, each certificate checked against its key, its authority and the
 * clock; authorities first. Returns when the index tells of all of them.
 */
export async function readyMaterial(
  request: MaterialRequest,
  ports: SecretsPorts,
  signal: AbortSignal,
): Promise<Material> {
  const { cluster, inventory, generations } = request;
  const issued = new Map<string, Issued>();
  const records: IssueRecord[] = [];
  const keep = async (what: { name: string; generation: string }, issue: () => Promise<Issued>) => {
    signal.throwIfAborted();
    const kept = await keepIssue({ cluster, ...what }, issue, { ports, signal });
    records.push(recordOf(what, kept));
    return kept;
  };
  for (const { name, generation } of neededRotating(request)) {
    const entry = inventory.find(other => other.name === name);
    const kept = await keep({ name, generation: String(generation) }, () =>
      entry === undefined ? issueKey(name, ports) : issueAuthority(entry, generation, ports),
    );
    if (entry !== undefined) refuseProblem(name, cluster, certificateProblem(kept, kept.public, ports.now()));
    issued.set(`${name} ${generation}`, kept);
  }
  for (const entry of inventory.filter(({ name }) => request.leaves.has(name))) {
    const authority = found(issued, `${entry.issuer} ${inUse(generations, entry.issuer)}`);
    const kept = await keep({ name: entry.name, generation: leafGeneration(entry, generations) }, () =>
      issueLeaf(entry, { authority, day: generations.leaves }, ports),
    );
    refuseProblem(entry.name, cluster, certificateProblem(kept, authority.public, ports.now()));
    issued.set(entry.name, kept);
  }
  await updateIndex({ cluster, records, trusted: true }, ports, signal);
  return {
    rotating: (name, generation) => found(issued, `${name} ${generation}`),
    leaf: name => found(issued, name),
  };
}

function neededRotating({ inventory, leaves, trusted, used, generations }: MaterialRequest) {
  const issuers = inventory.flatMap(({ name, issuer }): readonly AuthorityName[] => (leaves.has(name) ? [issuer] : []));
  const needed = new Set<RotatingName>([...used, ...issuers]);
  return rotatingNames.flatMap(name => {
    const own = needed.has(name) ? [inUse(generations, name)] : [];
    const all = trusted.has(name) ? trustedGenerations(generations, name) : own;
    return all.map(generation => ({ name, generation }));
  });
}

function issueKey(name: RotatingName, ports: SecretsPorts): Promise<Issued> {
  return name === 'encryption' ? issueEncryptionKey(ports) : issueServiceAccountKey();
}

function found(issued: ReadonlyMap<string, Issued>, what: string): Issued {
  const one = issued.get(what);
  if (one !== undefined) return one;
  throw new AppError('certificate-missing', `${what} is not in the inventory, or comes too late in it`, {
    kind: 'internal',
  });
}

function refuseProblem(name: string, cluster: string, problem: string | undefined): void {
  if (problem === undefined) return;
  throw new AppError('unusable-certificate', `certificate ${name} of ${cluster} in the fleet's store ${problem}`, {
    hint: 'no node gets it; docs/secrets.md says how the store is repaired',
  });
}
