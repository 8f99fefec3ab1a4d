import pc from 'picocolors';
import { exitCodes } from '../../errors.js';
import { isWaiting, type SeenCertificates, seeCertificates } from '../../reconcile/see-certificates.js';
import { certsDocument } from '../../report/certs-document.js';
import { certsText } from '../../report/certs-text.js';
import { chosenClusters } from '../chosen-clusters.js';
import type { CommandContext } from '../context.js';
import type { FleetAtCommitOptions } from '../open-fleet.js';
import { openWorld } from '../open-world.js';
import { version } from '../version.js';

export interface CertsListOptions extends FleetAtCommitOptions {
  readonly format: 'text' | 'json';
  readonly detailedExitcode: boolean;
}

/** Tells what clusters have in use of certificates and keys. Changes nothing. */
export async function certsList(context: CommandContext, options: CertsListOptions): Promise<number> {
  const opened = await openWorld(context, options);
  if (opened === undefined) return exitCodes.failed;
  const { fleet, world, close } = opened;
  try {
    const seen = await seeCertificates(world('plan'), chosenClusters(fleet, options.clusters), context.signal);
    context.stdout.write(
      options.format === 'json'
        ? `${JSON.stringify(certsDocument(fleet, seen, { toolVersion: version() }), null, 2)}\n`
        : certsText(fleet, seen, pc.createColors(context.colour)),
    );
    return exitCodeOf(seen, options.detailedExitcode);
  } finally {
    close();
  }
}

function exitCodeOf({ clusters, findings }: SeenCertificates, isDetailed: boolean): number {
  if (clusters.some(({ problem }) => problem !== undefined)) return exitCodes.failed;
  return isDetailed && (findings.length > 0 || clusters.some(isWaiting)) ? exitCodes.changes : exitCodes.done;
}
