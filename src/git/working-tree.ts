import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors.js';
import { type FleetFile, type FleetFiles, isSkippedFolder } from '../fleet/fleet-files.js';
import { requireDirectory } from './directory.js';
import { gitAnswer, gitIn } from './git-call.js';

/**
 * The files as they are on disk, committed or not. Works without Git; where there is Git, what it ignores (rendered
 * output, say) is no part of the repository. They are read one after the other: thousands of small files that are opened
 * at once take five times the work, and more open files than many a system allows.
 */
export function workingTree(directory: string): FleetFiles {
  return {
    async list() {
      await requireDirectory(directory);
      const ignored = await ignoredPaths(directory);
      return filesBelow(directory, '', ignored).sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(path) {
      try {
        return readFileSync(join(directory, path));
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

function filesBelow(root: string, folder: string, ignored: ReadonlySet<string>): FleetFile[] {
  const entries = entriesOf(root, folder);
  // A submodule's folder holds a file `.git`, a repository inside a repository a folder of that name.
  if (folder !== '' && entries.some(({ name }) => name === '.git')) {
    return [{ path: folder, sizeBytes: 0, kind: 'submodule' }];
  }
  return entries.flatMap(entry => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return ignored.has(path) ? [] : fileAt(root, path, entry);
    return isSkippedFolder(entry.name) || ignored.has(`${path}/`) ? [] : filesBelow(root, path, ignored);
  });
}

function entriesOf(root: string, folder: string): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder === '' ? root : folder, error);
  }
}

/** Sockets, pipes and devices are no files of a repository: Git does not take them either. */
function fileAt(root: string, path: string, entry: Dirent): FleetFile[] {
  if (entry.isSymbolicLink()) return [{ path, sizeBytes: 0, kind: 'symlink' }];
  if (!entry.isFile()) return [];
  try {
    return [{ path, sizeBytes: lstatSync(join(root, path)).size, kind: 'file' }];
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): AppError {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new AppError('cannot-read', `cannot read ${path}: ${reason}`, { hint: 'check its permissions', cause: error });
}
