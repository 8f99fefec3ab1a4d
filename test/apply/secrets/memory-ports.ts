import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyService, ObjectStore, SecretsPorts, StoredObject } from '../../../src/apply/secrets/ports.js';
import { plaintextLimit } from '../../../src/apply/secrets/ports.js';
import { canonicalJson, sha256 } from '../../../src/model/digest.js';
import { secret } from '../../../src/model/secret.js';
import type { SecretSources } from '../../../src/observe/source-ports.js';
import { memorySources } from '../../observe/memory-sources.js';

/** Both accounts in memory, as strict as the port's contract. The same ports may be given to several appliers. */
export interface MemoryWorld {
  readonly ports: SecretsPorts;
  readonly store: ReadonlyMap<string, StoredObject>;
  readonly cluster: ReadonlyMap<string, StoredObject>;
  /** Calls so far, for example `storeObjects.get pki/prod-a/index.json`. */
  readonly calls: readonly string[];
  readonly keys: { readonly store: KeyService; readonly cluster: KeyService };
}

/** Where a world begins: with the objects of another one, and under its keys. */
type Beginning = Pick<MemoryWorld, 'store' | 'cluster' | 'keys'>;

/** `before` runs ahead of every call, counted from 1, and may throw or wait. `after` likewise, when it took effect. */
export function memoryWorld(
  hooks: {
    before?: (count: number) => unknown;
    after?: (count: number) => unknown;
    now?: () => Date;
    sources?: SecretSources;
  } = {},
  beginning?: Beginning,
): MemoryWorld {
  const store = new Map<string, StoredObject>(beginning?.store);
  const cluster = new Map<string, StoredObject>(beginning?.cluster);
  const keys = beginning?.keys ?? { store: memoryKey(), cluster: memoryKey() };
  const calls: string[] = [];
  const watched = <Port extends object>(name: string, port: Port): Port =>
    new Proxy(port, {
      get:
        (target, method) =>
        async (...args: unknown[]) => {
          const count = calls.push(`${name}.${String(method)} ${typeof args[0] === 'string' ? args[0] : ''}`.trimEnd());
          // A call is a round trip: whatever else is running gets its turn.
          await new Promise(setImmediate);
          await hooks.before?.(count);
          const call = Reflect.get(target, method) as (...args: unknown[]) => unknown;
          const answer = await call.apply(target, args);
          await hooks.after?.(count);
          return answer;
        },
    });
  const ports: SecretsPorts = {
    storeObjects: watched('storeObjects', memoryObjects(store)),
    storeKey: watched('storeKey', keys.store),
    clusterObjects: watched('clusterObjects', memoryObjects(cluster)),
    sources: hooks.sources ?? memorySources(),
    clusterKey: watched('clusterKey', keys.cluster),
    now: hooks.now ?? (() => new Date('2026-11-21T10:00:00Z')),
    randomBytes,
  };
  return { ports, store, cluster, calls, keys };
}

function memoryObjects(objects: Map<string, StoredObject>): ObjectStore {
  const store = (key: string, body: string) => {
    objects.set(key, { body, etag: `"${sha256(body)}"` });
    return 'stored' as const;
  };
  return {
    async get(key, signal) {
      signal.throwIfAborted();
      return objects.get(key);
    },
    async putIfAbsent(key, body, signal) {
      signal.throwIfAborted();
      return objects.has(key) ? 'exists' : store(key, body);
    },
    async putIfMatch(key, body, etag, signal) {
      signal.throwIfAborted();
      return objects.get(key)?.etag === etag ? store(key, body) : 'changed';
    },
    async list(prefix, signal) {
      signal.throwIfAborted();
      const keys = [...objects.keys()].filter(key => key.startsWith(prefix)).toSorted();
      return keys.map(key => ({ key, lastModified: new Date(0) }));
    },
    async remove(keys, signal) {
      signal.throwIfAborted();
      for (const key of keys) objects.delete(key);
    },
  };
}

function memoryKey(): KeyService {
  const key = randomBytes(32);
  return {
    async encrypt(plaintext, context, signal) {
      signal.throwIfAborted();
      if (plaintext.reveal().length > plaintextLimit) throw new Error('ValidationException');
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(canonicalJson(context)));
      const encrypted = Buffer.concat([cipher.update(plaintext.reveal()), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]);
    },
    async decrypt(ciphertext, context, signal) {
      signal.throwIfAborted();
      const decipher = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(0, 12));
      decipher.setAAD(Buffer.from(canonicalJson(context))).setAuthTag(ciphertext.subarray(12, 28));
      return secret(Buffer.concat([decipher.update(ciphertext.subarray(28)), decipher.final()]));
    },
  };
}
