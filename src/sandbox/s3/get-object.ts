import { AwsFault } from '../fault.js';
import type { SandboxResponse } from '../service.js';
import { bucketFor, mayAccess } from './access.js';
import { checksumHeaders } from './checksum.js';
import { isNotModified } from './conditions.js';
import { s3Faults } from './faults.js';
import type { S3Request } from './operation.js';
import { emptyAnswer } from './operation.js';
import { versionHeader } from './put-object.js';
import type { Bucket, StoredObject } from './state.js';
import { versionsOf } from './state.js';

export async function getObject(s3: S3Request): Promise<SandboxResponse> {
  const { bucket, object } = objectFor(s3);
  const headers = { ...objectHeaders(s3, bucket, object), ...overrides(s3) };
  if (isNotModified(s3.headers, object)) return emptyAnswer(304, validators(headers));
  const bytes = await s3.world.blobs.read(object.blob).catch((error: unknown) => {
    // Overwritten or deleted since it was looked up: the answer is what is there now.
    if (objectFor(s3).object.blob !== object.blob) return undefined;
    throw error;
  });
  if (!bytes) return getObject(s3);
  const range = requestedRange(s3.headers.range, object.size);
  if (!range) return { status: 200, headers, body: bytes };
  // A checksum of the whole object says nothing about a part of it.
  const partHeaders = Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-checksum-')),
  );
  return {
    status: 206,
    headers: { ...partHeaders, 'content-range': `bytes ${range.from}-${range.to}/${object.size}` },
    body: bytes.subarray(range.from, range.to + 1),
  };
}

export function headObject(s3: S3Request): SandboxResponse {
  const { bucket, object } = objectFor(s3);
  const headers = { ...objectHeaders(s3, bucket, object), ...overrides(s3) };
  if (isNotModified(s3.headers, object)) return emptyAnswer(304, validators(headers));
  return { status: 200, headers: { ...headers, 'content-length': String(object.size) }, body: '' };
}

function objectFor(s3: S3Request): { bucket: Bucket; object: StoredObject } {
  const { world, request, key, query } = s3;
  const versionId = query.get('versionId');
  const right = versionId === undefined ? 'GetObject' : 'GetObjectVersion';
  const bucket = bucketFor(world, request, s3.bucket, { right, key });
  const versions = versionsOf(bucket, key);
  const version = versionId === undefined ? versions[0] : versions.find(version => version.versionId === versionId);
  if (version?.deleteMarker === false) return { bucket, object: version };
  // Whether a key exists is for those only who may list the bucket.
  if (!mayAccess(bucket, request, { right: 'ListBucket', context: { 's3:prefix': key } }))
    throw s3Faults.accessDenied();
  if (versionId === undefined) {
    throw s3Faults.noSuchKey(
      key,
      version ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId } : {},
    );
  }
  if (version) throw methodNotAllowed(version.modifiedAt);
  if (versionId === '') throw s3Faults.invalidArgument('Version id cannot be the empty string', 'versionId', versionId);
  if (versionId !== 'null' && !/^[\w.-]{32}$/.test(versionId)) {
    throw s3Faults.invalidArgument('Invalid version id specified', 'versionId', versionId);
  }
  throw s3Faults.noSuchVersion(key, versionId);
}

function methodNotAllowed(modifiedAt: string): AwsFault {
  return new AwsFault('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    headers: { allow: 'DELETE', 'x-amz-delete-marker': 'true', 'last-modified': new Date(modifiedAt).toUTCString() },
  });
}

function objectHeaders({ headers }: S3Request, bucket: Bucket, object: StoredObject): Record<string, string> {
  return {
    ...object.headers,
    'accept-ranges': 'bytes',
    etag: object.etag,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    'x-amz-server-side-encryption': 'AES256',
    ...(headers['x-amz-checksum-mode'] === 'ENABLED' ? checksumHeaders(object.checksum) : {}),
    ...versionHeader(bucket, object.versionId),
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

/** Undefined for the whole object, which S3 also sends for several ranges or a range that it cannot read. */
function requestedRange(header: string | undefined, size: number): { from: number; to: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < from) return undefined;
  if (from >= size || to < from) {
    throw new AwsFault('InvalidRange', 'The requested range is not satisfiable', {
      status: 416,
      details: { RangeRequested: header ?? '', ActualObjectSize: String(size) },
      headers: { 'content-range': `bytes */${size}` },
    });
  }
  return { from, to };
}
