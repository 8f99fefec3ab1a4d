import type { BundleRequest, SecretsBundle } from '../../../src/apply/secrets/bundle.js';
import type { Generations } from '../../../src/model/secrets.js';
import { type SecretsDecision, secretsRevision } from '../../../src/pki/revision.js';
import { secretsPlan } from '../../../src/pki/secrets-plan.js';
import { exampleCluster, exampleFleet, exampleGenerations, exampleKeyArn } from '../../pki/example-fleet.js';
import type { MemoryWorld } from './memory-ports.js';

/** What the applier asks for nodes of the example cluster. */
export function requestFor(nodes: readonly string[], change: Partial<SecretsDecision> = {}): BundleRequest {
  const decision: Omit<SecretsDecision, 'node'> = {
    fleet: exampleFleet,
    cluster: exampleCluster,
    generations: exampleGenerations,
    keyArn: exampleKeyArn,
    loadBalancers: [],
    sources: {},
    ...change,
  };
  const revisions = nodes.map(node => [node, secretsRevision({ ...decision, node })] as const);
  return { ...decision, revisions: Object.fromEntries(revisions) };
}

/** The example's generations with some changed. */
export function generations(leaves: string, rotating: Partial<Generations['rotating']> = {}): Generations {
  return { leaves, rotating: { ...exampleGenerations.rotating, ...rotating } };
}

/** Key of a node's bundle. */
export function bundleKey({ cluster, revisions }: BundleRequest, node: string): string {
  return `secrets/${secretsPlan(cluster, node).role}/${revisions[node]}.json`;
}

/** The files of a node's bundle, decrypted as the node does it: path to content. */
export async function openBundle(
  { cluster, ports }: Pick<MemoryWorld, 'cluster' | 'ports'>,
  request: BundleRequest,
  node: string,
): Promise<Map<string, string>> {
  const bundle = JSON.parse(cluster.get(bundleKey(request, node))?.body ?? '') as SecretsBundle;
  const opened = new Map<string, string>();
  for (const { path, ciphertexts } of bundle.files) {
    const head = { cluster: bundle.cluster, role: bundle.role, revision: bundle.revision, file: path };
    const parts: Buffer[] = [];
    for (const [index, ciphertext] of ciphertexts.entries()) {
      const context = { ...head, part: `${index + 1}/${ciphertexts.length}` };
      const { signal } = new AbortController();
      parts.push((await ports.clusterKey.decrypt(Buffer.from(ciphertext, 'base64'), context, signal)).reveal());
    }
    opened.set(path, Buffer.concat(parts).toString());
  }
  return opened;
}
