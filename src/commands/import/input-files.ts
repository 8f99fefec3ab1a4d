import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AppError } from '../../errors.js';
import { workingTree } from '../../git/working-tree.js';
import { kubectlExport } from '../../import/old-cluster.js';
import type { InputFile } from '../../import/read-resources.js';
import type { CommandContext } from '../context.js';

/**
 * The YAML and JSON files that are named, those of the folders that are, and what is piped in for `-`. Throws AppError
 * if there are none.
 */
export async function inputFiles(
  { cwd, signal }: Pick<CommandContext, 'cwd' | 'signal'>,
  inputs: readonly string[],
): Promise<readonly InputFile[]> {
  const found = (
    await Promise.all(inputs.map(async input => (input === '-' ? [await pipedInput(signal)] : filesAt(cwd, input))))
  ).flat();
  const files = [...new Map(found.map(file => [resolve(cwd, file.path), file])).values()];
  if (files.length > 0) return files;
  throw new AppError('nothing-to-import', `there are no YAML or JSON files in ${inputs.join(', ')}`, {
    hint: `export the clusters: ${kubectlExport} > old.yaml`,
  });
}

/** One file that is named. */
export async function inputFile(cwd: string, path: string): Promise<InputFile> {
  try {
    return { path, content: await readFile(resolve(cwd, path)) };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError(
      'cannot-read',
      `cannot read ${path}: ${reason === 'ENOENT' ? 'there is no such file' : reason}`,
      {
        hint: 'check its name and permissions',
        cause: error,
      },
    );
  }
}

/** What another program prints into this one. */
async function pipedInput(signal: AbortSignal): Promise<InputFile> {
  const content = process.stdin.isTTY ? Buffer.alloc(0) : await bytesOf(process.stdin, signal);
  if (content.length > 0) return { path: 'stdin', content };
  throw new AppError('nothing-to-import', 'nothing is piped in, and - stands for that', {
    hint: `pipe an export in: ${kubectlExport} | clusterwright import - …`,
  });
}

async function bytesOf(stream: Readable, signal: AbortSignal): Promise<Buffer> {
  try {
    return await buffer(addAbortSignal(signal, stream));
  } catch (error) {
    if (signal.aborted) throw new AppError('interrupted', 'nothing was written', { kind: 'interrupted', cause: error });
    throw error;
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
