import type { SandboxResponse } from '../service.js';
import { checksumHeaders } from './checksum.js';
import { isNotModified } from './conditions.js';
import { checkDecryption, encryptionHeaders, encryptionRequestHeaders } from './encryption.js';
import { s3Faults } from './faults.js';
import { objectFor } from './object-lookup.js';
import type { S3Request } from './operation.js';
import { emptyAnswer } from './operation.js';
import type { ByteRange } from './ranges.js';
import { partRange, requestedRange } from './ranges.js';
import type { Bucket, StoredObject } from './state.js';
import { versionHeader } from './write-object.js';

export async function getObject(s3: S3Request): Promise<SandboxResponse> {
  const reading = read(s3);
  if (reading.notModified) return emptyAnswer(304, validators(reading.headers));
  const { object, range, headers } = reading;
  const bytes = await s3.world.blobs.read(object.blob).catch((error: unknown) => {
    // Overwritten or deleted since it was looked up: the answer is what is there now.
    if (objectFor(s3, 'GetObject').object.blob !== object.blob) return undefined;
    throw error;
  });
  if (!bytes) return getObject(s3);
  if (!range) return { status: 200, headers, body: bytes };
  return { status: 206, headers, body: bytes.subarray(range.from, range.to + 1) };
}

export function headObject(s3: S3Request): SandboxResponse {
  const { notModified, object, range, headers } = read(s3);
  if (notModified) return emptyAnswer(304, validators(headers));
  const length = range ? range.to + 1 - range.from : object.size;
  return { status: range ? 206 : 200, headers: { ...headers, 'content-length': String(length) }, body: '' };
}

interface Reading {
  readonly object: StoredObject;
  readonly notModified: boolean;
  readonly range: ByteRange | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

function read(s3: S3Request): Reading {
  const { bucket, object } = objectFor(s3, 'GetObject');
  refuseEncryptionHeaders(s3);
  checkDecryption(s3, bucket, object.encryption);
  const notModified = isNotModified(s3.headers, object);
  const part = s3.query.get('partNumber');
  const range = part === undefined ? requestedRange(s3.headers.range, object.size) : partRange(part, object);
  return { object, notModified, range, headers: { ...responseHeaders(s3, bucket, object, range), ...overrides(s3) } };
}

/** They belong to writes: how an object is encrypted cannot be chosen when it is read. */
function refuseEncryptionHeaders({ headers }: S3Request): void {
  const given = encryptionRequestHeaders.find(name => headers[name] !== undefined);
  if (given === undefined) return;
  const value = headers[given] ?? '';
  throw s3Faults.invalidArgument(`${given} header is not supported for this operation.`, given, value);
}

function responseHeaders(
  { headers }: S3Request,
  bucket: Bucket,
  object: StoredObject,
  range: ByteRange | undefined,
): Record<string, string> {
  const { storageClass, tags, parts } = object;
  // A checksum of the whole object says nothing about a part of it.
  const wantsChecksum = headers['x-amz-checksum-mode'] === 'ENABLED' && !range;
  return {
    ...object.headers,
    'accept-ranges': 'bytes',
    etag: object.etag,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    ...encryptionHeaders(object.encryption),
    ...(wantsChecksum && checksumHeaders(object.checksum)),
    ...versionHeader(bucket, object.versionId),
    ...(storageClass !== undefined && { 'x-amz-storage-class': storageClass }),
    ...(tags && Object.keys(tags).length > 0 && { 'x-amz-tagging-count': String(Object.keys(tags).length) }),
    ...(range && { 'content-range': `bytes ${range.from}-${range.to}/${object.size}` }),
    ...(range?.part && parts && { 'x-amz-mp-parts-count': String(parts.length) }),
  };
}

function validators(headers: Readonly<Record<string, string>>): Record<string, string> {
  const names = ['etag', 'last-modified', 'x-amz-version-id'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}

/** A signed request may choose some headers of its answer. */
function overrides({ query }: S3Request): Record<string, string> {
  const chosen = [...query].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(chosen.map(([name, value]) => [name.slice('response-'.length), value]));
}
