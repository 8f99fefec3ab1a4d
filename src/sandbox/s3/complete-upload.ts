import { randomBytes } from 'node:crypto';
import { AwsFault } from '../fault.js';
import type { SandboxResponse } from '../service.js';
import { bucketFor } from './access.js';
import type { Checksum } from './checksum.js';
import {
  badDigest,
  checksumOf,
  checksumXml,
  compositeChecksum,
  defaultAlgorithm,
  md5,
  sentChecksum,
} from './checksum.js';
import { checkDecryption, encryptionHeaders } from './encryption.js';
import { s3Faults } from './faults.js';
import { forgetUpload, uploadOf } from './multipart-upload.js';
import type { S3Request } from './operation.js';
import { xmlAnswer } from './operation.js';
import type { ObjectAttributes, Upload, UploadedPart } from './state.js';
import { versionHeader, writeObject } from './write-object.js';
import type { XmlElement } from './xml-reader.js';
import { childText, readXml } from './xml-reader.js';

const minimumPartBytes = 5 * 1024 * 1024;
/** Of an object: the sandbox puts the parts together in memory. */
const maximumBytes = 2 ** 31 - 1;

/** Makes an object of the parts that the request lists. */
export async function completeMultipartUpload(s3: S3Request): Promise<SandboxResponse> {
  const { world, request, key, headers } = s3;
  const bucket = bucketFor(world, request, s3.bucket, { right: 'PutObject', key });
  const upload = uploadOf(s3, bucket);
  const parts = listedParts(s3.body, upload);
  checkSizes(parts, headers['x-amz-mp-object-size']);
  checkDecryption(s3, bucket, upload.encryption);
  const pieces = await Promise.all(parts.map(({ blob }) => world.blobs.read(blob))).catch((error: unknown) => {
    // Completed or aborted meanwhile.
    uploadOf(s3, bucket);
    throw error;
  });
  const bytes = Buffer.concat(pieces);
  const checksum = objectChecksum(bytes, upload, parts);
  checkClaims(headers, checksum, upload);
  const etag = `"${etagOf(parts, upload)}-${parts.length}"`;
  const attributes = attributesOf(upload);
  const summaries = parts.map(({ number, size, checksum: own }) => ({ number, size, ...(own && { checksum: own }) }));
  const object = await writeObject(s3, bucket, {
    bytes,
    checksum,
    attributes,
    assembled: { etag, parts: summaries },
    also() {
      uploadOf(s3, bucket);
      forgetUpload(bucket, upload);
    },
  });
  await Promise.all(Object.values(upload.parts).map(({ blob }) => world.blobs.remove(blob)));
  const answer = xmlAnswer('CompleteMultipartUploadResult', {
    Location: `http://${bucket.name}.s3.${bucket.region}.amazonaws.com/${encodeURIComponent(key)}`,
    Bucket: bucket.name,
    Key: key,
    ETag: etag,
    ...checksumXml(checksum),
    ChecksumType: checksum.type ?? 'FULL_OBJECT',
  });
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...encryptionHeaders(object.encryption),
      ...versionHeader(bucket, object.versionId),
    },
  };
}

/** The parts in the order of the document, which has to be that of their numbers. */
function listedParts(body: Buffer, upload: Upload): readonly UploadedPart[] {
  const root = readXml(body.toString('utf8'));
  const elements = root.children.filter(({ name }) => name === 'Part');
  if (root.name !== 'CompleteMultipartUpload' || elements.length === 0 || elements.length !== root.children.length) {
    throw s3Faults.malformedXml();
  }
  const listed = elements.map(element => {
    const number = childText(element, 'PartNumber') ?? '';
    if (!/^\d{1,5}$/.test(number) || childText(element, 'ETag') === undefined) throw s3Faults.malformedXml();
    return { element, number: Number(number) };
  });
  if (listed.some(({ number }, index) => number <= (listed[index - 1]?.number ?? 0))) {
    throw new AwsFault(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
      { details: { UploadId: upload.id } },
    );
  }
  return listed.map(({ element, number }) => uploadedPart(element, number, upload));
}

function uploadedPart(element: XmlElement, number: number, upload: Upload): UploadedPart {
  const part = upload.parts[number];
  const etag = childText(element, 'ETag') ?? '';
  const invalid = new AwsFault(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { details: { UploadId: upload.id, PartNumber: String(number), ETag: etag } },
  );
  if (!part || etag.replaceAll('"', '') !== part.etag.replaceAll('"', '')) throw invalid;
  const claimed = element.children.find(({ name }) => name.startsWith('Checksum'));
  const expected = part.checksum && Object.entries(checksumXml(part.checksum))[0];
  if (claimed && expected && (claimed.name !== expected[0] || claimed.text !== expected[1])) throw invalid;
  if (!claimed && upload.checksum?.type === 'COMPOSITE') {
    throw new AwsFault(
      'InvalidRequest',
      `The upload was created using a ${upload.checksum.algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
    );
  }
  return part;
}

function checkSizes(parts: readonly UploadedPart[], claimed: string | undefined): void {
  const small = parts.slice(0, -1).find(({ size }) => size < minimumPartBytes);
  if (small) {
    throw new AwsFault('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      details: {
        ProposedSize: String(small.size),
        MinSizeAllowed: String(minimumPartBytes),
        PartNumber: String(small.number),
        ETag: small.etag.replaceAll('"', ''),
      },
    });
  }
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (claimed !== undefined && Number(claimed) !== size) {
    throw new AwsFault(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${claimed} does not match what was computed: ${size}`,
    );
  }
  if (size <= maximumBytes) return;
  throw new AwsFault('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    details: { ProposedSize: String(size), MaxSizeAllowed: String(maximumBytes) },
  });
}

function objectChecksum(bytes: Buffer, { checksum }: Upload, parts: readonly UploadedPart[]): Checksum {
  if (checksum?.type !== 'COMPOSITE') return checksumOf(bytes, checksum?.algorithm ?? defaultAlgorithm);
  return compositeChecksum(
    checksum.algorithm,
    parts.flatMap(part => part.checksum ?? []),
  );
}

/** What the request says of the whole object. */
function checkClaims(headers: S3Request['headers'], checksum: Checksum, upload: Upload): void {
  const type = headers['x-amz-checksum-type'];
  if (type !== undefined && upload.checksum && type !== upload.checksum.type) throw badDigest(checksum.algorithm);
  const sent = sentChecksum(headers);
  if (sent?.algorithm === checksum.algorithm && sent.value !== checksum.value) throw badDigest(checksum.algorithm);
}

function etagOf(parts: readonly UploadedPart[], { encryption }: Upload): string {
  if (encryption) return randomBytes(16).toString('hex');
  return md5(Buffer.concat(parts.map(({ etag }) => Buffer.from(etag.replaceAll('"', ''), 'hex')))).toString('hex');
}

function attributesOf({ headers, encryption, storageClass, tags }: Upload): ObjectAttributes {
  return {
    headers,
    ...(encryption && { encryption }),
    ...(storageClass !== undefined && { storageClass }),
    ...(tags && { tags }),
  };
}
