import type { Properties } from '../resource.js';
import type { PartitionKey, World } from '../world.js';
import type { Checksum } from './checksum.js';
import type { SettingName, Tree } from './setting-shapes.js';

/** Who owns which bucket name: names are unique in all of AWS. */
export interface BucketIndex {
  readonly buckets: Record<string, BucketPlace>;
}

export interface BucketPlace {
  readonly accountId: string;
  readonly region: string;
}

export interface Bucket {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** ISO 8601 */
  readonly createdAt: string;
  /** Undefined: never versioned. */
  versioning?: 'Enabled' | 'Suspended';
  /** The document as it was given. */
  policy?: string;
  /** What was put; null for a default that was deleted. */
  settings?: Partial<Record<SettingName, Tree | null>>;
  /** For a bucket that a stack made: the token of its creation, and its properties in the template. */
  madeFor?: string;
  declared?: Properties;
  /** For a policy that a stack made: the token of its creation. */
  policyMadeFor?: string;
  /** Multipart uploads by id, until they are completed or aborted. */
  uploads?: Record<string, Upload>;
  /** Versions of each key, newest first. Keys have a `/` before them: `__proto__` is a key that S3 takes. */
  readonly objects: Record<string, ObjectVersion[]>;
}

/** Which key of KMS an object is encrypted with. The sandbox asks KMS whenever S3 would, but keeps the bytes as they are. */
export interface Encryption {
  readonly algorithm: string;
  readonly keyArn: string;
  readonly bucketKey: boolean;
}

export type ObjectVersion = StoredObject | DeleteMarker;

export interface DeleteMarker {
  readonly deleteMarker: true;
  readonly versionId: string;
  readonly modifiedAt: string;
}

export interface StoredObject {
  readonly deleteMarker: false;
  /** `null` (as text) for what was written while the bucket was not versioned. */
  readonly versionId: string;
  /** ISO 8601 */
  readonly modifiedAt: string;
  readonly blob: string;
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  readonly checksum: Checksum;
  /** Headers to answer with, such as `content-type` and `x-amz-meta-…`. */
  readonly headers: Readonly<Record<string, string>>;
  /** By a key of KMS; by S3's own unless told. */
  readonly encryption?: Encryption;
  /** STANDARD unless told. */
  readonly storageClass?: string;
  /** Of an object that came in parts. */
  readonly parts?: readonly ObjectPart[];
  tags?: Tags;
}

export type Tags = Readonly<Record<string, string>>;

export interface ObjectPart {
  readonly number: number;
  readonly size: number;
  readonly checksum?: Checksum;
}

/** What a write says of the object beside its bytes. */
export type ObjectAttributes = Pick<StoredObject, 'headers' | 'encryption' | 'storageClass' | 'tags'>;

export interface Upload extends ObjectAttributes {
  readonly id: string;
  readonly key: string;
  /** ISO 8601 */
  readonly initiatedAt: string;
  /** As the request that began it says. */
  readonly checksum?: { readonly algorithm: string; readonly type: 'COMPOSITE' | 'FULL_OBJECT' };
  /** By number. */
  readonly parts: Record<string, UploadedPart>;
}

export interface UploadedPart extends ObjectPart {
  readonly blob: string;
  /** With its quotes. */
  readonly etag: string;
  /** ISO 8601 */
  readonly modifiedAt: string;
}

const indexPartition: PartitionKey = { service: 's3', accountId: 'global', region: 'global' };

export function bucketIndex(world: World): BucketIndex {
  return world.partition<BucketIndex>(indexPartition, () => ({ buckets: {} }));
}

/** The bucket of that name, whoever owns it. */
export function findBucket(world: World, name: string): Bucket | undefined {
  const { buckets } = bucketIndex(world);
  const place = Object.hasOwn(buckets, name) ? buckets[name] : undefined;
  return place && world.partition<Bucket>(bucketPartition({ name, ...place }), () => emptyBucket(name, place));
}

/** The bucket first, then its name: a name without a bucket could not be used or made again. */
export async function addBucket(world: World, name: string, place: BucketPlace, madeFor?: string): Promise<Bucket> {
  const bucket = world.partition<Bucket>(bucketPartition({ name, ...place }), () => emptyBucket(name, place));
  // A sandbox killed while it removed a bucket of this name may have left its settings.
  for (const member of Object.keys(bucket)) delete (bucket as unknown as Record<string, unknown>)[member];
  Object.assign(bucket, emptyBucket(name, place), madeFor !== undefined && { madeFor });
  bucketIndex(world).buckets[name] = place;
  await saveBucket(world, bucket);
  await world.changed(indexPartition);
  return bucket;
}

export async function removeBucket(world: World, bucket: Bucket): Promise<void> {
  delete bucketIndex(world).buckets[bucket.name];
  const removed = world.remove(bucketPartition(bucket));
  await world.changed(indexPartition);
  await removed;
}

export function saveBucket(world: World, bucket: Bucket): Promise<void> {
  return world.changed(bucketPartition(bucket));
}

export function versionsOf(bucket: Bucket, key: string): readonly ObjectVersion[] {
  return bucket.objects[`/${key}`] ?? [];
}

/** Replaces the versions of a key; none removes it. */
export function setVersions(bucket: Bucket, key: string, versions: readonly ObjectVersion[]): void {
  if (versions.length === 0) delete bucket.objects[`/${key}`];
  else bucket.objects[`/${key}`] = [...versions];
}

export function bucketArn(name: string, key?: string): string {
  return `arn:aws:s3:::${name}${key === undefined ? '' : `/${key}`}`;
}

function bucketPartition({ name, accountId, region }: BucketPlace & { readonly name: string }): PartitionKey {
  return { service: 's3', accountId, region, name };
}

function emptyBucket(name: string, place: BucketPlace): Bucket {
  return { name, accountId: place.accountId, region: place.region, createdAt: new Date().toISOString(), objects: {} };
}
