import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../errors.js';
import type { FleetFiles } from '../../fleet/fleet-files.js';
import { isSkipped } from '../../fleet/fleet-files.js';
import { workingTree } from '../../git/working-tree.js';
import type { CommandContext } from '../context.js';
import { type FleetFolder, openFleetFolder } from '../fleet-folder.js';

/** Where an import writes to: a fleet repository, or a folder that becomes one. */
export interface Destination {
  readonly directory: string;
  readonly files: FleetFiles;
  /** Undefined for a new one. */
  readonly folder: FleetFolder | undefined;
}

export async function destination(context: CommandContext, out: string): Promise<Destination> {
  const directory = resolve(context.cwd, out);
  const found = await stat(directory).catch(() => undefined);
  if (found === undefined) return { directory, files: noFiles, folder: undefined };
  if (!found.isDirectory()) {
    throw new AppError('not-a-folder', `${out} is no folder`, { hint: 'name another one with --out' });
  }
  const files = workingTree(directory);
  const specs = (await files.list()).filter(({ path }) => !isSkipped(path) && /\.ya?ml$/i.test(path));
  return { directory, files, folder: specs.length === 0 ? undefined : await openFleetFolder(context, out) };
}

const noFiles: FleetFiles = {
  list: async () => [],
  read: async path => {
    throw new AppError('cannot-read', `there is no ${path}`);
  },
};
