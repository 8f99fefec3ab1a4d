import pLimit from 'p-limit';
import { AppError } from '../errors.js';
import type { Cluster } from '../model/fleet.js';
import { locate } from '../model/source.js';
import { type Seen, seen } from './seen.js';
import type { SecretName, SecretSources } from './source-ports.js';

/** An entry of `spec.secrets`. */
export type ReferredSecret = Cluster['secrets'][number];

const concurrentReads = 10;

/**
 * Versions of the secrets that clusters refer to, by cluster and then by name in its list, read without their contents.
 * Nothing is read for clusters that refer to none, and nothing twice.
 */
export async function secretVersions(
  clusters: readonly Cluster[],
  sources: SecretSources,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Seen<string>>>> {
  const limit = pLimit(concurrentReads);
  const kubernetes = new Map<string, Promise<Seen<string | undefined>>>();
  const versionOf = (name: SecretName) => {
    const key = `${name.namespace}/${name.name}`;
    const version = kubernetes.get(key) ?? limit(() => seen(() => sources.kubernetes.version(name, signal), signal));
    kubernetes.set(key, version);
    return version;
  };
  const read = async (cluster: Cluster) => {
    const names = cluster.secrets.flatMap(({ secretRef }) => secretRef.ssm?.name ?? []);
    const parameters =
      names.length === 0
        ? { found: new Map<string, string>() }
        : await limit(() => seen(() => sources.parameters.versions(cluster, names, signal), signal));
    const versions = cluster.secrets.map(async (file): Promise<readonly [string, Seen<string>]> => {
      const name = kubernetesName(cluster, file);
      const version = name === undefined ? inStore(parameters, file) : await versionOf(name);
      return [file.name, version.found === undefined ? absent(version, cluster, file) : { found: version.found }];
    });
    return [cluster.name, new Map(await Promise.all(versions))] as const;
  };
  return new Map(await Promise.all(clusters.filter(({ secrets }) => secrets.length > 0).map(read)));
}

/** Undefined for a secret in the parameter store. */
export function kubernetesName(cluster: Cluster, { secretRef }: ReferredSecret): SecretName | undefined {
  const { kubernetes } = secretRef;
  return kubernetes && { namespace: kubernetes.namespace ?? cluster.name, name: kubernetes.name };
}

/** Where a secret comes from, in words: `parameter /payments/token in account 111122223333, eu-central-1`. */
export function describeSource(cluster: Cluster, file: ReferredSecret): string {
  const name = kubernetesName(cluster, file);
  if (name !== undefined) return `Secret ${name.namespace}/${name.name} of the management cluster`;
  return `parameter ${file.secretRef.ssm?.name} in account ${cluster.account.id}, ${cluster.region}`;
}

/** What an error is about: `secret registry-token of prod-a (clusters/prod-a.yaml:31:7)`. */
export function describeSecret(cluster: Cluster, file: ReferredSecret): string {
  const index = cluster.secrets.indexOf(file);
  const { file: path, line, column } = locate(cluster.source, `/spec/secrets/${index}`);
  return `secret ${file.name} of ${cluster.name} (${path}:${line}:${column})`;
}

function inStore(
  parameters: Seen<ReadonlyMap<string, string>>,
  { secretRef }: ReferredSecret,
): Seen<string | undefined> {
  if (parameters.found === undefined) return parameters;
  return { found: parameters.found.get(secretRef.ssm?.name ?? '') };
}

function absent(version: Seen<string | undefined>, cluster: Cluster, file: ReferredSecret): Seen<string> {
  const what = describeSecret(cluster, file);
  if ('problem' in version) {
    const { code, message, hint, kind } = version.problem;
    const options = { kind, cause: version.problem, ...(hint !== undefined && { hint }) };
    return { ...version, problem: new AppError(code, `${what}: ${message}`, options) };
  }
  const problem = new AppError('secret-missing', `${what}: there is no ${describeSource(cluster, file)}`, {
    hint: `${howToMake(cluster, file)}, or correct its secretRef`,
  });
  return { found: undefined, problem, waits: false };
}

/** The secret comes from a file: on a command line it would be there for everybody to see. */
function howToMake(cluster: Cluster, file: ReferredSecret): string {
  const { ssm, kubernetes } = file.secretRef;
  const name = kubernetesName(cluster, file);
  if (name === undefined) {
    const place = `--region ${cluster.region} --name ${ssm?.name}`;
    return `aws ssm put-parameter ${place} --type SecureString --value file://FILE`;
  }
  return `kubectl --namespace ${name.namespace} create secret generic ${name.name} --from-file=${kubernetes?.key}=FILE`;
}
