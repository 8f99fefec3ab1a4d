import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../errors.js';
import { replaceFile } from './replace-file.js';

export interface FileToWrite {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  /** What the file must still say; undefined if there must be none. */
  readonly before: string | undefined;
  readonly after: string;
}

/**
 * Writes all of the files or none: each beside its place first, then each is renamed. When that fails halfway, what was
 * there comes back. Throws AppError `changed-meanwhile` if a file is not as it was read, `cannot-write` otherwise.
 */
export async function writeFiles(directory: string, files: readonly FileToWrite[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    const staged: (FileToWrite & { readonly temporary: string })[] = [];
    for (const file of files) {
      const path = join(directory, file.path);
      await requireAsRead(path, file);
      await makeFolders(directory, file.path, undo);
      staged.push({ ...file, temporary: await stage(path, file, undo) });
    }
    for (const { temporary, ...file } of staged) {
      const path = join(directory, file.path);
      await rename(temporary, path);
      undo.push(() => (file.before === undefined ? rm(path, { force: true }) : replaceFile(path, file.before)));
    }
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    if (error instanceof AppError) throw error;
    const { code, path = directory } = error as NodeJS.ErrnoException;
    throw new AppError('cannot-write', `cannot write ${path}: ${code ?? String(error)}; nothing was changed`, {
      hint: 'check the permissions of the folder, and the space on the disk',
      cause: error,
    });
  }
}

async function requireAsRead(path: string, { before, ...file }: FileToWrite): Promise<void> {
  const found = await lstat(path).catch(absent);
  if (found === undefined && before === undefined) return;
  if (found?.isFile() && before !== undefined && (await readFile(path, 'utf8')) === before) return;
  const message =
    before === undefined
      ? `${file.path} exists already`
      : `${file.path} is not as it was read; somebody else may be editing it`;
  throw new AppError('changed-meanwhile', `${message}; nothing was written`, {
    hint: before === undefined ? 'take another name, or another file' : 'run the command again',
  });
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}

async function makeFolders(directory: string, path: string, undo: (() => Promise<void>)[]): Promise<void> {
  const made = await mkdir(join(directory, dirname(path)), { recursive: true });
  if (made === undefined) return;
  // Only the folders that were made, innermost first; one that somebody has put a file into stays.
  const folders: string[] = [];
  for (let at = join(directory, dirname(path)); at.length >= made.length; at = dirname(at)) folders.push(at);
  undo.push(async () => {
    for (const folder of folders) await rmdir(folder).catch(() => undefined);
  });
}

async function stage(path: string, { before, after }: FileToWrite, undo: (() => Promise<void>)[]): Promise<string> {
  const temporary = join(dirname(path), `.clusterwright-${randomBytes(6).toString('hex')}.tmp`);
  undo.push(() => rm(temporary, { force: true }));
  await writeFile(temporary, after, { flag: 'wx' });
  if (before !== undefined) await chmod(temporary, (await lstat(path)).mode);
  return temporary;
}
