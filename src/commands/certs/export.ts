import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { openStore } from '../../apply/secrets/open-store.js';
import { copyStore, copyText } from '../../apply/secrets/store-copy.js';
import { AppError, exitCodes } from '../../errors.js';
import { exportText } from '../../report/store-copy.js';
import type { CommandContext } from '../context.js';
import { type FleetAtCommitOptions, openFleet } from '../open-fleet.js';
import { writeWhole } from '../write-whole.js';
import { sealer } from './age.js';

export interface CertsExportOptions extends FleetAtCommitOptions {
  readonly out: string;
  readonly recipients: readonly string[];
}

/** Writes what the store keeps to a file that only the recipients can open. */
export async function certsExport(context: CommandContext, options: CertsExportOptions): Promise<number> {
  const { clusters, recipients } = options;
  const out = resolve(context.cwd, options.out);
  // Before AWS is asked anything.
  const seal = sealer(recipients);
  if (existsSync(out)) throw exists(options.out);
  const opened = await openFleet(context, options);
  if (opened === undefined) return exitCodes.failed;
  const { fleet, ports: portsOf, close } = opened;
  try {
    const ports = portsOf('apply');
    const store = await openStore(fleet, ports, context.signal);
    const { copy, unreadable } = await copyStore({ fleet: fleet.name, clusters }, store, context.signal);
    const kept = new Set([...copy.issues, ...unreadable].map(({ cluster }) => cluster));
    const unknown = clusters.find(name => !kept.has(name));
    if (unknown !== undefined) throw nothingOf(`cluster "${unknown}"`);
    if (copy.issues.length === 0) throw nothingOf(`fleet ${fleet.name} that can be opened`);
    writeWhole(out, await seal(copyText(copy, new Date(ports.now()))), { mode: 0o600 });
    context.stdout.write(exportText({ copy, unreadable, out: options.out }));
    return unreadable.length > 0 ? exitCodes.failed : exitCodes.done;
  } finally {
    close();
  }
}

function exists(out: string): AppError {
  return new AppError('exists', `${out} exists already; nothing was written`, { hint: 'take another name' });
}

function nothingOf(what: string): AppError {
  return new AppError('nothing-to-export', `the store keeps nothing of ${what}; nothing was written`, {
    hint: 'clusterwright certs tells which clusters have certificates',
  });
}
