import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../errors.js';
import type { FleetFiles } from '../../fleet/fleet-files.js';
import { isSkipped } from '../../fleet/fleet-files.js';
import { loadFleet } from '../../fleet/load.js';
import { workingTree } from '../../git/working-tree.js';
import type { CommandContext } from '../context.js';
import { type FleetFolder, openFleetFolder } from '../fleet-folder.js';
import { version } from '../version.js';

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
  if (specs.length === 0) return { directory, files, folder: undefined };
  await requireFleet(files, out);
  return { directory, files, folder: await openFleetFolder(context, out) };
}

/** YAML of anything else is not mixed with specs. */
async function requireFleet(files: FleetFiles, out: string): Promise<void> {
  const { documents } = await loadFleet(files, { version: version() });
  if (documents.some(({ kind }) => kind === 'Fleet')) return;
  throw new AppError('no-fleet', `${out} holds YAML files, but none with a document of kind Fleet`, {
    hint: 'name a fleet repository, or a new or empty folder, with --out',
  });
}

const noFiles: FleetFiles = {
  list: async () => [],
  read: async path => {
    throw new AppError('cannot-read', `there is no ${path}`);
  },
};
