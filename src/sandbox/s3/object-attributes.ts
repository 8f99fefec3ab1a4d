import { AwsFault } from '../fault.js';
import type { SandboxResponse } from '../service.js';
import type { XmlValue } from '../xml.js';
import { checksumXml } from './checksum.js';
import { checkDecryption } from './encryption.js';
import { s3Faults } from './faults.js';
import { numberOf } from './listing.js';
import { objectFor } from './object-lookup.js';
import type { S3Request } from './operation.js';
import { xmlAnswer } from './operation.js';
import type { StoredObject } from './state.js';
import { versionHeader } from './write-object.js';

/** What the header `x-amz-object-attributes` asks for about an object. */
export function getObjectAttributes(s3: S3Request): SandboxResponse {
  const { bucket, object } = objectFor(s3, 'GetObjectAttributes');
  checkDecryption(s3, bucket, object.encryption);
  const wanted = (s3.headers['x-amz-object-attributes'] ?? '').split(',').map(name => name.trim());
  if (wanted.every(name => name === '')) {
    throw new AwsFault('InvalidRequest', 'Missing required header for this request: x-amz-object-attributes');
  }
  const unknown = wanted.find(name => !Object.hasOwn(attributes, name));
  if (unknown !== undefined) {
    throw s3Faults.invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
  }
  const entries = Object.keys(attributes).filter(name => wanted.includes(name));
  const answer = xmlAnswer(
    'GetObjectAttributesResponse',
    Object.fromEntries(entries.map(name => [name, attributes[name]?.(object, s3.headers)])),
  );
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'last-modified': new Date(object.modifiedAt).toUTCString(),
      ...versionHeader(bucket, object.versionId),
    },
  };
}

const attributes: Readonly<Record<string, (object: StoredObject, headers: S3Request['headers']) => XmlValue>> = {
  ETag: ({ etag }) => etag.replaceAll('"', ''),
  Checksum: ({ checksum }) => ({ ...checksumXml(checksum), ChecksumType: checksum.type ?? 'FULL_OBJECT' }),
  ObjectParts: partsXml,
  StorageClass: ({ storageClass = 'STANDARD' }) => storageClass,
  ObjectSize: ({ size }) => size,
};

/** Parts are told one by one only if they came with checksums. */
function partsXml({ parts }: StoredObject, headers: S3Request['headers']): XmlValue {
  if (!parts) return undefined;
  if (parts.some(({ checksum }) => !checksum)) return { PartsCount: parts.length };
  const limit = Math.min(numberOf(headers['x-amz-max-parts'] ?? '1000', 'x-amz-max-parts'), 1000);
  const marker = numberOf(headers['x-amz-part-number-marker'] ?? '0', 'x-amz-part-number-marker');
  const rest = parts.filter(({ number }) => number > marker);
  const shown = rest.slice(0, limit);
  return {
    PartsCount: parts.length,
    PartNumberMarker: marker,
    NextPartNumberMarker: shown.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: shown.length < rest.length,
    Part: shown.map(({ number, size, checksum }) => ({ PartNumber: number, Size: size, ...checksumXml(checksum) })),
  };
}
