import { randomBytes } from 'node:crypto';
import { AwsFault } from '../fault.js';
import type { SandboxResponse } from '../service.js';
import { bucketFor } from './access.js';
import { checksumHeaders, md5, verifiedChecksum } from './checksum.js';
import { checkWriteConditions } from './conditions.js';
import { s3Faults } from './faults.js';
import type { S3Request } from './operation.js';
import { emptyAnswer } from './operation.js';
import type { Bucket, ObjectVersion, StoredObject } from './state.js';
import { saveBucket, setVersions, versionsOf } from './state.js';

export async function putObject({
  world,
  now,
  request,
  bucket: name,
  key,
  body,
  headers,
}: S3Request): Promise<SandboxResponse> {
  const findBucket = () => bucketFor(world, request, name, { right: 'PutObject', key });
  const bucket = findBucket();
  refuseHeaders(headers);
  const checksum = verifiedChecksum(body, headers);
  const blob = await world.blobs.write(body);
  try {
    // From here to the new version nothing waits, so of two conditional writes one wins. The bucket may be gone by now.
    if (findBucket() !== bucket) throw s3Faults.noSuchBucket(name);
    checkWriteConditions(headers, currentObject(bucket, key), key);
  } catch (error) {
    await world.blobs.remove(blob);
    throw error;
  }
  const object: StoredObject = {
    deleteMarker: false,
    versionId: newVersionId(bucket),
    modifiedAt: now().toISOString(),
    blob,
    size: body.length,
    etag: `"${md5(body).toString('hex')}"`,
    checksum,
    headers: storedHeaders(headers),
  };
  const replaced = addVersion(bucket, key, object);
  await saveBucket(world, bucket);
  await Promise.all(replaced.map(id => world.blobs.remove(id)));
  return emptyAnswer(200, {
    etag: object.etag,
    'x-amz-server-side-encryption': 'AES256',
    ...checksumHeaders(checksum),
    ...versionHeader(bucket, object.versionId),
  });
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

const harmless = new Set([
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expected-bucket-owner',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-trailer',
  'x-amz-user-agent',
]);

/** Options that change what is stored or who may read it must not be swallowed. */
function refuseHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('x-amz-') || harmless.has(name)) continue;
    if (name.startsWith('x-amz-meta-') || name.startsWith('x-amz-checksum-')) continue;
    if (name === 'x-amz-server-side-encryption' && value === 'AES256') continue;
    if (name === 'x-amz-storage-class' && value === 'STANDARD') continue;
    if (name === 'x-amz-acl' && (value === 'bucket-owner-full-control' || value === 'private')) continue;
    if (name === 'x-amz-acl') throw new AwsFault('AccessControlListNotSupported', 'The bucket does not allow ACLs');
    throw s3Faults.headerNotImplemented(name);
  }
}

const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

function storedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const encoding = withoutAwsChunked(headers['content-encoding']);
  const entries = Object.entries(headers)
    .filter(([name]) => name !== 'content-encoding' && (kept.includes(name) || name.startsWith('x-amz-meta-')))
    .concat(encoding === '' ? [] : [['content-encoding', encoding]]);
  const metadata = entries.filter(([name]) => name.startsWith('x-amz-meta-'));
  const bytes = metadata.reduce((sum, [name, value]) => sum + name.length - 'x-amz-meta-'.length + value.length, 0);
  if (bytes > 2048) {
    throw new AwsFault('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  }
  return { 'content-type': 'binary/octet-stream', ...Object.fromEntries(entries) };
}

function withoutAwsChunked(encoding = ''): string {
  const encodings = encoding.split(',').map(part => part.trim());
  return encodings.filter(part => part !== 'aws-chunked' && part !== '').join(',');
}
