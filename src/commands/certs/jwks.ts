import { requireGenerations, trustedKeys } from '../../apply/secrets/cluster-keys.js';
import { openStore } from '../../apply/secrets/open-store.js';
import { exitCodes } from '../../errors.js';
import { offeredCertificate } from '../../observe/offered-certificates.js';
import { keySet } from '../../pki/jwks.js';
import { oneCluster } from '../chosen-clusters.js';
import type { CommandContext } from '../context.js';
import { type FleetAtCommitOptions, type OpenedFleet, openFleet } from '../open-fleet.js';

export interface JwksOptions extends Omit<FleetAtCommitOptions, 'clusters'> {
  readonly cluster: string;
}

/** Prints the public keys of a cluster's service accounts, for whoever serves its issuer. */
export async function certsJwks(context: CommandContext, options: JwksOptions): Promise<number> {
  const opened = await openFleet(context, options);
  if (opened === undefined) return exitCodes.failed;
  try {
    const keys = await publicKeys(opened, options.cluster, context.signal);
    context.stdout.write(`${JSON.stringify(keySet(keys), null, 2)}\n`);
    return exitCodes.done;
  } finally {
    opened.close();
  }
}

async function publicKeys(
  { fleet, ports: portsOf }: OpenedFleet,
  name: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const cluster = oneCluster(fleet, name);
  const ports = portsOf('apply');
  const generations = await requireGenerations(fleet, cluster, { stacks: ports.stacks, signal });
  const store = await openStore(fleet, ports, signal);
  const own = await trustedKeys({ cluster: name, generations, name: 'service-account' }, store, signal);
  const kept = own.map(({ public: pem }) => pem);
  if (fleet.pki.source === 'embedded') return kept;
  // Masters sign with the key of the Secret, and trust it beside ours.
  const offered = await offeredCertificate(
    { cluster: name, name: 'service-account' },
    ports.sources.kubernetes,
    signal,
  );
  if (offered.found === undefined) throw offered.problem;
  return [offered.found.publicKey, ...kept];
}
