import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { ChangeSets, Stacks, Storage } from '../apply/ports.js';
import type { KeyService, ObjectStore } from '../apply/secrets/ports.js';
import type { Target } from '../model/fleet.js';
import type { NodeReader, StackReader } from '../observe/ports.js';
import { placeOf, targetKey } from '../observe/snapshot.js';
import type { ParameterStore } from '../observe/source-ports.js';
import { type CallCount, callCounter } from './call-counter.js';
import { awsChangeSets } from './change-sets.js';
import { type ClientSettings, clientSettings, silenceNodeVersionWarning } from './client-settings.js';
import { type Environment, endpointOf } from './endpoint.js';
import { explain } from './failure.js';
import { kmsKey } from './keys.js';
import { awsNodes } from './nodes.js';
import { s3Objects } from './objects.js';
import { awsParameters } from './parameters.js';
import { type Credentials, type RoleUse, roleSessions } from './role-session.js';
import type { Send } from './sender.js';
import { awsStacks } from './stacks.js';

/** AWS as the layers above see it. Nothing is called before it is needed. */
export interface Connection {
  /** Ports that act with the accounts' roles of this use. */
  as(use: RoleUse): AwsPorts;
  /** What was called so far, with all roles. */
  calls(): readonly CallCount[];
  /** Ends idle connections. */
  close(): void;
}

export interface AwsPorts {
  readonly stacks: StackReader & Stacks;
  readonly changeSets: ChangeSets;
  readonly nodes: NodeReader;
  readonly storage: Storage;
  readonly parameters: ParameterStore;
}

/** Throws AppError `endpoint-missing` or `endpoint-refused` unless the environment names an endpoint on this machine. */
export function connect(env: Environment, now: () => number): Connection {
  silenceNodeVersionWarning();
  const endpoint = endpointOf(env);
  const calls = callCounter();
  const open: { destroy(): void }[] = [];
  const connected = new Map<RoleUse, AwsPorts>();
  const portsFor = (use: RoleUse): AwsPorts => {
    const sessions = roleSessions({ endpoint, env, use, calls, now });
    /** One client per account and region, made when its role is verified. */
    const clients = <Client extends { destroy(): void }>(make: (options: ClientOptions) => Client) => {
      const made = new Map<string, Client>();
      return async (target: Target, signal: AbortSignal): Promise<Client> => {
        const credentials = await sessions.credentials(target.account, target.region, signal);
        const key = targetKey(placeOf(target));
        const client = made.get(key) ?? make({ ...clientSettings(endpoint, target.region), credentials });
        if (!made.has(key)) open.push(client);
        made.set(key, client);
        return client;
      };
    };
    const cloudFormation = clients(options => {
      const client = new CloudFormationClient(options);
      calls.watch(client.middlewareStack, 'cloudformation');
      return client;
    });
    const autoScaling = clients(options => {
      const client = new AutoScalingClient(options);
      calls.watch(client.middlewareStack, 'autoscaling');
      return client;
    });
    const s3 = clients(options => {
      const client = new S3Client({ ...options, forcePathStyle: true });
      calls.watch(client.middlewareStack, 's3');
      return client;
    });
    const kms = clients(options => {
      const client = new KMSClient(options);
      calls.watch(client.middlewareStack, 'kms');
      return client;
    });
    const ssm = clients(options => {
      const client = new SSMClient(options);
      calls.watch(client.middlewareStack, 'ssm');
      return client;
    });
    const sender =
      <Client>(client: (target: Target, signal: AbortSignal) => Promise<Client>): Send<Client> =>
      async (target, signal, action, call) => {
        try {
          return await call(await client(target, signal));
        } catch (error) {
          const { accountId, region } = placeOf(target);
          throw explain(error, { endpoint, action, accountId, region, role: target.account.roles[use] }, signal);
        }
      };
    const send = sender(cloudFormation);
    return {
      stacks: awsStacks(send),
      changeSets: awsChangeSets(send),
      nodes: awsNodes(sender(autoScaling)),
      parameters: awsParameters(sender(ssm)),
      storage: {
        bucket: (target, name) => lazyBucket(async signal => s3Objects(await s3(target, signal), name)),
        key: (target, arn) => lazyKey(async signal => kmsKey(await kms(target, signal), arn)),
      },
    };
  };
  return {
    as(use) {
      const ports = connected.get(use) ?? portsFor(use);
      connected.set(use, ports);
      return ports;
    },
    calls: () => calls.counts(),
    close() {
      for (const client of open) client.destroy();
    },
  };
}

type ClientOptions = ClientSettings & { readonly credentials: Credentials };

function lazyBucket(open: (signal: AbortSignal) => Promise<ObjectStore>): ObjectStore {
  return {
    get: async (key, signal) => (await open(signal)).get(key, signal),
    putIfAbsent: async (key, body, signal) => (await open(signal)).putIfAbsent(key, body, signal),
    putIfMatch: async (key, body, etag, signal) => (await open(signal)).putIfMatch(key, body, etag, signal),
    list: async (prefix, signal) => (await open(signal)).list(prefix, signal),
    remove: async (keys, signal) => (await open(signal)).remove(keys, signal),
  };
}

function lazyKey(open: (signal: AbortSignal) => Promise<KeyService>): KeyService {
  return {
    encrypt: async (plaintext, context, signal) => (await open(signal)).encrypt(plaintext, context, signal),
    decrypt: async (ciphertext, context, signal) => (await open(signal)).decrypt(ciphertext, context, signal),
  };
}
