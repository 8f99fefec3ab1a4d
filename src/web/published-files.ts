import { createReadStream } from 'node:fs';
import { AppError } from '../errors.js';
import type { Absent, PublishedFiles } from '../releases/ports.js';
import { streamDigests, wholeContent } from './content.js';
import { type WebSettings, webReader } from './web-reader.js';

/** Reads URLs over HTTP and everything else from disk. */
export function publishedFiles(settings: WebSettings): PublishedFiles {
  const web = webReader(settings);
  const open = <Result>(address: string, use: (chunks: AsyncIterable<Uint8Array>) => Promise<Result>) =>
    isUrl(address) ? web(address, use) : fromDisk(address, use);
  return {
    read: address => open(address, chunks => wholeContent(address, chunks)),
    digests: address => open(address, streamDigests),
  };
}

export function isUrl(address: string): boolean {
  return /^https?:\/\//i.test(address);
}

async function fromDisk<Result>(
  path: string,
  use: (chunks: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result | Absent> {
  try {
    return await use(createReadStream(path));
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    if (reason === 'ENOENT' || reason === 'ENOTDIR') return { absent: 'no such file' };
    throw new AppError('cannot-read', `cannot read ${path}: ${reason}`, {
      hint: 'name a file or folder that you may read',
      cause: error,
    });
  }
}
