import { AppError } from '../../errors.js';
import { names } from '../../model/names.js';
import { type Secret, secret } from '../../model/secret.js';
import { bundleFormat, type SecretFile } from '../../model/secrets.js';
import { certificateInventory, plannedCertificates, secretsPlan } from '../../pki/inventory.js';
import { type SecretsDecision, secretsRevision } from '../../pki/revision.js';
import { type ReadyCertificate, readyCertificates } from './certificates.js';
import { encryptSecret } from './encryption.js';
import type { SecretsPorts } from './ports.js';

export interface BundleRequest extends SecretsDecision {
  /** What the plan showed; refused if the decision has another one. */
  readonly revision: string;
}

/** What lies at `names.secretsKey` and the node's fetch-secrets reads; docs/secrets.md describes it. */
export interface SecretsBundle {
  readonly format: typeof bundleFormat;
  readonly cluster: string;
  readonly role: string;
  readonly revision: string;
  readonly files: readonly BundledFile[];
}

export interface BundledFile {
  /** Absolute path on the node. */
  readonly path: string;
  /** Four octal digits, as chmod takes them. */
  readonly mode: string;
  /** Of a private key: path of the certificate that it belongs to. The node checks that they match. */
  readonly certificate?: string;
  /** Base64, under the cluster's key with the context `{cluster, role, revision, file}`. */
  readonly ciphertext: string;
}

/**
 * Sees to it that a role's bundle lies in the cluster's bucket, and only then returns: whoever changes the stack next
 * boots nodes that read it. A bundle that is there is never touched: nothing is issued, encrypted or written.
 */
export async function ensureBundle(
  request: BundleRequest,
  ports: SecretsPorts,
  signal: AbortSignal,
): Promise<'present' | 'created'> {
  refuseOtherRevision(request);
  const key = names.secretsKey(request.cluster, request.role, request.revision);
  if ((await ports.clusterObjects.get(key, signal)) !== undefined) return 'present';

  const plan = secretsPlan(request.cluster, request.role);
  const entries = plannedCertificates(certificateInventory(request.fleet, request.cluster), plan);
  const { generations } = request;
  const certificates = await readyCertificates({ cluster: request.cluster.name, entries, generations }, ports, signal);
  const files: BundledFile[] = [];
  for (const file of plan.files) {
    const ciphertext = await encryptFile(request, { file, certificates }, { ports, signal });
    files.push({ path: file.path, mode: octal(file.mode), ...certificateOf(file, plan.files), ciphertext });
  }
  const { role, revision } = request;
  const bundle: SecretsBundle = { format: bundleFormat, cluster: request.cluster.name, role, revision, files };
  const outcome = await ports.clusterObjects.putIfAbsent(key, JSON.stringify(bundle), signal);
  return outcome === 'stored' ? 'created' : 'present';
}

function refuseOtherRevision(request: BundleRequest): void {
  const revision = secretsRevision(request);
  if (revision === request.revision) return;
  const message = `secrets of ${request.cluster.name} ${request.role} were planned as ${request.revision} and are now ${revision}`;
  throw new AppError('secrets-decision-changed', message, { hint: 'plan again' });
}

async function encryptFile(
  request: BundleRequest,
  { file, certificates }: { file: SecretFile; certificates: ReadonlyMap<string, ReadyCertificate> },
  { ports, signal }: { ports: SecretsPorts; signal: AbortSignal },
): Promise<string> {
  const { role, revision } = request;
  const cluster = request.cluster.name;
  const context = { cluster, role, revision, file: file.path };
  const plaintext = contentOf(file, certificates);
  return encryptSecret(ports.clusterKey, { plaintext, context, what: `${file.path} of ${cluster} ${role}` }, signal);
}

function contentOf(file: SecretFile, certificates: ReadonlyMap<string, ReadyCertificate>): Secret {
  const source = certificates.get(file.certificate);
  if (source === undefined) {
    throw new AppError('certificate-missing', `${file.path} names ${file.certificate}, which is not in the inventory`, {
      kind: 'internal',
    });
  }
  if (file.part === 'key') return source.key;
  return secret(file.part === 'ca' ? source.authority : source.certificate);
}

function certificateOf(file: SecretFile, files: readonly SecretFile[]): { certificate?: string } {
  if (file.part !== 'key') return {};
  const match = files.find(other => other.certificate === file.certificate && other.part === 'certificate');
  return match === undefined ? {} : { certificate: match.path };
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
