import { randomBytes, randomUUID } from 'node:crypto';
import type { World } from '../world.js';
import { keyArn } from './key-lookup.js';
import { checkKeyPolicy, defaultKeyPolicy } from './key-policy.js';
import type { Key, KmsPlace } from './state.js';
import { kmsState } from './state.js';

const dayMs = 24 * 60 * 60 * 1000;
const rotationDays = 365;

export interface NewKey {
  readonly description?: string | undefined;
  /** A policy document as JSON text. */
  readonly policy?: string | undefined;
  readonly bypassLockoutCheck?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** A random one unless told. */
  readonly id?: string;
  readonly manager?: 'AWS';
}

/** Adds a key to the state, which the caller saves. */
export function addKey(world: World, place: KmsPlace, now: Date, options: NewKey): Key {
  const policy = options.policy ?? defaultKeyPolicy(place.accountId);
  checkKeyPolicy(policy, place.accountId, options.bypassLockoutCheck ?? false);
  const id = options.id ?? randomUUID();
  const key: Key = {
    id,
    arn: keyArn(place, id),
    accountId: place.accountId,
    createdAt: now.getTime(),
    material: randomBytes(32).toString('base64'),
    description: options.description ?? '',
    enabled: true,
    rotation: false,
    policy,
    tags: { ...options.tags },
    ...(options.manager && { manager: options.manager }),
  };
  kmsState(world, place).keys[id] = key;
  return key;
}

/** From now on the key cannot be used; after the window it is gone. */
export function scheduleDeletion(key: Key, now: Date, windowDays: number): void {
  key.deletionAt = now.getTime() + windowDays * dayMs;
  key.enabled = false;
}

/** Without a period a key that rotates already keeps its own. */
export function enableRotation(key: Key, now: Date, days = key.rotationPeriodDays ?? rotationDays): void {
  if (!key.rotation) key.rotationSince = now.getTime();
  key.rotation = true;
  key.rotationPeriodDays = days;
}

/** A key pending deletion does not rotate; it does again if the deletion is cancelled. */
export function rotationOf({ arn, rotation, rotationPeriodDays, rotationSince, createdAt, deletionAt }: Key): object {
  if (!rotation || deletionAt !== undefined) return { KeyId: arn, KeyRotationEnabled: false };
  const days = rotationPeriodDays ?? rotationDays;
  const next = (rotationSince ?? createdAt) + days * dayMs;
  return { KeyId: arn, KeyRotationEnabled: true, RotationPeriodInDays: days, NextRotationDate: next / 1000 };
}

export function keyState(key: Key): string {
  if (key.deletionAt !== undefined) return 'PendingDeletion';
  return key.enabled ? 'Enabled' : 'Disabled';
}

export function keyMetadata(key: Key): object {
  return {
    AWSAccountId: key.accountId,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.createdAt / 1000,
    Enabled: keyState(key) === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: keyState(key),
    ...(key.deletionAt === undefined ? {} : { DeletionDate: key.deletionAt / 1000 }),
    Origin: 'AWS_KMS',
    KeyManager: key.manager ?? 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}
