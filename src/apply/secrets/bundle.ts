import { AppError } from '../../errors.js';
import { names } from '../../model/names.js';
import { bundleFormat, type SecretsPlan } from '../../model/secrets.js';
import { certificateInventory } from '../../pki/inventory.js';
import { sourcedPlan } from '../../pki/offered-plan.js';
import { type SecretsDecision, secretsRevision } from '../../pki/revision.js';
import { certificateOfKey, dependenceOf } from '../../pki/secrets-plan.js';
import { type FileSources, fileContent } from './contents.js';
import { encryptInParts } from './encryption.js';
import { type Material, readyMaterial } from './material.js';
import type { SecretsPorts } from './ports.js';
import { readSources } from './sources.js';

export interface BundleRequest extends Omit<SecretsDecision, 'node'> {
  /** By node, `master-<n>` or a pool's name: what the plan showed; refused if the decision has another one. */
  readonly revisions: Readonly<Record<string, string>>;
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
  /**
   * Base64, under the cluster's key with the context `{cluster, role, revision, file, part}`, where part is `1/2`. One
   * for each 4096 bytes.
   */
  readonly ciphertexts: readonly string[];
}

/** The bundle of one node, or of the nodes of one pool. */
interface Wanted {
  readonly plan: SecretsPlan;
  readonly revision: string;
  /** In the cluster's bucket. */
  readonly key: string;
}

/**
 * Sees to it that the bundles lie in the cluster's bucket, and only then returns: whoever changes the stack next boots
 * nodes that read them. A bundle that is there is never touched: nothing is issued, encrypted or written. Returns the
 * nodes whose bundles were made.
 */
export async function ensureBundles(
  request: BundleRequest,
  ports: SecretsPorts,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const missing: Wanted[] = [];
  for (const wanted of wantedBundles(request)) {
    if ((await ports.clusterObjects.get(wanted.key, signal)) === undefined) missing.push(wanted);
  }
  if (missing.length === 0) return [];
  const contents = missing.flatMap(({ plan }) => plan.files.map(({ content }) => content));
  // First, since these may be what fails: nothing was issued then.
  const sources = await readSources(contents, request, { sources: ports.sources, signal });
  const material = await materialFor(missing, request, ports, signal);
  const from = { material, sources, generations: request.generations };
  for (const wanted of missing) await putBundle(wanted, from, { request, ports, signal });
  return missing.map(({ plan }) => plan.node);
}

function wantedBundles(request: BundleRequest): readonly Wanted[] {
  return Object.entries(request.revisions).map(([node, planned]) => {
    const revision = secretsRevision({ ...request, node });
    if (revision !== planned) {
      const message = `secrets of ${request.cluster.name} ${node} were planned as ${planned} and are now ${revision}`;
      throw new AppError('secrets-decision-changed', message, { hint: 'plan again' });
    }
    const plan = sourcedPlan(request.fleet, request.cluster, node);
    return { plan, revision, key: names.secretsKey(request.cluster, plan.role, revision) };
  });
}

function materialFor(
  bundles: readonly Wanted[],
  request: BundleRequest,
  ports: SecretsPorts,
  signal: AbortSignal,
): Promise<Material> {
  const { fleet, cluster, generations, loadBalancers } = request;
  const inventory = certificateInventory(fleet, cluster, { loadBalancers });
  const dependences = bundles.map(({ plan }) => dependenceOf(plan, inventory));
  const contents = bundles.flatMap(({ plan }) => plan.files.map(({ content }) => content));
  const what = {
    cluster: cluster.name,
    inventory,
    generations,
    leaves: new Set(contents.flatMap(({ kind, of }) => (kind === 'certificate' || kind === 'key' ? [of] : []))),
    trusted: new Set(dependences.flatMap(({ trusted }) => [...trusted])),
    used: new Set(dependences.flatMap(({ used }) => [...used])),
  };
  return readyMaterial(what, ports, signal);
}

async function putBundle(
  { plan, revision, key }: Wanted,
  from: FileSources,
  { request, ports, signal }: { request: BundleRequest; ports: SecretsPorts; signal: AbortSignal },
): Promise<void> {
  const { role } = plan;
  const cluster = request.cluster.name;
  const files: BundledFile[] = [];
  for (const file of plan.files) {
    const plaintext = fileContent(file.content, from);
    const context = { cluster, role, revision, file: file.path };
    const what = `${file.path} of ${cluster} ${plan.node}`;
    const ciphertexts = await encryptInParts(ports.clusterKey, { plaintext, context, what }, signal);
    const certificate = certificateOfKey(plan, file)?.path;
    files.push({ path: file.path, mode: octal(file.mode), ...(certificate && { certificate }), ciphertexts });
  }
  const bundle: SecretsBundle = { format: bundleFormat, cluster, role, revision, files };
  await ports.clusterObjects.putIfAbsent(key, JSON.stringify(bundle), signal);
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
