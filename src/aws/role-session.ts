import { setMaxListeners } from 'node:events';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { AppError } from '../errors.js';
import type { Account } from '../model/fleet.js';
import type { CallCounter } from './call-counter.js';
import { type ClientSettings, clientSettings } from './client-settings.js';
import { type Environment, reach } from './endpoint.js';
import { explain } from './failure.js';

type Identity = Awaited<ReturnType<ReturnType<typeof fromTemporaryCredentials>>>;
/** Asked by the SDK before every request. */
export type Credentials = () => Promise<Identity>;

/** The role of each account that is acted with. */
export type RoleUse = 'plan' | 'apply';

export interface RoleSessions {
  /**
   * Credentials of an account's role, assumed once and again shortly before they expire. Before they are given out the
   * first time, AWS is asked whose they are: throws AppError `wrong-account` unless it is the account of the spec.
   */
  credentials(account: Account, region: string, signal: AbortSignal): Promise<Credentials>;
}

export interface RoleSessionOptions {
  readonly endpoint: string;
  readonly env: Environment;
  readonly use: RoleUse;
  readonly calls: CallCounter;
  readonly now: () => number;
}

/** A denied role is not asked for again and again by the stacks that need it. */
const failureKeptMs = 30_000;

export function roleSessions(options: RoleSessionOptions): RoleSessions {
  const source = sourceCredentials(options.env);
  const sessions = new Map<string, { readonly provider: Promise<Credentials>; failedAt?: number }>();
  const open = async (account: Account, region: string, signal: AbortSignal) => {
    await reach(options.endpoint, signal);
    return verified(account, { ...options, region, source }, signal);
  };
  return {
    credentials(account, region, signal) {
      // Every call passes here. More than ten run at once, and Node would take their listeners for a leak.
      setMaxListeners(0, signal);
      // With the id, so that two accounts that name one role are both checked.
      const key = `${account.id} ${account.roles[options.use]}`;
      const known = sessions.get(key);
      if (known !== undefined && options.now() - (known.failedAt ?? Number.POSITIVE_INFINITY) < failureKeptMs) {
        return known.provider;
      }
      if (known !== undefined && known.failedAt === undefined) return known.provider;
      const session: { provider: Promise<Credentials>; failedAt?: number } = {
        provider: open(account, region, signal),
      };
      session.provider.catch(() => {
        session.failedAt = options.now();
      });
      sessions.set(key, session);
      return session.provider;
    },
  };
}

interface Opening extends RoleSessionOptions {
  readonly region: string;
  readonly source: Credentials;
}

async function verified(account: Account, opening: Opening, signal: AbortSignal): Promise<Credentials> {
  const role = account.roles[opening.use];
  const context = { endpoint: opening.endpoint, accountId: account.id, region: opening.region, role };
  const settings = clientSettings(opening.endpoint, opening.region);
  try {
    await opening.source();
  } catch (error) {
    throw explain(error, { ...context, action: 'GetCredentials' }, signal);
  }
  const provider = shared(assume(account, opening, settings), opening.now);
  try {
    await unlessAborted(provider(), signal);
  } catch (error) {
    throw explain(error, { ...context, action: 'AssumeRole' }, signal);
  }
  const client = new STSClient({ ...settings, credentials: provider });
  opening.calls.watch(client.middlewareStack, 'sts');
  try {
    const { Account: actual } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    if (actual !== account.id) throw wrongAccount(account, role, actual);
  } catch (error) {
    throw explain(error, { ...context, action: 'GetCallerIdentity' }, signal);
  } finally {
    client.destroy();
  }
  return provider;
}

function wrongAccount(account: Account, role: string, actual: string | undefined): AppError {
  return new AppError(
    'wrong-account',
    `role ${role} belongs to account ${actual ?? 'unknown'}, but Account ${account.name} says ${account.id}`,
    { hint: `correct the id or the role in ${account.source.file}` },
  );
}

function assume(account: Account, opening: Opening, settings: ClientSettings): Credentials {
  const provider = fromTemporaryCredentials({
    masterCredentials: opening.source,
    params: {
      RoleArn: account.roles[opening.use],
      RoleSessionName: `clusterwright-${opening.use}`,
      ...(account.externalId === undefined ? {} : { ExternalId: account.externalId }),
    },
    clientConfig: settings,
    clientPlugins: [{ applyToStack: stack => opening.calls.watch(stack, 'sts') }],
  });
  return () => provider();
}

/** Credentials from the given environment itself if they are there, else from wherever the SDK finds some. */
function sourceCredentials(env: Environment): Credentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = env;
  if (accessKeyId && secretAccessKey) {
    const sessionToken = AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {};
    return () => Promise.resolve({ accessKeyId, secretAccessKey, ...sessionToken });
  }
  return fromNodeProviderChain({ maxRetries: 0, timeout: 1000 });
}

/** One call at a time, and none while what is there lasts another five minutes. */
function shared(provider: Credentials, now: () => number): Credentials {
  let current: Identity | undefined;
  let pending: Promise<Identity> | undefined;
  return async () => {
    const expiresAt = current?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (current !== undefined && expiresAt - now() > 5 * 60_000) return current;
    pending ??= provider().finally(() => {
      pending = undefined;
    });
    current = await pending;
    return current;
  };
}

/** Assuming a role takes no signal; its answer is then left alone. */
function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
