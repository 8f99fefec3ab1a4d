import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsFault } from '../fault.js';
import { crc32c, crc64nvme } from './crc.js';

export interface Checksum {
  readonly algorithm: string;
  /** Base64 */
  readonly value: string;
}

const algorithms: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  crc32(bytes) {
    const result = Buffer.alloc(4);
    result.writeUInt32BE(crc32(bytes));
    return result;
  },
  crc32c,
  crc64nvme,
  sha1: bytes => createHash('sha1').update(bytes).digest(),
  sha256: bytes => createHash('sha256').update(bytes).digest(),
};

const prefix = 'x-amz-checksum-';

/**
 * Compares the body with what the request says about it, in headers or in the trailer of a chunked body. Returns the
 * checksum to keep: the one that was sent, else CRC-64/NVME, as S3 does.
 */
export function verifiedChecksum(body: Buffer, headers: Readonly<Record<string, string>>): Checksum {
  verifyContentMd5(body, headers['content-md5']);
  const sent = Object.keys(headers).filter(name => name.startsWith(prefix) && !settings.has(name));
  if (sent.length > 1) {
    throw new AwsFault(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [header] = sent;
  if (header === undefined) return { algorithm: 'crc64nvme', value: crc64nvme(body).toString('base64') };
  const algorithm = header.slice(prefix.length);
  const value = headers[header] ?? '';
  const actual = compute(algorithm, body);
  if (Buffer.from(value, 'base64').length !== actual.length) {
    throw new AwsFault('InvalidRequest', `Value for ${header} header is invalid.`);
  }
  if (value !== actual.toString('base64')) {
    throw new AwsFault(
      'BadDigest',
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
  }
  return { algorithm, value };
}

/** Headers that begin like a checksum and are none. */
const settings = new Set(['x-amz-checksum-mode', 'x-amz-checksum-algorithm', 'x-amz-checksum-type']);

export function checksumHeaders({ algorithm, value }: Checksum): Record<string, string> {
  return { [`${prefix}${algorithm}`]: value, 'x-amz-checksum-type': 'FULL_OBJECT' };
}

export function md5(bytes: Buffer): Buffer {
  return createHash('md5').update(bytes).digest();
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

function compute(algorithm: string, body: Buffer): Buffer {
  const compute = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  if (compute) return compute(body);
  throw new AwsFault('NotImplemented', `The sandbox does not implement the checksum ${algorithm}.`, { status: 501 });
}
