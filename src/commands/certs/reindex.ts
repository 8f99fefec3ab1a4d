import { type IndexUpdate, updateIndex } from '../../apply/secrets/issue-index.js';
import { openStore } from '../../apply/secrets/open-store.js';
import { exitCodes } from '../../errors.js';
import { indexText } from '../../report/certs-index.js';
import { chosenClusters } from '../chosen-clusters.js';
import type { CommandContext } from '../context.js';
import { type FleetAtCommitOptions, openFleet } from '../open-fleet.js';

/** Makes the indexes of clusters anew from what the store keeps. Fails if an object in it cannot be opened. */
export async function certsReindex(context: CommandContext, options: FleetAtCommitOptions): Promise<number> {
  const opened = await openFleet(context, options);
  if (opened === undefined) return exitCodes.failed;
  try {
    const clusters = chosenClusters(opened.fleet, options.clusters);
    const store = await openStore(opened.fleet, opened.ports('apply'), context.signal);
    const updates: { readonly cluster: string; readonly update: IndexUpdate }[] = [];
    for (const { name } of clusters) {
      const request = { cluster: name, records: [], trusted: false };
      updates.push({ cluster: name, update: await updateIndex(request, store, context.signal) });
    }
    context.stdout.write(indexText(updates));
    const unreadable = updates.some(({ update }) => update.unreadable.length > 0);
    return unreadable ? exitCodes.failed : exitCodes.done;
  } finally {
    opened.close();
  }
}
