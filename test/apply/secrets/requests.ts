import type { BundleRequest, SecretsBundle } from '../../../src/apply/secrets/bundle.js';
import { firstGenerations } from '../../../src/model/secrets.js';
import { type SecretsDecision, secretsRevision } from '../../../src/pki/revision.js';
import { exampleCluster, exampleFleet, exampleKeyArn } from '../../pki/example-fleet.js';
import type { MemoryWorld } from './memory-ports.js';

/** What the applier asks for the example cluster. */
export function requestFor(role: string, change: Partial<SecretsDecision> = {}): BundleRequest {
  const decision: SecretsDecision = {
    fleet: exampleFleet,
    cluster: exampleCluster,
    role,
    generations: firstGenerations,
    keyArn: exampleKeyArn,
    ...change,
  };
  return { ...decision, revision: secretsRevision(decision) };
}

/** The bundle's files, decrypted as the node does it: path to content. */
export async function openBundle(
  { cluster, ports }: MemoryWorld,
  request: BundleRequest,
): Promise<Map<string, string>> {
  const body = cluster.get(`secrets/${request.role}/${request.revision}.json`)?.body ?? '';
  const bundle = JSON.parse(body) as SecretsBundle;
  const opened = new Map<string, string>();
  for (const { path, ciphertext } of bundle.files) {
    const context = { cluster: bundle.cluster, role: bundle.role, revision: bundle.revision, file: path };
    const plaintext = await ports.clusterKey.decrypt(
      Buffer.from(ciphertext, 'base64'),
      context,
      new AbortController().signal,
    );
    opened.set(path, plaintext.reveal().toString());
  }
  return opened;
}
