import type { Secret } from '../../model/secret.js';
import type { SecretSources } from '../../observe/source-ports.js';

/**
 * A bucket. Every write is conditional, so that of two appliers that race exactly one wins and the other is told.
 * Strongly consistent: a write that succeeded is seen by every later read.
 */
export interface ObjectStore {
  /** Undefined when there is no such object. */
  get(key: string, signal: AbortSignal): Promise<StoredObject | undefined>;
  putIfAbsent(key: string, body: string, signal: AbortSignal): Promise<'stored' | 'exists'>;
  /** Replaces the object only if it is still the one that was read with this etag. */
  putIfMatch(key: string, body: string, etag: string, signal: AbortSignal): Promise<'stored' | 'changed'>;
  /** Objects whose keys begin with this, in the order of their keys, all pages. */
  list(prefix: string, signal: AbortSignal): Promise<readonly ListedObject[]>;
  /** Those that are not there are passed over. A bucket with versions keeps what it held. */
  remove(keys: readonly string[], signal: AbortSignal): Promise<void>;
}

export interface ListedObject {
  readonly key: string;
  /** When it was stored. */
  readonly lastModified: Date;
}

export interface StoredObject {
  /** Text in UTF-8. */
  readonly body: string;
  /** Opaque, as the store gave it. */
  readonly etag: string;
}

/** One KMS key. Two calls of `encrypt` give different ciphertexts, so ciphertext never decides anything. */
export interface KeyService {
  /** At most `plaintextLimit` bytes. */
  encrypt(plaintext: Secret, context: EncryptionContext, signal: AbortSignal): Promise<Uint8Array>;
  /** Throws unless the ciphertext was made with this key and exactly this context. */
  decrypt(ciphertext: Uint8Array, context: EncryptionContext, signal: AbortSignal): Promise<Secret>;
}

/** Authenticated with the ciphertext and written to CloudTrail in clear, so never secret. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** Bytes that KMS Encrypt takes, https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const plaintextLimit = 4096;

/** What issuing and bundling acts through. */
export interface SecretsPorts {
  /** Bucket and key of the fleet's store, in the management account. */
  readonly storeObjects: ObjectStore;
  readonly storeKey: KeyService;
  /** Bucket and key of the cluster, in its own account. */
  readonly clusterObjects: ObjectStore;
  readonly clusterKey: KeyService;
  /** Where specs refer to. */
  readonly sources: SecretSources;
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Uint8Array;
}
