import { AppError } from '../../errors.js';
import { openidConfiguration } from '../../model/openid-configuration.js';
import { keySet } from '../../pki/jwks.js';
import { sourcedPlan } from '../../pki/offered-plan.js';
import type { BundleRequest } from './bundle.js';
import { fileContent } from './contents.js';
import { readyMaterial } from './material.js';
import type { ObjectStore, SecretsPorts } from './ports.js';
import { readSources } from './sources.js';

/**
 * Puts what the issuer of a cluster's tokens serves into the bucket behind it: where the keys are, and every public key
 * that is trusted. To be called before masters change, so that nobody meets a token whose key is not known yet. What
 * stands there already is not written again.
 */
export async function publishIdentity(
  request: BundleRequest,
  { ports, objects }: { readonly ports: SecretsPorts; readonly objects: ObjectStore },
  signal: AbortSignal,
): Promise<void> {
  const { cluster } = request;
  const { bucket } = cluster.workloadIdentity ?? {};
  const configuration = openidConfiguration(cluster);
  if (bucket === undefined || configuration === undefined) return;
  const keys = keySet(await publicKeys(request, ports, signal));
  await write(objects, `${bucket.folder}openid/v1/jwks`, `${JSON.stringify(keys, null, 2)}\n`, signal);
  await write(objects, `${bucket.folder}.well-known/openid-configuration`, configuration, signal);
}

/** PEM, as the API server trusts them. */
async function publicKeys(
  request: BundleRequest,
  ports: SecretsPorts,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { fleet, cluster, generations, revisions } = request;
  const [node = ''] = Object.keys(revisions);
  const contents = sourcedPlan(fleet, cluster, node).files.map(({ content }) => content);
  const content = contents.find(({ kind }) => kind === 'public-keys');
  if (content === undefined) return [];
  const sources = await readSources([content], request, { sources: ports.sources, signal });
  const needed = { leaves: new Set<string>(), trusted: new Set(['service-account'] as const), used: new Set<never>() };
  const material = await readyMaterial({ cluster: cluster.name, inventory: [], ...needed, generations }, ports, signal);
  const text = fileContent(content, { material, sources, generations }).reveal().toString();
  return text.split(/(?<=-----END PUBLIC KEY-----\n)/);
}

const rounds = 5;

/** Of two appliers the later one wins, with what it decided from a newer look. */
async function write(objects: ObjectStore, key: string, body: string, signal: AbortSignal): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const there = await objects.get(key, signal);
    if (there?.body === body) return;
    const outcome =
      there === undefined
        ? await objects.putIfAbsent(key, body, signal)
        : await objects.putIfMatch(key, body, there.etag, signal);
    if (outcome === 'stored') return;
  }
  throw new AppError('identity-busy', `${key} kept changing while it was written`, { kind: 'transient' });
}
