import { posix } from 'node:path';
import { AppError } from '../../errors.js';
import { isSkipped } from '../../fleet/fleet-files.js';
import { appended } from '../../scaffold/append.js';
import type { FileChange } from '../../scaffold/file-change.js';
import type { FleetFolder } from '../fleet-folder.js';
import { wrongFlag } from '../form.js';

/** Where new documents go. */
export interface SpecFile {
  /** As the command line says it; the documents are added to a file that is there. */
  readonly given: string | undefined;
  /** Path of a new file, if nothing is said. */
  readonly usual: string;
}

export async function specFile({ files }: FleetFolder, file: SpecFile, documents: string): Promise<FileChange> {
  const path = file.given === undefined ? file.usual : checkedPath(file.given);
  const there = (await files.list()).find(known => known.path === path);
  if (there === undefined) return appended(path, undefined, documents);
  if (file.given === undefined || there.kind !== 'file') {
    throw new AppError('file-exists', `${path} exists already`, {
      hint: 'name another file with --file; to add to this one, name it there',
    });
  }
  return appended(path, Buffer.from(await files.read(path)).toString('utf8'), documents);
}

function checkedPath(given: string): string {
  const path = posix.normalize(given);
  if (posix.isAbsolute(path) || path.startsWith('../')) {
    throw wrongFlag('--file', `"${given}" is not in the repository; give a path relative to its folder`);
  }
  if (!/\.ya?ml$/i.test(path)) throw wrongFlag('--file', `"${given}" does not end in .yaml, so it would not be read`);
  if (isSkipped(path)) throw wrongFlag('--file', `"${given}" is in a folder in which no specs are read`);
  return path;
}
