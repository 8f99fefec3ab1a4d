import { resolve } from 'node:path';
import pc from 'picocolors';
import { AppError } from '../../errors.js';
import type { FleetFiles } from '../../fleet/fleet-files.js';
import { type LoadedFleet, loadFleet } from '../../fleet/load.js';
import { workingTree } from '../../git/working-tree.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import { findingsText } from '../../report/findings.js';
import { pkiLine } from '../../scaffold/pki.js';
import type { CommandContext } from '../context.js';
import { deliver } from '../deliver.js';
import { version } from '../version.js';

export interface SpecFiles {
  readonly directory: string;
  readonly files: FleetFiles;
  readonly loaded: LoadedFleet;
  readonly fleet: Fleet;
}

/** The working tree, as far as it can be read. Prints its mistakes, and throws AppError `no-fleet`, if it cannot. */
export async function openSpecFiles(context: CommandContext, folder: string): Promise<SpecFiles> {
  const directory = resolve(context.cwd, folder);
  const files = workingTree(directory);
  const loaded = await loadFleet(files, { version: version() });
  if (loaded.readable !== undefined) return { directory, files, loaded, fleet: loaded.readable };
  context.stderr.write(`${findingsText(loaded.findings, loaded, pc.createColors(context.colour))}\n`);
  throw new AppError('no-fleet', 'the specs have mistakes, so they cannot be changed; nothing was written', {
    hint: 'mend them, then run the command again',
  });
}

export interface PkiChange {
  readonly cluster: Cluster;
  readonly field: 'renewFrom' | 'rotations';
  /** What is told of it: `2026-11-21`, `ca 2`. */
  readonly value: string;
  readonly edit: (text: string) => string;
}

/** Changes clusters in their files, all or none, and says what was written and what comes next. */
export async function changeSpecs(
  context: CommandContext,
  specs: SpecFiles,
  { changes, next, dryRun }: { changes: readonly PkiChange[]; next: readonly string[]; dryRun: boolean },
): Promise<void> {
  const paths = [...new Set(changes.map(({ cluster }) => cluster.source.file))];
  const texts = await Promise.all(
    paths.map(async path => {
      const before = Buffer.from(await specs.files.read(path)).toString('utf8');
      const own = changes.filter(({ cluster }) => cluster.source.file === path);
      return { path, before, after: own.reduce((text, { edit }) => edit(text), before) };
    }),
  );
  const places = changes.map(({ cluster, field, value }) => {
    const file = cluster.source.file;
    const text = texts.find(({ path }) => path === file)?.after ?? '';
    return { file, line: pkiLine(text, cluster.name, field), what: [cluster.name, `spec.pki.${field}`, value] };
  });
  await deliver(context, { ...specs, known: specs.loaded.findings, changes: texts, places, next, dryRun });
}
