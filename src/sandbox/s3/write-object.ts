import { randomBytes } from 'node:crypto';
import { bucketFor } from './access.js';
import type { Checksum } from './checksum.js';
import { md5 } from './checksum.js';
import { checkWriteConditions } from './conditions.js';
import { s3Faults } from './faults.js';
import type { S3Request } from './operation.js';
import type { Bucket, ObjectAttributes, ObjectPart, ObjectVersion, StoredObject } from './state.js';
import { saveBucket, setVersions, versionsOf } from './state.js';

export interface NewObject {
  readonly bytes: Buffer;
  readonly checksum: Checksum;
  readonly attributes: ObjectAttributes;
  /** Of an object that came in parts. */
  readonly assembled?: { readonly etag: string; readonly parts: readonly ObjectPart[] };
  /** Called in the same instant as the version appears; may throw. */
  readonly also?: () => void;
}

/** Writes a version, if the bucket is still there and the request's conditions hold. */
export async function writeObject(s3: S3Request, bucket: Bucket, object: NewObject): Promise<StoredObject> {
  const { world, now, request, key, headers } = s3;
  const { bytes, checksum, attributes, assembled } = object;
  const blob = await world.blobs.write(bytes);
  try {
    // From here to the new version nothing waits, so of two conditional writes one wins. The bucket may be gone by now.
    if (bucketFor(world, request, s3.bucket, { right: 'PutObject', key }) !== bucket)
      throw s3Faults.noSuchBucket(s3.bucket);
    checkWriteConditions(headers, currentObject(bucket, key), key);
    object.also?.();
  } catch (error) {
    await world.blobs.remove(blob);
    throw error;
  }
  const version: StoredObject = {
    deleteMarker: false,
    versionId: newVersionId(bucket),
    modifiedAt: now().toISOString(),
    blob,
    size: bytes.length,
    etag: assembled?.etag ?? etagOf(bytes, attributes),
    checksum,
    ...attributes,
    ...(assembled && { parts: assembled.parts }),
  };
  const replaced = addVersion(bucket, key, version);
  await saveBucket(world, bucket);
  await Promise.all(replaced.map(id => world.blobs.remove(id)));
  return version;
}

/** What a read without a version finds. */
export function currentObject(bucket: Bucket, key: string): StoredObject | undefined {
  const [latest] = versionsOf(bucket, key);
  return latest?.deleteMarker === false ? latest : undefined;
}

/** Makes a version the latest one. Returns the blobs of what it replaced: versions outlive it only where they have ids. */
export function addVersion(bucket: Bucket, key: string, version: ObjectVersion): string[] {
  const previous = versionsOf(bucket, key);
  setVersions(bucket, key, [version, ...previous.filter(({ versionId }) => versionId !== version.versionId)]);
  return blobsOf(previous.filter(({ versionId }) => versionId === version.versionId));
}

export function blobsOf(versions: readonly ObjectVersion[]): string[] {
  return versions.flatMap(version => (version.deleteMarker ? [] : [version.blob]));
}

export function newVersionId(bucket: Bucket): string {
  return bucket.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : 'null';
}

/** Buckets that were never versioned do not speak of versions. */
export function versionHeader(bucket: Bucket, versionId: string): Record<string, string> {
  return bucket.versioning === undefined ? {} : { 'x-amz-version-id': versionId };
}

/** The MD5 of the bytes, but for objects that KMS encrypts: of those it tells nothing. */
export function etagOf(bytes: Buffer, { encryption }: Pick<ObjectAttributes, 'encryption'>): string {
  return `"${(encryption ? randomBytes(16) : md5(bytes)).toString('hex')}"`;
}
