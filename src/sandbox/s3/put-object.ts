import type { SandboxResponse } from '../service.js';
import { bucketFor } from './access.js';
import { checksumHeaders, verifiedChecksum } from './checksum.js';
import { encryptionHeaders, requestedEncryption } from './encryption.js';
import type { S3Request } from './operation.js';
import { emptyAnswer } from './operation.js';
import { refuseHeaders, storageClassOf, storedHeaders, tagsOfHeaders } from './request-attributes.js';
import type { Bucket, ObjectAttributes } from './state.js';
import { versionHeader, writeObject } from './write-object.js';

export async function putObject(s3: S3Request): Promise<SandboxResponse> {
  const { world, request, key, body, headers } = s3;
  const bucket = bucketFor(world, request, s3.bucket, { right: 'PutObject', key });
  refuseHeaders(headers);
  const checksum = verifiedChecksum(body, headers);
  const attributes = await requestedAttributes(s3, bucket);
  const object = await writeObject(s3, bucket, { bytes: body, checksum, attributes });
  return emptyAnswer(200, {
    etag: object.etag,
    ...encryptionHeaders(object.encryption),
    ...checksumHeaders(checksum),
    ...versionHeader(bucket, object.versionId),
  });
}

interface Kept {
  readonly stored: ObjectAttributes['headers'];
  readonly tags: ObjectAttributes['tags'] | undefined;
}

/** What the headers of a write ask for, with what is kept with the object: a copy may take that from its source. */
export async function requestedAttributes(
  s3: S3Request,
  bucket: Bucket,
  { stored, tags }: Kept = { stored: storedHeaders(s3.headers), tags: tagsOfHeaders(s3.headers) },
): Promise<ObjectAttributes> {
  const storageClass = storageClassOf(s3.headers);
  const encryption = await requestedEncryption(s3, bucket);
  return {
    headers: stored,
    ...(encryption && { encryption }),
    ...(storageClass !== undefined && { storageClass }),
    ...(tags && { tags }),
  };
}
