import { AwsFault } from '../fault.js';
import type { SandboxResponse } from '../service.js';
import { bucketFor } from './access.js';
import type { Checksum } from './checksum.js';
import { checksumHeaders, checksumOf, checksumXml, verifiedIfSent } from './checksum.js';
import { copySource, copySourceHeaders } from './copy-source.js';
import { checkDecryption, encryptionHeaders } from './encryption.js';
import { s3Faults } from './faults.js';
import { uploadOf } from './multipart-upload.js';
import type { S3Request } from './operation.js';
import { emptyAnswer, xmlAnswer } from './operation.js';
import { partNumber } from './ranges.js';
import { refuseHeaders } from './request-attributes.js';
import type { Bucket, Upload, UploadedPart } from './state.js';
import { saveBucket } from './state.js';
import { etagOf } from './write-object.js';

export async function uploadPart(s3: S3Request): Promise<SandboxResponse> {
  const { bucket, upload, number } = uploadFor(s3);
  refuseHeaders(s3.headers);
  const sent = verifiedIfSent(s3.body, s3.headers);
  checkAlgorithm(upload, sent);
  const part = await addPart(s3, { bucket, upload, number, bytes: s3.body, checksum: upload.checksum && sent });
  const { 'x-amz-checksum-type': _, ...checksum } = sent ? checksumHeaders(sent) : {};
  return emptyAnswer(200, { etag: part.etag, ...encryptionHeaders(upload.encryption), ...checksum });
}

/** A part made of an object, or of a range of it. */
export async function uploadPartCopy(s3: S3Request): Promise<SandboxResponse> {
  const { bucket, upload, number } = uploadFor(s3);
  refuseHeaders(s3.headers, copySourceHeaders);
  const { bytes } = await copySource(s3);
  const piece = pieceOf(bytes, s3.headers['x-amz-copy-source-range']);
  const checksum = upload.checksum && checksumOf(piece, upload.checksum.algorithm);
  const part = await addPart(s3, { bucket, upload, number, bytes: piece, checksum });
  const answer = xmlAnswer('CopyPartResult', {
    LastModified: part.modifiedAt,
    ETag: part.etag,
    ...checksumXml(checksum),
  });
  return { ...answer, headers: { ...answer.headers, ...encryptionHeaders(upload.encryption) } };
}

function uploadFor(s3: S3Request): { bucket: Bucket; upload: Upload; number: number } {
  const { world, request, key, query } = s3;
  const bucket = bucketFor(world, request, s3.bucket, { right: 'PutObject', key });
  const number = partNumber(query.get('partNumber') ?? '');
  const upload = uploadOf(s3, bucket);
  checkDecryption(s3, bucket, upload.encryption);
  return { bucket, upload, number };
}

function checkAlgorithm({ checksum }: Upload, sent: Checksum | undefined): void {
  // An upload that was begun without an algorithm takes parts with any, and checks them.
  if (!checksum || checksum.algorithm === sent?.algorithm) return;
  // The bytes of a part whose checksum follows from the others' need none of their own.
  if (!sent && checksum.type === 'FULL_OBJECT') return;
  throw new AwsFault(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${checksum.algorithm}, actual checksum Type: ${sent?.algorithm ?? 'null'}`,
  );
}

interface NewPart {
  readonly bucket: Bucket;
  readonly upload: Upload;
  readonly number: number;
  readonly bytes: Buffer;
  readonly checksum: Checksum | undefined;
}

/** A part with the number of an earlier one takes its place. */
async function addPart(s3: S3Request, { bucket, upload, number, bytes, checksum }: NewPart): Promise<UploadedPart> {
  const { world, now } = s3;
  const blob = await world.blobs.write(bytes);
  try {
    // Completed or aborted meanwhile, the upload takes no more.
    uploadOf(s3, bucket);
  } catch (error) {
    await world.blobs.remove(blob);
    throw error;
  }
  const part: UploadedPart = {
    number,
    size: bytes.length,
    ...(checksum && { checksum }),
    blob,
    etag: etagOf(bytes, upload),
    modifiedAt: now().toISOString(),
  };
  const replaced = upload.parts[number];
  upload.parts[number] = part;
  await saveBucket(world, bucket);
  if (replaced) await world.blobs.remove(replaced.blob);
  return part;
}

function pieceOf(bytes: Buffer, range: string | undefined): Buffer {
  if (range === undefined) return bytes;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || last === undefined) {
    const message =
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';
    throw s3Faults.invalidArgument(message, 'x-amz-copy-source-range', range);
  }
  if (Number(first) <= Number(last) && Number(last) < bytes.length)
    return bytes.subarray(Number(first), Number(last) + 1);
  const message = `Range specified is not valid for source object of size: ${bytes.length}`;
  throw s3Faults.invalidArgument(message, 'x-amz-copy-source-range', range);
}
