import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { AppError } from '../../errors.js';
import { workingTree } from '../../git/working-tree.js';
import type { InputFile } from '../../import/read-resources.js';

/** The YAML and JSON files that are named, and those of the folders that are. Throws AppError if there are none. */
export async function inputFiles(cwd: string, inputs: readonly string[]): Promise<readonly InputFile[]> {
  const found = (await Promise.all(inputs.map(input => filesAt(cwd, input)))).flat();
  const files = [...new Map(found.map(file => [resolve(cwd, file.path), file])).values()];
  if (files.length > 0) return files;
  throw new AppError('nothing-to-import', `there are no YAML or JSON files in ${inputs.join(', ')}`, {
    hint: 'write them: kubectl get awsclusters,awscontrolplanes,… -A -o yaml',
  });
}

/** One file that is named. */
export async function inputFile(cwd: string, path: string): Promise<InputFile> {
  try {
    return { path, content: await readFile(resolve(cwd, path)) };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError('cannot-read', `cannot read ${path}: ${reason}`, {
      hint: 'check its name and permissions',
      cause: error,
    });
  }
}

async function filesAt(cwd: string, input: string): Promise<InputFile[]> {
  const path = resolve(cwd, input);
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [await inputFile(cwd, input)];
  const tree = workingTree(path);
  const listed = (await tree.list()).filter(file => file.kind === 'file' && /\.(ya?ml|json)$/i.test(file.path));
  return Promise.all(
    listed.map(async file => ({ path: shownPath(cwd, join(path, file.path)), content: await tree.read(file.path) })),
  );
}

/** Relative to where the command runs, unless that would lead far up. */
function shownPath(cwd: string, path: string): string {
  const near = relative(cwd, path);
  return near.startsWith('../..') ? path : near;
}
