import type { SandboxResponse } from '../service.js';
import type { XmlValue } from '../xml.js';
import { bucketFor } from './access.js';
import { canonicalUserId } from './buckets.js';
import { s3Faults } from './faults.js';
import { compareBytes, groupOf, inByteOrder, keyEncoder, pageLimit } from './listing.js';
import type { S3Request } from './operation.js';
import { xmlAnswer } from './operation.js';
import type { Bucket, ObjectVersion } from './state.js';
import { versionsOf } from './state.js';

interface Entry {
  readonly key: string;
  /** Undefined for a common prefix. */
  readonly version?: ObjectVersion;
  readonly latest?: boolean;
}

/** All versions and delete markers: keys in order, each newest first. */
export function listObjectVersions(s3: S3Request): SandboxResponse {
  const { world, request, query } = s3;
  const prefix = query.get('prefix') ?? '';
  const bucket = bucketFor(world, request, s3.bucket, {
    right: 'ListBucketVersions',
    context: { 's3:prefix': prefix },
  });
  const limit = pageLimit(query);
  const encode = keyEncoder(query);
  const entries = entriesAfter(entriesOf(bucket, prefix, query.get('delimiter') ?? ''), query);
  const shown = entries.slice(0, limit);
  const last = shown.length < entries.length ? shown.at(-1) : undefined;
  return xmlAnswer('ListVersionsResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: query.get('delimiter'),
    KeyMarker: encode(query.get('key-marker') ?? ''),
    VersionIdMarker: query.get('version-id-marker'),
    MaxKeys: limit,
    EncodingType: query.get('encoding-type'),
    IsTruncated: last !== undefined,
    NextKeyMarker: last && encode(last.key),
    NextVersionIdMarker: last?.version?.versionId,
    Version: shown
      .filter(({ version }) => version?.deleteMarker === false)
      .map(entry => versionXml(bucket, entry, encode)),
    DeleteMarker: shown.filter(({ version }) => version?.deleteMarker).map(entry => versionXml(bucket, entry, encode)),
    CommonPrefixes: shown.filter(({ version }) => !version).map(({ key }) => ({ Prefix: encode(key) })),
  });
}

function entriesOf(bucket: Bucket, prefix: string, delimiter: string): Entry[] {
  const keys = Object.keys(bucket.objects).map(name => name.slice(1));
  const seen = new Set<string>();
  return inByteOrder(keys.filter(key => key.startsWith(prefix))).flatMap((key): Entry[] => {
    const group = groupOf(key, prefix, delimiter);
    if (group === undefined) {
      return versionsOf(bucket, key).map((version, index) => ({ key, version, latest: index === 0 }));
    }
    if (seen.has(group)) return [];
    seen.add(group);
    return [{ key: group }];
  });
}

function entriesAfter(entries: readonly Entry[], query: ReadonlyMap<string, string>): readonly Entry[] {
  const keyMarker = query.get('key-marker');
  const versionMarker = query.get('version-id-marker');
  if (keyMarker === undefined) {
    if (versionMarker === undefined) return entries;
    const message = 'A version-id marker cannot be specified without a key marker.';
    throw s3Faults.invalidArgument(message, 'version-id-marker', versionMarker);
  }
  const position = entries.findIndex(({ key, version }) => key === keyMarker && version?.versionId === versionMarker);
  if (versionMarker !== undefined && position !== -1) return entries.slice(position + 1);
  return entries.filter(({ key }) => compareBytes(key, keyMarker) > 0);
}

function versionXml(bucket: Bucket, { key, version, latest }: Entry, encode: (key: string) => string): XmlValue {
  const stored = version?.deleteMarker === false ? version : undefined;
  return {
    Key: encode(key),
    VersionId: version?.versionId,
    IsLatest: latest,
    LastModified: version?.modifiedAt,
    ETag: stored?.etag,
    ChecksumAlgorithm: stored?.checksum.algorithm.toUpperCase(),
    ChecksumType: stored && (stored.checksum.type ?? 'FULL_OBJECT'),
    Size: stored?.size,
    StorageClass: stored && (stored.storageClass ?? 'STANDARD'),
    Owner: { ID: canonicalUserId(bucket.accountId) },
  };
}
