import { randomUUID } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../errors.js';

/**
 * Writes a file of a working tree, whole or not at all: it appears by rename. One that is there keeps its permissions.
 * Throws AppError `cannot-write`.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const fresh = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    const { mode } = await stat(path).catch(() => ({ mode: 0o644 }));
    await writeFile(fresh, content, { mode, flag: 'wx' });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError('cannot-write', `cannot write ${path}: ${reason}`, {
      hint: 'check the permissions of its folder',
      cause: error,
    });
  }
}
