import type { SandboxResponse } from '../service.js';
import { bucketFor } from './access.js';
import { canonicalUserId } from './buckets.js';
import { checksumXml } from './checksum.js';
import { compareBytes, groupOf, keyEncoder, numberOf, pageLimit } from './listing.js';
import { uploadOf } from './multipart-upload.js';
import type { S3Request } from './operation.js';
import { xmlAnswer } from './operation.js';
import type { Bucket, Upload } from './state.js';

export function listParts(s3: S3Request): SandboxResponse {
  const { world, request, key, query } = s3;
  const bucket = bucketFor(world, request, s3.bucket, { right: 'ListMultipartUploadParts', key });
  const upload = uploadOf(s3, bucket);
  const limit = pageLimit(query, 'max-parts');
  const marker = numberOf(query.get('part-number-marker') ?? '0', 'part-number-marker');
  const parts = Object.values(upload.parts)
    .filter(({ number }) => number > marker)
    .sort((a, b) => a.number - b.number);
  const shown = parts.slice(0, limit);
  return xmlAnswer('ListPartsResult', {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.id,
    Initiator: owner(bucket),
    Owner: owner(bucket),
    StorageClass: upload.storageClass ?? 'STANDARD',
    PartNumberMarker: marker,
    NextPartNumberMarker: shown.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: shown.length < parts.length,
    ...checksumMembers(upload),
    Part: shown.map(({ number, modifiedAt, etag, size, checksum }) => ({
      PartNumber: number,
      LastModified: modifiedAt,
      ETag: etag,
      Size: size,
      ...checksumXml(checksum),
    })),
  });
}

/** Uploads under way: keys in order, those of a key by their age. */
export function listMultipartUploads(s3: S3Request): SandboxResponse {
  const { world, request, query } = s3;
  const bucket = bucketFor(world, request, s3.bucket, { right: 'ListBucketMultipartUploads' });
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = pageLimit(query, 'max-uploads');
  const encode = keyEncoder(query);
  const entries = entriesAfter(entriesOf(bucket, prefix, delimiter), query);
  const shown = entries.slice(0, limit);
  const last = shown.length < entries.length ? shown.at(-1) : undefined;
  return xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket.name,
    KeyMarker: encode(query.get('key-marker') ?? ''),
    UploadIdMarker: query.get('upload-id-marker') ?? '',
    NextKeyMarker: last && encode(last.key),
    NextUploadIdMarker: last?.upload?.id,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: query.get('encoding-type'),
    MaxUploads: limit,
    IsTruncated: last !== undefined,
    Upload: shown.flatMap(({ upload }) => (upload ? [uploadXml(bucket, upload, encode)] : [])),
    CommonPrefixes: shown.filter(({ upload }) => !upload).map(({ key }) => ({ Prefix: encode(key) })),
  });
}

interface Entry {
  readonly key: string;
  /** Undefined for a common prefix. */
  readonly upload?: Upload;
}

function entriesOf(bucket: Bucket, prefix: string, delimiter: string): Entry[] {
  const uploads = Object.values(bucket.uploads ?? {}).filter(({ key }) => key.startsWith(prefix));
  uploads.sort((a, b) => compareBytes(a.key, b.key) || compareBytes(a.initiatedAt, b.initiatedAt));
  const seen = new Set<string>();
  return uploads.flatMap((upload): Entry[] => {
    const group = groupOf(upload.key, prefix, delimiter);
    if (group === undefined) return [{ key: upload.key, upload }];
    if (seen.has(group)) return [];
    seen.add(group);
    return [{ key: group }];
  });
}

/** An upload's id as marker counts only beside its key. */
function entriesAfter(entries: readonly Entry[], query: ReadonlyMap<string, string>): readonly Entry[] {
  const keyMarker = query.get('key-marker') ?? '';
  const position = entries.findIndex(
    ({ key, upload }) => key === keyMarker && upload?.id === query.get('upload-id-marker'),
  );
  if (position !== -1 && query.has('upload-id-marker')) return entries.slice(position + 1);
  return entries.filter(({ key }) => compareBytes(key, keyMarker) > 0);
}

function uploadXml(bucket: Bucket, upload: Upload, encode: (key: string) => string) {
  return {
    UploadId: upload.id,
    Key: encode(upload.key),
    Initiated: upload.initiatedAt,
    StorageClass: upload.storageClass ?? 'STANDARD',
    Owner: owner(bucket),
    Initiator: owner(bucket),
    ...checksumMembers(upload),
  };
}

function checksumMembers({ checksum }: Upload) {
  return checksum ? { ChecksumAlgorithm: checksum.algorithm.toUpperCase(), ChecksumType: checksum.type } : {};
}

function owner(bucket: Bucket) {
  return { ID: canonicalUserId(bucket.accountId) };
}
