import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsFault } from '../fault.js';
import { crc32c, crc64nvme } from './crc.js';

export interface Checksum {
  readonly algorithm: string;
  /** Base64; of a composite one with the number of parts behind a hyphen. */
  readonly value: string;
  /** FULL_OBJECT unless told. */
  readonly type?: ChecksumType;
}

export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

const hash = (name: string) => (bytes: Buffer) => createHash(name).update(bytes).digest();

const algorithms: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  crc32(bytes) {
    const result = Buffer.alloc(4);
    result.writeUInt32BE(crc32(bytes));
    return result;
  },
  crc32c,
  crc64nvme,
  md5: hash('md5'),
  sha1: hash('sha1'),
  sha256: hash('sha256'),
  sha512: hash('sha512'),
};

const prefix = 'x-amz-checksum-';

/** What S3 keeps of an object that came without a checksum. */
export const defaultAlgorithm = 'crc64nvme';

/**
 * Compares the body with what the request says about it, in headers or in the trailer of a chunked body. Returns the
 * checksum to keep: the one that was sent, else CRC-64/NVME, as S3 does.
 */
export function verifiedChecksum(body: Buffer, headers: Readonly<Record<string, string>>): Checksum {
  return verifiedIfSent(body, headers) ?? checksumOf(body, defaultAlgorithm);
}

/** The same; undefined if the request says nothing. */
export function verifiedIfSent(body: Buffer, headers: Readonly<Record<string, string>>): Checksum | undefined {
  verifyContentMd5(body, headers['content-md5']);
  const sent = sentChecksum(headers);
  if (!sent) return undefined;
  const { algorithm, value } = sent;
  const actual = digest(algorithm, body);
  if (Buffer.from(value, 'base64').length !== actual.length) {
    throw new AwsFault('InvalidRequest', `Value for ${prefix}${algorithm} header is invalid.`);
  }
  if (value !== actual.toString('base64')) throw badDigest(algorithm);
  return sent;
}

/** The checksum that a request names, unverified. */
export function sentChecksum(headers: Readonly<Record<string, string>>): Checksum | undefined {
  const sent = Object.keys(headers).filter(name => name.startsWith(prefix) && !settings.has(name));
  if (sent.length > 1) {
    throw new AwsFault(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [header] = sent;
  return header === undefined ? undefined : { algorithm: header.slice(prefix.length), value: headers[header] ?? '' };
}

/** Headers that begin like a checksum and are none. */
const settings = new Set([`${prefix}mode`, `${prefix}algorithm`, `${prefix}type`]);

export function checksumOf(body: Buffer, algorithm: string): Checksum {
  return { algorithm, value: digest(algorithm, body).toString('base64') };
}

/** The checksum of the parts' checksums, with their number. */
export function compositeChecksum(algorithm: string, parts: readonly Checksum[]): Checksum {
  const all = Buffer.concat(parts.map(({ value }) => Buffer.from(value, 'base64')));
  return { algorithm, value: `${digest(algorithm, all).toString('base64')}-${parts.length}`, type: 'COMPOSITE' };
}

export function badDigest(algorithm: string): AwsFault {
  return new AwsFault(
    'BadDigest',
    `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
  );
}

export function checksumHeaders({ algorithm, value, type = 'FULL_OBJECT' }: Checksum): Record<string, string> {
  return { [`${prefix}${algorithm}`]: value, [`${prefix}type`]: type };
}

/** As documents have it, such as `<ChecksumCRC32>`. */
export function checksumXml(checksum: Checksum | undefined): Record<string, string> {
  return checksum ? { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value } : {};
}

export function md5(bytes: Buffer): Buffer {
  return hash('md5')(bytes);
}

function verifyContentMd5(body: Buffer, claimed: string | undefined): void {
  if (claimed === undefined) return;
  if (Buffer.from(claimed, 'base64').length !== 16) {
    throw new AwsFault('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  if (claimed !== md5(body).toString('base64')) {
    throw new AwsFault('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
}

function digest(algorithm: string, body: Buffer): Buffer {
  const compute = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  if (compute) return compute(body);
  throw new AwsFault('NotImplemented', `The sandbox does not implement the checksum ${algorithm}.`, { status: 501 });
}
