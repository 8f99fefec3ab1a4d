import type { CoreV1Api, KubeConfig, V1Secret } from '@kubernetes/client-node';
import { AppError } from '../errors.js';
import { explain, type KubeCall, statusOf } from './failure.js';

export interface RewriteResult {
  /** Stored under another key than the one in use, and written anew. */
  readonly rewritten: number;
  /** There when the last round began. */
  readonly seen: number;
}

/** Each round but the last one met somebody who writes with an old key; masters with an old configuration, say. */
const rounds = 3;

/**
 * Writes every Secret of a cluster as it is, so that the API server stores it under the key in use: it leaves alone what is
 * stored so already, and does not take an unchanged object for done where an old key closed it. Goes round until a whole
 * round changes nothing. What somebody else changes or deletes meanwhile needs no care. Doing it again is doing it once.
 * Throws AppError `secrets-still-old` if that takes too long, and for what the API server refuses.
 */
export async function rewriteSecrets(config: KubeConfig, signal: AbortSignal): Promise<RewriteResult> {
  const { CoreV1Api } = await import('@kubernetes/client-node');
  const core = config.makeApiClient(CoreV1Api);
  const server = config.getCurrentCluster()?.server ?? '';
  let rewritten = 0;
  for (let round = 0; round < rounds; round++) {
    const { seen, changed } = await oneRound(core, server, signal);
    rewritten += changed;
    if (changed === 0) return { rewritten, seen };
  }
  throw new AppError('secrets-still-old', `Secrets in ${server} keep being stored under an old key`, {
    hint: 'find out which API server still uses it: every master must have the last step of the rotation',
  });
}

async function oneRound(core: CoreV1Api, server: string, signal: AbortSignal) {
  let [seen, changed] = [0, 0];
  let token: string | undefined;
  do {
    const page = await listed(core, token, { server, signal });
    for (const found of page.items) {
      signal.throwIfAborted();
      seen += 1;
      if (await changedByWriting(core, found, { server, signal })) changed += 1;
    }
    token = page.metadata?._continue === '' ? undefined : page.metadata?._continue;
  } while (token !== undefined);
  return { seen, changed };
}

interface Where {
  readonly server: string;
  readonly signal: AbortSignal;
}

async function listed(core: CoreV1Api, token: string | undefined, { server, signal }: Where) {
  try {
    return await core.listSecretForAllNamespaces({ limit: 200, ...(token !== undefined && { _continue: token }) });
  } catch (error) {
    throw explain(error, { what: 'list Secrets', verb: 'list', namespace: undefined, server }, signal);
  }
}

/** Whether the stored object is another one afterwards. */
async function changedByWriting(core: CoreV1Api, body: V1Secret, { server, signal }: Where): Promise<boolean> {
  const { name = '', namespace = '', resourceVersion } = body.metadata ?? {};
  try {
    const written = await core.replaceNamespacedSecret({ name, namespace, body });
    return written.metadata?.resourceVersion !== resourceVersion;
  } catch (error) {
    // Deleted, or written by somebody else since it was listed: in either case nothing old is left of it.
    const code = statusOf(error)?.code;
    if (code === 404 || code === 409) return false;
    const call: KubeCall = { what: `write Secret ${namespace}/${name}`, verb: 'update', namespace: undefined, server };
    throw explain(error, call, signal);
  }
}
