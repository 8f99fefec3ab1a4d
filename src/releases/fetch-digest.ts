import { AppError } from '../errors.js';
import { digestIn } from './digest-list.js';
import type { PublishedFiles } from './ports.js';

/**
 * SHA-256 of a published file, from what is published beside it; where that is a SHA-512 only, from the file itself, once
 * it has that SHA-512. Undefined if nobody publishes the file's digest. Throws AppError `no-digest` when a list of
 * digests is there and does not speak of the file.
 */
export async function fetchDigest(files: PublishedFiles, url: string): Promise<string | undefined> {
  const file = url.slice(url.lastIndexOf('/') + 1);
  const folder = url.slice(0, url.lastIndexOf('/') + 1);
  for (const list of [`${url}.sha256`, `${url}.sha256sum`, `${folder}SHA256SUMS`]) {
    const digest = await listedDigest(files, { list, file, algorithm: 'sha256' });
    if (digest !== undefined) return digest;
  }
  for (const list of [`${url}.sha512`, `${folder}SHA512SUMS`]) {
    const sha512 = await listedDigest(files, { list, file, algorithm: 'sha512' });
    if (sha512 !== undefined) return hashed(files, url, sha512);
  }
  return undefined;
}

async function listedDigest(
  files: PublishedFiles,
  { list, file, algorithm }: { list: string; file: string; algorithm: 'sha256' | 'sha512' },
): Promise<string | undefined> {
  const content = await files.read(list);
  if ('absent' in content) return undefined;
  const digest = digestIn(Buffer.from(content).toString('utf8'), { algorithm, file });
  if (digest !== undefined) return digest;
  throw new AppError('no-digest', `${list} is there, but gives no single ${algorithm.toUpperCase()} of ${file}`, {
    hint: 'look at it, and give the digests with --digests',
  });
}

async function hashed(files: PublishedFiles, url: string, sha512: string): Promise<string | undefined> {
  const digests = await files.digests(url);
  if ('absent' in digests) return undefined;
  if (digests.sha512 === sha512) return digests.sha256;
  throw new AppError('wrong-digest', `${url} has SHA-512 ${digests.sha512}, but ${sha512} is published for it`, {
    hint: 'nothing was written; fetch it again, and ask its publisher if it stays so',
  });
}
