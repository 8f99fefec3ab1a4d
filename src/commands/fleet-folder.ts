import { resolve } from 'node:path';
import pc from 'picocolors';
import { AppError } from '../errors.js';
import type { FleetFiles } from '../fleet/fleet-files.js';
import { type Documents, type Kind, validatorOf } from '../fleet/kinds.js';
import { type LoadedFleet, loadFleet } from '../fleet/load.js';
import { workingTree } from '../git/working-tree.js';
import type { FleetDocument } from '../model/spec/fleet.generated.js';
import { findingsText } from '../report/findings.js';
import { type AddressBook, addressBook } from '../scaffold/address-book.js';
import { hidingFindings } from '../scaffold/hiding-findings.js';
import type { CommandContext } from './context.js';
import { version } from './version.js';

/** A fleet repository that is about to be extended. */
export interface FleetFolder {
  readonly directory: string;
  readonly files: FleetFiles;
  readonly loaded: LoadedFleet;
  readonly book: AddressBook;
  readonly fleet: FleetDocument['spec'];
  /** Documents of a kind that follow their schema. */
  all<K extends Kind>(kind: K): readonly Documents[K][];
}

/**
 * Reads the working tree. Mistakes in it do not matter, unless they may hide addresses that are in use: these are
 * printed, and AppError `addresses-hidden` is thrown.
 */
export function openFleetFolder(context: CommandContext, folder: string): Promise<FleetFolder> {
  const directory = resolve(context.cwd, folder);
  return readFleetFolder(context, { directory, files: workingTree(directory) });
}

/** The same of files that may be in memory only. */
export async function readFleetFolder(
  context: CommandContext,
  { directory, files }: Pick<FleetFolder, 'directory' | 'files'>,
): Promise<FleetFolder> {
  const loaded = await loadFleet(files, { version: version() });
  const hiding = hidingFindings(loaded);
  if (hiding.length > 0) {
    context.stderr.write(`${findingsText(hiding, loaded, pc.createColors(context.colour))}\n`);
    throw new AppError('addresses-hidden', 'these mistakes may hide addresses that are in use; nothing was written', {
      hint: 'mend them, then run the command again',
    });
  }
  const all = <K extends Kind>(kind: K) => documentsOf(loaded, kind);
  const [fleet] = all('Fleet');
  if (fleet === undefined) {
    throw new AppError('no-fleet', 'the Fleet of this repository has mistakes, so its settings are not known', {
      hint: 'run clusterwright validate and mend it',
    });
  }
  return {
    directory,
    files,
    loaded,
    book: addressBook(loaded.documents),
    fleet: fleet.spec,
    all,
  };
}

function documentsOf<K extends Kind>({ documents }: LoadedFleet, kind: K): readonly Documents[K][] {
  const values = documents.filter(one => one.kind === kind).map(({ value }) => value);
  return values.filter((value): value is Documents[K] => validatorOf(kind)(value));
}
