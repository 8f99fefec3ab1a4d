import { exitCodes } from '../../errors.js';
import { dayOf } from '../../pki/renewal.js';
import { nextLines } from '../../report/file-changes.js';
import { withRenewal } from '../../scaffold/pki.js';
import { chosenClusters } from '../chosen-clusters.js';
import type { CommandContext } from '../context.js';
import { changeSpecs, openSpecFiles } from './spec-files.js';

export interface CertsRenewOptions {
  readonly directory: string;
  readonly clusters: readonly string[];
  readonly dryRun: boolean;
}

/** Asks in the specs for leaf certificates of today. */
export async function certsRenew(context: CommandContext, options: CertsRenewOptions): Promise<number> {
  const specs = await openSpecFiles(context, options.directory);
  const today = dayOf(new Date());
  const clusters = chosenClusters(specs.fleet, options.clusters).filter(({ pki }) => pki.renewFrom !== today);
  if (clusters.length === 0) {
    context.stdout.write(`Nothing to write: leaves of ${today} are asked for already.\n`);
    return exitCodes.done;
  }
  await changeSpecs(context, specs, {
    changes: clusters.map(cluster => ({
      cluster,
      field: 'renewFrom',
      value: today,
      edit: text => withRenewal(text, cluster, today),
    })),
    next: [
      'Once this is committed and applied, leaf certificates of earlier days are issued anew:',
      'masters and every pool are replaced, under the gate.',
      ...nextLines([['clusterwright plan', 'shows, once committed, what that does']]),
    ],
    dryRun: options.dryRun,
  });
  return exitCodes.done;
}
