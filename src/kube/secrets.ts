import { setTimeout } from 'node:timers/promises';
import type { ConfigurationOptions, CoreV1Api, V1Secret } from '@kubernetes/client-node';
import { secret } from '../model/secret.js';
import type { KubernetesSecret, KubernetesSecrets, SecretName } from '../observe/source-ports.js';
import { explain, isUnreached, type KubeCall, mayPass, statusOf } from './failure.js';
import { type Environment, managementCluster } from './kube-config.js';

/** An annotation by which a Secret's owner says when its content has changed, so that other edits change nothing. */
export const versionAnnotation = 'clusterwright.io/version';

/** Secrets of the management cluster. Nothing is read or loaded before it is needed. */
export function kubernetesSecrets(env: Environment): KubernetesSecrets {
  let opened: Promise<Client> | undefined;
  const request: Request = async (call, send, signal) => {
    opened ??= open(env);
    // A kubeconfig that is missing now may be there at the next tick.
    opened.catch(() => {
      opened = undefined;
    });
    return sendWith(await opened, call, { send, signal });
  };
  return {
    async version(name, signal) {
      const found = await one(name, request, { accept: metadataOnly, signal });
      return found && versionOf(found);
    },
    async read(name, signal) {
      const found = await one(name, request, { accept: everything, signal });
      return found && decoded(found);
    },
    async labelled(labels, signal) {
      const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
      const what = `list Secrets with ${selector.join(' and ')}`;
      const found: V1Secret[] = [];
      let token: string | undefined;
      do {
        const page = {
          labelSelector: selector.join(','),
          limit: 100,
          ...(token !== undefined && { _continue: token }),
        };
        const { items, metadata } = await request(
          { what, verb: 'list', namespace: undefined },
          (core, options) => core.listSecretForAllNamespaces(page, options(everything)),
          signal,
        );
        found.push(...items);
        token = metadata?._continue === '' ? undefined : metadata?._continue;
      } while (token !== undefined);
      return found.map(decoded).toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    },
  };
}

const everything = 'application/json';
/** The server leaves the content out. https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

type Options = ConfigurationOptions;
type Send<Output> = (core: CoreV1Api, options: (accept: string) => Options) => Promise<Output>;
type Request = <Output>(call: Omit<KubeCall, 'server'>, send: Send<Output>, signal: AbortSignal) => Promise<Output>;

interface Client {
  readonly core: CoreV1Api;
  readonly server: string;
  /** How and when the server was not reached last, so that a fleet's Secrets do not wait for it one after the other. */
  unreached?: { readonly error: unknown; readonly atMs: number };
  readonly options: (accept: string, signal: AbortSignal) => Options;
}

async function open(env: Environment): Promise<Client> {
  const { CoreV1Api, Observable } = await import('@kubernetes/client-node');
  const config = await managementCluster(env);
  const unchanged = <Value>(value: Value) => new Observable(Promise.resolve(value));
  return {
    core: config.makeApiClient(CoreV1Api),
    server: config.getCurrentCluster()?.server ?? '',
    options: (accept, signal) => ({
      middlewareMergeStrategy: 'append',
      middleware: [
        {
          pre(context) {
            context.setHeaderParam('Accept', accept);
            context.setSignal(signal);
            return unchanged(context);
          },
          post: unchanged,
        },
      ],
    }),
  };
}

const attempts = 4;
const timeoutMs = 10_000;
const firstDelayMs = 100;
const unreachedKeptMs = 5000;

async function sendWith<Output>(
  client: Client,
  what: Omit<KubeCall, 'server'>,
  { send, signal }: { readonly send: Send<Output>; readonly signal: AbortSignal },
): Promise<Output> {
  const { core, server, options, unreached } = client;
  const call = { ...what, server };
  if (unreached !== undefined && performance.now() - unreached.atMs < unreachedKeptMs) {
    throw explain(unreached.error, call, signal);
  }
  for (let attempt = 1; ; attempt++) {
    const timely = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      return await send(core, accept => options(accept, timely));
    } catch (error) {
      if (signal.aborted || attempt === attempts || !mayPass(error)) {
        if (!signal.aborted && isUnreached(error)) client.unreached = { error, atMs: performance.now() };
        throw explain(error, call, signal);
      }
      await setTimeout(firstDelayMs * 2 ** attempt * (0.5 + Math.random()), undefined, { signal });
    }
  }
}

async function one(
  { namespace, name }: SecretName,
  request: Request,
  { accept, signal }: { readonly accept: string; readonly signal: AbortSignal },
): Promise<V1Secret | undefined> {
  const call = { what: `read Secret ${namespace}/${name}`, verb: 'get', namespace } as const;
  return request(
    call,
    async (core, options) => {
      try {
        return await core.readNamespacedSecret({ namespace, name }, options(accept));
      } catch (error) {
        const status = statusOf(error);
        // Without words it comes from something else than an API server.
        if (status?.code === 404 && status.message !== undefined) return undefined;
        throw error;
      }
    },
    signal,
  );
}

function decoded(found: V1Secret): KubernetesSecret {
  const { metadata, data = {} } = found;
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    version: versionOf(found),
    labels: metadata?.labels ?? {},
    data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, secret(Buffer.from(text, 'base64'))])),
  };
}

function versionOf({ metadata }: V1Secret): string {
  return metadata?.annotations?.[versionAnnotation] ?? metadata?.resourceVersion ?? '';
}

function placeOf({ namespace, name }: KubernetesSecret): string {
  return `${namespace}/${name}`;
}
