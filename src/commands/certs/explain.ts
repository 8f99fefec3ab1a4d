import pc from 'picocolors';
import { AppError, exitCodes } from '../../errors.js';
import { didYouMean } from '../../fleet/suggestion.js';
import type { Fleet } from '../../model/fleet.js';
import { certificateDetails } from '../../reconcile/certificate-details.js';
import { type SeenCertificates, seeCertificates } from '../../reconcile/see-certificates.js';
import { certsDocument } from '../../report/certs-document.js';
import { explainText } from '../../report/certs-explain.js';
import { oneCluster } from '../chosen-clusters.js';
import type { CommandContext } from '../context.js';
import type { FleetAtCommitOptions } from '../open-fleet.js';
import { openWorld } from '../open-world.js';
import { version } from '../version.js';

export interface CertsExplainOptions extends Omit<FleetAtCommitOptions, 'clusters'> {
  readonly cluster: string;
  /** Of a certificate or key; undefined for all. */
  readonly name: string | undefined;
  readonly format: 'text' | 'json';
}

/** Tells everything about one certificate or key of a cluster, or about all. Changes nothing. */
export async function certsExplain(context: CommandContext, options: CertsExplainOptions): Promise<number> {
  const { cluster, name, format } = options;
  const opened = await openWorld(context, { ...options, clusters: [cluster] });
  if (opened === undefined) return exitCodes.failed;
  const { fleet, world, close } = opened;
  try {
    const seen = await seeCertificates(world('plan'), [oneCluster(fleet, cluster)], context.signal);
    const explained = explainedFrom(fleet, seen, name);
    const isJson = format === 'json';
    context.stdout.write(
      isJson
        ? `${JSON.stringify(certsDocument(fleet, seen, { toolVersion: version(), name }), null, 2)}\n`
        : explainText(explained, pc.createColors(context.colour)),
    );
    return exitCodes.done;
  } finally {
    close();
  }
}

function explainedFrom(fleet: Fleet, { clusters: [seen], today }: SeenCertificates, name: string | undefined) {
  if (seen?.problem !== undefined) throw seen.problem;
  if (seen?.generations === undefined) {
    throw new AppError('no-masters', `${seen?.cluster.name} has no masters yet, so nothing is in use`, {
      hint: 'clusterwright apply brings them up',
    });
  }
  const all = certificateDetails(fleet, { ...seen, generations: seen.generations });
  const details = all.filter(one => name === undefined || one.name === name);
  if (details.length > 0) return { seen, details, today };
  const known = all.map(one => one.name);
  throw new AppError('unknown-certificate', `${seen.cluster.name} has no certificate or key "${name}"`, {
    hint: didYouMean(name ?? '', known) ?? `it has ${known.join(', ')}`,
  });
}
