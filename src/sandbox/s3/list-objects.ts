import type { SandboxResponse } from '../service.js';
import type { XmlValue } from '../xml.js';
import { bucketFor } from './access.js';
import { canonicalUserId } from './buckets.js';
import { s3Faults } from './faults.js';
import { keyEncoder, listKeys, pageLimit } from './listing.js';
import type { S3Request } from './operation.js';
import { xmlAnswer } from './operation.js';
import type { Bucket } from './state.js';
import { currentObject } from './write-object.js';

export function listObjectsV2(s3: S3Request): SandboxResponse {
  const { query } = s3;
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? '';
  const after = token === undefined ? startAfter : decodeToken(token);
  const fetchOwner = query.get('fetch-owner') === 'true';
  const { bucket, listing, encode, common } = list(s3, after, fetchOwner);
  return xmlAnswer('ListBucketResult', {
    ...common,
    KeyCount: listing.keys.length + listing.commonPrefixes.length,
    ContinuationToken: token,
    NextContinuationToken: listing.next === undefined ? undefined : encodeToken(listing.next),
    StartAfter: query.has('start-after') ? encode(startAfter) : undefined,
    Name: bucket.name,
  });
}

/** The first version of the action, which goes on after a key instead of a token. */
export function listObjects(s3: S3Request): SandboxResponse {
  const marker = s3.query.get('marker') ?? '';
  const { bucket, listing, encode, common } = list(s3, marker, true);
  // Without a delimiter clients take the last key themselves.
  const next = s3.query.has('delimiter') && listing.next !== undefined ? encode(listing.next) : undefined;
  return xmlAnswer('ListBucketResult', { Name: bucket.name, ...common, Marker: encode(marker), NextMarker: next });
}

function list(s3: S3Request, after: string, withOwner: boolean) {
  const { world, request, query } = s3;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const context = { 's3:prefix': prefix, 's3:delimiter': delimiter };
  const bucket = bucketFor(world, request, s3.bucket, { right: 'ListBucket', context });
  const limit = pageLimit(query);
  const encode = keyEncoder(query);
  const all = Object.keys(bucket.objects).map(name => name.slice(1));
  const current = all.filter(key => currentObject(bucket, key) !== undefined);
  const listing = listKeys(current, { prefix, delimiter, limit, after });
  const common = {
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: limit,
    EncodingType: query.get('encoding-type'),
    IsTruncated: listing.next !== undefined,
    Contents: listing.keys.map(key => contents(bucket, key, encode, withOwner)),
    CommonPrefixes: listing.commonPrefixes.map(name => ({ Prefix: encode(name) })),
  };
  return { bucket, listing, encode, common };
}

function contents(bucket: Bucket, key: string, encode: (key: string) => string, withOwner: boolean): XmlValue {
  const object = currentObject(bucket, key);
  return {
    Key: encode(key),
    LastModified: object?.modifiedAt,
    ETag: object?.etag,
    ChecksumAlgorithm: object?.checksum.algorithm.toUpperCase(),
    ChecksumType: object?.checksum.type ?? 'FULL_OBJECT',
    Size: object?.size,
    Owner: withOwner ? { ID: canonicalUserId(bucket.accountId) } : undefined,
    StorageClass: object?.storageClass ?? 'STANDARD',
  };
}

function encodeToken(after: string): string {
  return Buffer.from(`1${after}`).toString('base64');
}

function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (text.startsWith('1') && encodeToken(text.slice(1)) === token) return text.slice(1);
  throw s3Faults.invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}
