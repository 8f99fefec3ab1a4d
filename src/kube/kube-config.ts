import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { AppError } from '../errors.js';
import type { Secret } from '../model/secret.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Of the service account that a pod runs as. */
const podToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * The management cluster as kubectl would find it: KUBECONFIG (files are merged), `~/.kube/config`, or the service account
 * of the pod. Throws AppError `no-kubeconfig` or `bad-kubeconfig`.
 */
export async function managementCluster(env: Environment): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const [first, ...others] = kubeconfigFiles(env);
  if (first === undefined) {
    if (!existsSync(podToken)) throw noKubeconfig();
    config.loadFromCluster();
    return config;
  }
  readInto(config, first);
  for (const file of others) {
    const further = new KubeConfig();
    readInto(further, file);
    merge(config, further);
  }
  if (config.getCurrentCluster() === null) throw noCurrentContext(config, first);
  return config;
}

/** What a kubeconfig says, by its current context. Throws AppError `bad-kubeconfig`. */
export async function kubeconfigFrom(
  given: { readonly file: string } | { readonly text: Secret },
): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  if ('text' in given) config.loadFromString(given.text.reveal().toString());
  else readInto(config, given.file);
  if (config.getCurrentCluster() === null) throw noCurrentContext(config, 'file' in given ? given.file : 'it');
  return config;
}

/** Files that KUBECONFIG names and that are not there are left out, as kubectl does. */
function kubeconfigFiles({ KUBECONFIG: named, HOME: home }: Environment): readonly string[] {
  if (named !== undefined && named !== '') {
    const files = named.split(delimiter).filter(file => file !== '');
    const there = files.filter(file => existsSync(file));
    if (there.length === 0) throw noKubeconfig(`KUBECONFIG names ${files.join(', ')}, which is not there`);
    return there;
  }
  const usual = home === undefined ? undefined : join(home, '.kube', 'config');
  return usual !== undefined && existsSync(usual) ? [usual] : [];
}

function readInto(config: KubeConfig, file: string): void {
  try {
    config.loadFromFile(file);
  } catch {
    // Without the parser's error, which would quote what may be a token.
    throw new AppError('bad-kubeconfig', `${file} is no kubeconfig that can be read`, {
      hint: `kubectl --kubeconfig ${file} config view shows what is wrong with it`,
    });
  }
}

/** As kubectl does it: what is named twice, and the current context, are taken from the file that comes first. */
function merge(config: KubeConfig, further: KubeConfig): void {
  further.clusters = newNames(further.clusters, config.clusters);
  further.users = newNames(further.users, config.users);
  further.contexts = newNames(further.contexts, config.contexts);
  config.mergeConfig(further, config.currentContext !== '');
}

function newNames<Named extends { readonly name: string }>(items: Named[], known: readonly Named[]): Named[] {
  return items.filter(({ name }) => !known.some(item => item.name === name));
}

function noKubeconfig(reason = 'neither KUBECONFIG nor ~/.kube/config says where it is'): AppError {
  return new AppError('no-kubeconfig', `the management cluster is needed for its Secrets, and ${reason}`, {
    hint: 'set KUBECONFIG to a kubeconfig whose current context is the management cluster',
  });
}

function noCurrentContext(config: KubeConfig, file: string): AppError {
  const names = config.getContexts().map(({ name }) => name);
  const known = names.length === 0 ? 'it has no contexts' : `its contexts are ${names.join(', ')}`;
  return new AppError('bad-kubeconfig', `${file} has no current context with a cluster; ${known}`, {
    hint: 'kubectl config use-context NAME chooses one',
  });
}
