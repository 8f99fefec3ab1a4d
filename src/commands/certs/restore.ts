import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openStore } from '../../apply/secrets/open-store.js';
import { restoreCopy } from '../../apply/secrets/restore.js';
import { readCopy } from '../../apply/secrets/store-copy.js';
import { AppError, exitCodes } from '../../errors.js';
import { secret } from '../../model/secret.js';
import { restoreText } from '../../report/store-copy.js';
import type { CommandContext } from '../context.js';
import { type FleetAtCommitOptions, openFleet } from '../open-fleet.js';
import { unsealed } from './age.js';

export interface CertsRestoreOptions extends Omit<FleetAtCommitOptions, 'clusters'> {
  readonly file: string;
  readonly identity: string;
}

/** Puts what was exported into the store, sealed with its key. Replaces nothing; may be run again. */
export async function certsRestore(context: CommandContext, options: CertsRestoreOptions): Promise<number> {
  const file = await bytesOf(resolve(context.cwd, options.file));
  const identity = await bytesOf(resolve(context.cwd, options.identity));
  const copy = readCopy(await unsealed(file, secret(identity)));
  const opened = await openFleet(context, options);
  if (opened === undefined) return exitCodes.failed;
  const { fleet, ports, close } = opened;
  try {
    if (copy.fleet !== fleet.name) {
      const message = `the file holds the keys of fleet ${copy.fleet}, and this is ${fleet.name}; nothing was written`;
      throw new AppError('other-fleet', message, { hint: 'go to the repository of that fleet' });
    }
    const store = await openStore(fleet, ports('apply'), context.signal);
    const restored = await restoreCopy(copy, store, context.signal);
    context.stdout.write(restoreText(restored));
    const isKept = restored.some(({ outcome }) => outcome === 'other' || outcome === 'unreadable');
    return isKept ? exitCodes.failed : exitCodes.done;
  } finally {
    close();
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError('cannot-read', `cannot read ${path}: ${reason}`, { hint: 'name another file', cause: error });
  }
}
