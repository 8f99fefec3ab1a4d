import { AppError } from '../errors.js';
import type { Cluster } from '../model/fleet.js';
import { type OfferedName, offeredNames } from '../model/secrets.js';
import { type Offered, readOffered } from '../pki/offered.js';
import { type Seen, seen } from './seen.js';
import type { KubernetesSecret, KubernetesSecrets } from './source-ports.js';

/** Labels that cert-operator gives to its Secrets. */
export const certificateLabel = 'giantswarm.io/certificate';
export const clusterLabel = 'giantswarm.io/cluster';

export type OfferedCertificates = Readonly<Record<OfferedName, Seen<Offered>>>;

/** What cert-operator's Secrets offer, by cluster: one list for each certificate, however many clusters there are. */
export async function offeredCertificates(
  clusters: readonly Cluster[],
  kubernetes: KubernetesSecrets,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, OfferedCertificates>> {
  const lists = await Promise.all(
    offeredNames.map(name => seen(() => kubernetes.labelled({ [certificateLabel]: name }, signal), signal)),
  );
  return new Map(
    clusters.map(({ name: cluster }) => [
      cluster,
      Object.fromEntries(
        offeredNames.map((name, index) => [name, offeredBy(lists[index] ?? { found: [] }, { cluster, name })]),
      ) as unknown as OfferedCertificates,
    ]),
  );
}

/** A certificate of one cluster, as its Secret offers it now. */
export async function offeredCertificate(
  what: { readonly cluster: string; readonly name: OfferedName },
  kubernetes: KubernetesSecrets,
  signal: AbortSignal,
): Promise<Seen<Offered>> {
  const labels = { [certificateLabel]: what.name, [clusterLabel]: what.cluster };
  return offeredBy(await seen(() => kubernetes.labelled(labels, signal), signal), what);
}

function offeredBy(
  list: Seen<readonly KubernetesSecret[]>,
  { cluster, name }: { readonly cluster: string; readonly name: OfferedName },
): Seen<Offered> {
  if (list.found === undefined) return list;
  const [found, ...others] = list.found.filter(({ labels }) => labels[clusterLabel] === cluster);
  if (found === undefined) {
    const message = `certificate ${name} of ${cluster} is not there yet: no Secret of the management cluster has the labels ${certificateLabel}=${name} and ${clusterLabel}=${cluster}`;
    const hint = 'cert-operator makes it from a CertConfig; go on once it is there';
    return { found: undefined, problem: new AppError('certificate-not-there', message, { hint }), waits: true };
  }
  const secretName = `${found.namespace}/${found.name}`;
  if (others.length > 0) {
    const names = [found, ...others].map(secret => `${secret.namespace}/${secret.name}`).join(', ');
    return refused(`certificate ${name} of ${cluster} is offered by several Secrets: ${names}`, 'delete all but one');
  }
  const offered = readOffered(found.data);
  if (typeof offered !== 'string') return { found: offered };
  const hint = 'see what cert-operator says of its CertConfig, or delete the Secret so that it is made anew';
  return refused(`Secret ${secretName}, certificate ${name} of ${cluster}, ${offered}`, hint);
}

function refused(message: string, hint: string): Seen<Offered> {
  return { found: undefined, problem: new AppError('unusable-certificate', message, { hint }), waits: false };
}
