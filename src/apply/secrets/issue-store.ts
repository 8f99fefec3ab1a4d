import { AppError } from '../../errors.js';
import { names } from '../../model/names.js';
import { secret } from '../../model/secret.js';
import type { Issued } from '../../pki/issue.js';
import { encryptSecret } from './encryption.js';
import type { SecretsPorts } from './ports.js';

/** One issue of one certificate or key of a cluster. */
export interface Issue {
  readonly cluster: string;
  readonly name: string;
  /** `leafGeneration`, or the generation's number. */
  readonly generation: string;
}

export type StorePorts = Pick<SecretsPorts, 'storeObjects' | 'storeKey'>;

/**
 * What the fleet's store keeps for this issue; made by `issue` if there is none. Certificate and key
 * travel in one ciphertext in one object that is never replaced: they cannot mismatch, a kill leaves all or nothing,
 * and of two appliers the one that comes second takes what the first one stored.
 */
export async function keepIssue(
  what: Issue,
  issue: () => Promise<Issued>,
  { ports, signal }: { ports: StorePorts; signal: AbortSignal },
): Promise<Issued> {
  const kept = await readIssue(what, ports, signal);
  if (kept !== undefined) return kept;
  const issued = await issue();
  if ((await storeIssue(what, issued, { ports, signal })) === 'stored') return issued;
  const winner = await readIssue(what, ports, signal);
  if (winner !== undefined) return winner;
  throw new AppError('certificate-vanished', `${keyOf(what)} was deleted from the fleet's store while it was read`, {
    kind: 'transient',
  });
}

/** Stores it unless there is one. */
export async function storeIssue(
  what: Issue,
  issued: Issued,
  { ports, signal }: { ports: StorePorts; signal: AbortSignal },
): Promise<'stored' | 'exists'> {
  return ports.storeObjects.putIfAbsent(keyOf(what), await seal(what, issued, ports, signal), signal);
}

/** Every issue that the store keeps, of one cluster or of all. Other objects do not count. */
export async function storedIssues(
  cluster: string | undefined,
  { storeObjects }: Pick<SecretsPorts, 'storeObjects'>,
  signal: AbortSignal,
): Promise<readonly Issue[]> {
  const folder = cluster === undefined ? names.issuesFolder : names.issueFolder({ name: cluster });
  const objects = await storeObjects.list(folder, signal);
  return objects.flatMap(({ key }) => {
    const [, owner, name, generation] = issueKeyPattern.exec(key) ?? [];
    if (owner === undefined || name === undefined || generation === undefined) return [];
    return [{ cluster: owner, name, generation }];
  });
}

const issueKeyPattern = /^pki\/([^/]+)\/([^/]+)\/([^/]+)\.json$/;

/** Whether an object is not what was stored under its name: KMS refuses what was moved, or sealed with another key. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  const { code, cause } = error;
  return code === 'damaged-certificate' || (cause instanceof Error && damages.includes(cause.name));
}

const damages = ['InvalidCiphertextException', 'IncorrectKeyException'];

/** Undefined if the store has none. Throws AppError `damaged-certificate` if it is not what was stored. */
export async function readIssue(what: Issue, ports: StorePorts, signal: AbortSignal): Promise<Issued | undefined> {
  const object = await ports.storeObjects.get(keyOf(what), signal);
  if (object === undefined) return undefined;
  const sealed = fieldsOf(object.body, ['ciphertext']);
  if (sealed === undefined) throw damaged(what);
  const ciphertext = Buffer.from(sealed.ciphertext, 'base64');
  const plaintext = await ports.storeKey.decrypt(ciphertext, contextOf(what), signal);
  const issued = fieldsOf(plaintext.reveal().toString(), ['public', 'key']);
  if (issued === undefined) throw damaged(what);
  return { public: issued.public, key: secret(issued.key) };
}

async function seal(what: Issue, issued: Issued, { storeKey }: StorePorts, signal: AbortSignal): Promise<string> {
  const plaintext = secret(JSON.stringify({ public: issued.public, key: issued.key.reveal().toString() }));
  const label = `${what.name} of ${what.cluster}`;
  const ciphertext = await encryptSecret(storeKey, { plaintext, context: contextOf(what), what: label }, signal);
  return JSON.stringify({ format: 1, ...contextOf(what), ciphertext });
}

/** The named strings of a JSON object. Without the parser's error, which would quote what may be a private key. */
function fieldsOf<Name extends string>(text: string, fields: readonly Name[]): Record<Name, string> | undefined {
  try {
    const object: unknown = JSON.parse(text);
    if (object === null || typeof object !== 'object') return undefined;
    const values = object as Record<Name, unknown>;
    return fields.every(field => typeof values[field] === 'string') ? (values as Record<Name, string>) : undefined;
  } catch {
    return undefined;
  }
}

function damaged(what: Issue): AppError {
  return new AppError('damaged-certificate', `${keyOf(what)} in the fleet's store is not what clusterwright wrote`, {
    hint: 'restore the earlier version of the object',
  });
}

function keyOf({ cluster, name, generation }: Issue): string {
  return names.issueKey({ name: cluster }, name, generation);
}

function contextOf({ cluster, name, generation }: Issue) {
  return { cluster, name, generation };
}
