import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { AppError } from '../errors.js';
import { replaceFile } from '../git/replace-file.js';
import { indexFile, type PreviewFile } from '../render/preview.js';

/**
 * Replaces a folder by rendered files, all or nothing: they are written beside it, then it is renamed. Files of an
 * earlier time are gone afterwards. Throws AppError `not-rendered-folder` if the folder holds anything else.
 */
export async function writeRenderedFolder(directory: string, files: readonly PreviewFile[]): Promise<void> {
  try {
    const before = await pathsIn(directory);
    if (before !== undefined) await requireRendered(directory, before);
    await mkdir(dirname(directory), { recursive: true });
    const fresh = await mkdtemp(join(dirname(directory), `.${basename(directory)}-`));
    try {
      await writeFiles(fresh, files);
      await swap(fresh, directory, before !== undefined);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  } catch (error) {
    throw unwritable(directory, error);
  }
}

export interface UpdatedFolder {
  readonly written: number;
  readonly removed: number;
}

/**
 * Brings a folder that holds the files of `before` to those of `after`; files that stay as they are are not touched. Each
 * appears by rename, the index last. A folder that is not as it was left is replaced like any other.
 */
export async function updateRenderedFolder(
  directory: string,
  { before, after }: { before: readonly PreviewFile[]; after: readonly PreviewFile[] },
): Promise<UpdatedFolder> {
  const old = new Map(before.map(({ path, body }) => [path, body]));
  if (!old.has(indexFile) || (await indexIn(directory)) !== old.get(indexFile)) {
    await writeRenderedFolder(directory, after);
    return { written: after.length, removed: 0 };
  }
  const changed = after.filter(({ path, body }) => old.get(path) !== body);
  const kept = new Set(after.map(({ path }) => path));
  const gone = before.filter(({ path }) => !kept.has(path));
  try {
    for (const { path } of gone) await removeFile(directory, path);
    for (const { path, body } of changed) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await replaceFile(join(directory, path), body);
    }
  } catch (error) {
    throw unwritable(directory, error);
  }
  return { written: changed.length, removed: gone.length };
}

async function indexIn(directory: string): Promise<string | undefined> {
  return readFile(join(directory, indexFile), 'utf8').catch(() => undefined);
}

/** With the folders that it leaves empty. */
async function removeFile(directory: string, path: string): Promise<void> {
  await rm(join(directory, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const isRemoved = await rmdir(join(directory, folder)).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}

function unwritable(directory: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new AppError('cannot-write', `cannot write to ${directory}: ${reason}`, {
    hint: 'name another folder with --out, or check its permissions',
    cause: error,
  });
}

/** All files in a folder, relative to it and with forward slashes; undefined if there is no such folder. */
async function pathsIn(directory: string): Promise<readonly string[] | undefined> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    return entries
      .filter(entry => !entry.isDirectory())
      .map(entry => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Everything there must be named in an index of ours: nothing else may be lost. */
async function requireRendered(directory: string, paths: readonly string[]): Promise<void> {
  const rendered = paths.includes(indexFile) ? renderedPaths(await readFile(join(directory, indexFile), 'utf8')) : [];
  const foreign = paths.find(path => !rendered.includes(path));
  if (foreign === undefined) return;
  throw new AppError(
    'not-rendered-folder',
    `${directory} holds ${foreign}, which render did not write and would lose`,
    {
      hint: 'name a folder with --out that does not exist, or that holds nothing but rendered files',
    },
  );
}

function renderedPaths(index: string): readonly string[] {
  try {
    const { kind, artifacts } = JSON.parse(index) as { kind?: unknown; artifacts?: readonly { path: string }[] };
    return kind === 'RenderedFleet' && artifacts ? [indexFile, ...artifacts.map(({ path }) => path)] : [];
  } catch {
    return [];
  }
}

async function writeFiles(root: string, files: readonly PreviewFile[]): Promise<void> {
  const folders = new Set(files.map(({ path }) => dirname(path)));
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  for (const { path, body } of files) await writeFile(join(root, path), body);
}

/** A folder cannot be renamed onto one that holds files: the old one steps aside first, and back if that fails. */
async function swap(fresh: string, directory: string, exists: boolean): Promise<void> {
  if (!exists) {
    await rename(fresh, directory);
    return;
  }
  const aside = `${fresh}-old`;
  await rename(directory, aside);
  try {
    await rename(fresh, directory);
  } catch (error) {
    await rename(aside, directory);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}
