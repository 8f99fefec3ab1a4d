import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.js';
import { type FleetFile, type FleetFiles, isSkippedFolder } from '../fleet/fleet-files.js';
import { requireDirectory } from './directory.js';
import { gitAnswer, gitIn } from './git-call.js';

/**
 * The files as they are on disk, committed or not. Works without Git; where there is Git, what it ignores (rendered
 * output, say) is no part of the repository.
 */
export function workingTree(directory: string): FleetFiles {
  return {
    async list() {
      await requireDirectory(directory);
      const ignored = await ignoredPaths(directory);
      const files = await filesBelow(directory, '', ignored);
      return files.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(path) {
      try {
        return await readFile(join(directory, path));
      } catch (error) {
        throw unreadable(path, error);
      }
    },
  };
}

/** Files, and folders with a slash at their end. */
async function ignoredPaths(directory: string): Promise<ReadonlySet<string>> {
  const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'];
  try {
    const listing = (await gitAnswer(gitIn(directory), args)) ?? '';
    return new Set(listing.split('\0'));
  } catch (error) {
    if (error instanceof AppError) return new Set();
    throw error;
  }
}

async function filesBelow(root: string, folder: string, ignored: ReadonlySet<string>): Promise<FleetFile[]> {
  const found = await Promise.all(
    (await entriesOf(root, folder)).map(async (entry): Promise<FleetFile[]> => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) return ignored.has(path) ? [] : fileAt(root, path, entry);
      if (isSkippedFolder(entry.name) || ignored.has(`${path}/`)) return [];
      return (await isRepository(join(root, path)))
        ? [{ path, sizeBytes: 0, kind: 'submodule' }]
        : filesBelow(root, path, ignored);
    }),
  );
  return found.flat();
}

async function entriesOf(root: string, folder: string): Promise<Dirent[]> {
  try {
    return await readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder === '' ? root : folder, error);
  }
}

/** Sockets, pipes and devices are no files of a repository: Git does not take them either. */
async function fileAt(root: string, path: string, entry: Dirent): Promise<FleetFile[]> {
  if (entry.isSymbolicLink()) return [{ path, sizeBytes: 0, kind: 'symlink' }];
  if (!entry.isFile()) return [];
  try {
    return [{ path, sizeBytes: (await lstat(join(root, path))).size, kind: 'file' }];
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A submodule's folder holds a file `.git`, a repository inside a repository a folder of that name. */
async function isRepository(folder: string): Promise<boolean> {
  return lstat(join(folder, '.git')).then(
    () => true,
    () => false,
  );
}

function unreadable(path: string, error: unknown): AppError {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new AppError('cannot-read', `cannot read ${path}: ${reason}`, { hint: 'check its permissions', cause: error });
}
