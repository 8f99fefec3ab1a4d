import { AwsFault } from '../fault.js';
import type { SandboxResponse } from '../service.js';
import { bucketFor } from './access.js';
import { checksumOf, checksumXml } from './checksum.js';
import type { CopySource } from './copy-source.js';
import { copySource, copySourceHeaders } from './copy-source.js';
import { encryptionHeaders, encryptionRequestHeaders } from './encryption.js';
import { s3Faults } from './faults.js';
import type { S3Request } from './operation.js';
import { xmlAnswer } from './operation.js';
import { requestedAttributes } from './put-object.js';
import { refuseHeaders, storedHeaders, tagsOfHeaders } from './request-attributes.js';
import { versionHeader, writeObject } from './write-object.js';

const directives = ['x-amz-metadata-directive', 'x-amz-tagging-directive'];

/** Copies bytes; metadata and tags go along unless a directive replaces them, encryption and storage class do not. */
export async function copyObject(s3: S3Request): Promise<SandboxResponse> {
  const { world, request, key, headers } = s3;
  const bucket = bucketFor(world, request, s3.bucket, { right: 'PutObject', key });
  refuseHeaders(headers, [...copySourceHeaders, ...directives]);
  const source = await copySource(s3);
  refuseCopyToItself(s3, source);
  const { bytes, object } = source;
  const attributes = await requestedAttributes(s3, bucket, {
    tags: replaces(headers, 'x-amz-tagging-directive') ? tagsOfHeaders(headers) : object.tags,
    stored: replaces(headers, 'x-amz-metadata-directive') ? storedHeaders(headers) : object.headers,
  });
  const algorithm = headers['x-amz-checksum-algorithm']?.toLowerCase() ?? object.checksum.algorithm;
  const copy = await writeObject(s3, bucket, { bytes, checksum: checksumOf(bytes, algorithm), attributes });
  const answer = xmlAnswer('CopyObjectResult', {
    LastModified: copy.modifiedAt,
    ETag: copy.etag,
    ChecksumType: 'FULL_OBJECT',
    ...checksumXml(copy.checksum),
  });
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...encryptionHeaders(copy.encryption),
      ...versionHeader(bucket, copy.versionId),
      ...(source.bucket.versioning !== undefined && { 'x-amz-copy-source-version-id': object.versionId }),
    },
  };
}

function refuseCopyToItself({ bucket, key, headers }: S3Request, { name, object }: CopySource): void {
  const isSame = name.bucket === bucket && name.key === key && name.versionId === undefined;
  const changes = directives.some(directive => headers[directive] === 'REPLACE');
  const rewrites = [...encryptionRequestHeaders, 'x-amz-website-redirect-location'].some(
    header => headers[header] !== undefined,
  );
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD';
  if (!isSame || changes || rewrites || storageClass !== (object.storageClass ?? 'STANDARD')) return;
  throw new AwsFault(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

function replaces(headers: S3Request['headers'], directive: string): boolean {
  const value = headers[directive] ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value === 'REPLACE';
  throw s3Faults.invalidArgument(`Unknown ${directive.replace(/^x-amz-/, '').replace('-', ' ')}.`, directive, value);
}
