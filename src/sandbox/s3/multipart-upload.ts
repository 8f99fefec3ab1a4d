import { randomBytes } from 'node:crypto';
import { AwsFault } from '../fault.js';
import type { SandboxResponse } from '../service.js';
import { bucketFor } from './access.js';
import type { ChecksumType } from './checksum.js';
import { encryptionHeaders } from './encryption.js';
import { s3Faults } from './faults.js';
import type { S3Request } from './operation.js';
import { emptyAnswer, xmlAnswer } from './operation.js';
import { requestedAttributes } from './put-object.js';
import { refuseHeaders } from './request-attributes.js';
import type { Bucket, Upload } from './state.js';
import { saveBucket } from './state.js';

export async function createMultipartUpload(s3: S3Request): Promise<SandboxResponse> {
  const { world, now, request, key, headers } = s3;
  const bucket = bucketFor(world, request, s3.bucket, { right: 'PutObject', key });
  refuseHeaders(headers);
  const checksum = requestedChecksum(headers);
  const attributes = await requestedAttributes(s3, bucket);
  const upload: Upload = {
    id: randomBytes(48).toString('base64url'),
    key,
    initiatedAt: now().toISOString(),
    ...attributes,
    ...(checksum && { checksum }),
    parts: {},
  };
  bucket.uploads = { ...bucket.uploads, [upload.id]: upload };
  await saveBucket(world, bucket);
  const answer = xmlAnswer('InitiateMultipartUploadResult', { Bucket: bucket.name, Key: key, UploadId: upload.id });
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...encryptionHeaders(upload.encryption),
      ...(checksum && {
        'x-amz-checksum-algorithm': checksum.algorithm.toUpperCase(),
        'x-amz-checksum-type': checksum.type,
      }),
    },
  };
}

export async function abortMultipartUpload(s3: S3Request): Promise<SandboxResponse> {
  const { world, request, key } = s3;
  const bucket = bucketFor(world, request, s3.bucket, { right: 'AbortMultipartUpload', key });
  const upload = uploadOf(s3, bucket);
  forgetUpload(bucket, upload);
  await saveBucket(world, bucket);
  await Promise.all(Object.values(upload.parts).map(({ blob }) => world.blobs.remove(blob)));
  return emptyAnswer(204);
}

/** The upload that a request names; it belongs to one key. */
export function uploadOf({ key, query }: S3Request, bucket: Bucket): Upload {
  const id = query.get('uploadId') ?? '';
  const upload = Object.hasOwn(bucket.uploads ?? {}, id) ? bucket.uploads?.[id] : undefined;
  if (upload?.key !== key) throw s3Faults.noSuchUpload(id);
  return upload;
}

/** Takes the upload from the bucket, which the caller saves. */
export function forgetUpload(bucket: Bucket, { id }: Upload): void {
  const { [id]: _, ...others } = bucket.uploads ?? {};
  bucket.uploads = others;
}

/** Which kinds of checksum an algorithm has, the usual one first. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
const checksumTypes: Readonly<Record<string, readonly [ChecksumType, ...ChecksumType[]]>> = {
  crc32: ['COMPOSITE', 'FULL_OBJECT'],
  crc32c: ['COMPOSITE', 'FULL_OBJECT'],
  crc64nvme: ['FULL_OBJECT'],
  sha1: ['COMPOSITE'],
  sha256: ['COMPOSITE'],
  sha512: ['COMPOSITE'],
};

function requestedChecksum(headers: S3Request['headers']): Upload['checksum'] {
  const type = headers['x-amz-checksum-type'];
  const algorithm = headers['x-amz-checksum-algorithm']?.toLowerCase();
  if (algorithm === undefined) {
    if (type === undefined) return undefined;
    throw new AwsFault(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const types = Object.hasOwn(checksumTypes, algorithm) ? checksumTypes[algorithm] : undefined;
  if (!types) {
    throw new AwsFault(
      'InvalidRequest',
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  const chosen = types.find(candidate => candidate === (type ?? types[0]));
  if (chosen) return { algorithm, type: chosen };
  throw new AwsFault(
    'InvalidRequest',
    `The ${String(type)} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
  );
}
