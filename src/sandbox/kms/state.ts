import type { PartitionKey, World } from '../world.js';

/** KMS of one account and region. */
export interface KmsState {
  /** By key id. */
  readonly keys: Record<string, Key>;
  /** Alias name (with `alias/`) to key id. */
  readonly aliases: Record<string, Alias>;
}

export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly accountId: string;
  /** Times are milliseconds since 1970. */
  readonly createdAt: number;
  /** 32 random bytes in Base64. */
  readonly material: string;
  description: string;
  enabled: boolean;
  rotation: boolean;
  /** The document as it was given. */
  policy: string;
  tags: Record<string, string>;
  deletionAt?: number;
  /** For a key that a stack made: the window of its deletion. */
  pendingWindowDays?: number;
}

export interface Alias {
  readonly name: string;
  keyId: string;
  readonly createdAt: number;
  updatedAt: number;
}

export interface KmsPlace {
  readonly accountId: string;
  readonly region: string;
}

export function kmsState(world: World, place: KmsPlace): KmsState {
  return world.partition<KmsState>(kmsPartition(place), () => ({ keys: {}, aliases: {} }));
}

export function saveKms(world: World, place: KmsPlace): Promise<void> {
  return world.changed(kmsPartition(place));
}

function kmsPartition({ accountId, region }: KmsPlace): PartitionKey {
  return { service: 'kms', accountId, region };
}

export function aliasArn(place: KmsPlace, name: string): string {
  return `arn:aws:kms:${place.region}:${place.accountId}:${name}`;
}
