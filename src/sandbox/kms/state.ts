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
  /** AWS managed, as the one that S3 makes; a customer's unless told. */
  readonly manager?: 'AWS';
  description: string;
  enabled: boolean;
  rotation: boolean;
  /** 365 unless told. */
  rotationPeriodDays?: number;
  /** When rotation was enabled. */
  rotationSince?: number;
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
  /** For an alias that a stack made: the token of its creation. */
  readonly madeFor?: string;
}

export interface KmsPlace {
  readonly accountId: string;
  readonly region: string;
}

/** KMS as it is at that time: a key whose waiting period is over is gone, and its aliases with it. */
export function kmsAt(world: World, place: KmsPlace, now: Date): KmsState {
  const state = kmsState(world, place);
  for (const { id, deletionAt } of Object.values(state.keys)) {
    if (deletionAt === undefined || deletionAt > now.getTime()) continue;
    delete state.keys[id];
    for (const alias of Object.values(state.aliases)) if (alias.keyId === id) delete state.aliases[alias.name];
  }
  return state;
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
