import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { AppError } from '../errors.js';

export interface WriteOptions {
  /** Permissions of the file from its first byte on, whatever one that was there had; without it, as usual. */
  readonly mode?: number;
}

/** Writes a file that appears whole or not at all. Throws AppError `cannot-write`. */
export function writeWhole(path: string, content: string | Uint8Array, { mode }: WriteOptions = {}): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      const bytes = Buffer.from(content);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const hint = 'name a file in a folder that exists and can be written';
    throw new AppError('cannot-write', `cannot write ${path}: ${messageOf(error)}`, { hint, cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
