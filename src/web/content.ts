import { createHash } from 'node:crypto';
import { AppError } from '../errors.js';
import type { FileDigests } from '../releases/ports.js';

/** Published lists are a few KiB; more is another file, or somebody's joke. */
const maxBytes = 4 * 1024 * 1024;

/** All of a small file; throws AppError `too-large` for more than 4 MiB. */
export async function wholeContent(address: string, chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new AppError('too-large', `${address} has more than ${maxBytes} bytes, which a list of images never has`, {
        hint: 'check the address',
      });
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

export async function streamDigests(chunks: AsyncIterable<Uint8Array>): Promise<FileDigests> {
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  for await (const chunk of chunks) {
    sha256.update(chunk);
    sha512.update(chunk);
  }
  return { sha256: sha256.digest('hex'), sha512: sha512.digest('hex') };
}
