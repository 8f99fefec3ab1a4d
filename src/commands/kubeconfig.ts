import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { adminAccess } from '../apply/secrets/admin-access.js';
import { openStore } from '../apply/secrets/open-store.js';
import { AppError, exitCodes } from '../errors.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import { names } from '../model/names.js';
import { outputsOf } from '../observe/outputs.js';
import type { StackReader } from '../observe/ports.js';
import { kubeconfig as kubeconfigOf } from '../pki/kubeconfig.js';
import { loadBalancerOutputs } from '../plan/secrets.js';
import { oneCluster } from './chosen-clusters.js';
import type { CommandContext } from './context.js';
import { type FleetAtCommitOptions, type OpenedFleet, openFleet } from './open-fleet.js';
import { writeWhole } from './write-whole.js';

export interface KubeconfigOptions extends Omit<FleetAtCommitOptions, 'clusters'> {
  readonly cluster: string;
  /** Undefined for the name that the operating system knows the user by. */
  readonly user: string | undefined;
  readonly groups: readonly string[];
  readonly ttl: number;
  /** Undefined for stdout. */
  readonly out: string | undefined;
  /** The API's address inside the VPC. */
  readonly internal: boolean;
}

/** Lets somebody in for a while, with a certificate of the admin CA. */
export async function kubeconfig(context: CommandContext, options: KubeconfigOptions): Promise<number> {
  const user = options.user ?? ownName();
  const opened = await openFleet(context, options);
  if (opened === undefined) return exitCodes.failed;
  try {
    const { content, notAfter, server } = await accessTo(opened, { ...options, user }, context.signal);
    if (options.out === undefined) context.stdout.write(content.reveal());
    else writeWhole(resolve(context.cwd, options.out), content.reveal(), { mode: 0o600 });
    context.stderr.write(told({ ...options, user, notAfter, server }));
    return exitCodes.done;
  } finally {
    opened.close();
  }
}

/** Access by a certificate of its own, on record in the store. */
export async function accessTo(
  { fleet, ports: portsOf }: Pick<OpenedFleet, 'fleet' | 'ports'>,
  options: Omit<KubeconfigOptions, 'user' | 'out' | 'ref' | 'directory' | 'endpointUrl'> & { readonly user: string },
  signal: AbortSignal,
) {
  const cluster = oneCluster(fleet, options.cluster);
  const ports = portsOf('apply');
  const store = await openStore(fleet, ports, signal);
  const server = `https://${await apiName(fleet, cluster, { internal: options.internal, reader: ports.stacks, signal })}`;
  const environment = { now: () => new Date(ports.now()), randomBytes: (size: number) => ports.randomBytes(size) };
  const access = await adminAccess(
    { fleet, cluster, user: options.user, groups: options.groups, lifetimeMs: options.ttl, askedBy: ownName() },
    { ...environment, stacks: ports.stacks, sources: ports.sources, store },
    signal,
  );
  const name = `${fleet.name}-${cluster.name}`;
  return { ...access, server, content: kubeconfigOf({ ...access, name, user: options.user, server }) };
}

/** Without Route 53 there are the load balancers' own names only. */
async function apiName(
  fleet: Fleet,
  cluster: Cluster,
  { internal, reader, signal }: { internal: boolean; reader: StackReader; signal: AbortSignal },
): Promise<string> {
  if (cluster.dns.route53) return internal ? names.internalApiDomain(fleet, cluster) : names.apiDomain(fleet, cluster);
  const isInternal = internal || cluster.api.public === undefined;
  const output = isInternal ? loadBalancerOutputs.internal : loadBalancerOutputs.public;
  const stack = { target: cluster, name: names.stack(fleet, cluster, 'tccp'), owner: names.owner(fleet, cluster) };
  const name = (await outputsOf(stack, reader, signal))?.[output];
  if (name !== undefined) return name.toLowerCase();
  throw new AppError(
    'no-load-balancer',
    `${stack.name} tells no ${output}, so the API of ${cluster.name} has no name`,
    {
      hint: `clusterwright apply ${cluster.name} makes its load balancers`,
    },
  );
}

function told(access: {
  readonly cluster: string;
  readonly user: string;
  readonly groups: readonly string[];
  readonly notAfter: Date;
  readonly server: string;
  readonly out: string | undefined;
}): string {
  const { cluster, user, groups, notAfter, server, out } = access;
  const until = `${notAfter.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const next = out === undefined ? '' : `  kubectl --kubeconfig ${out} get nodes\n`;
  return `${user} (${groups.join(', ')}) may use ${cluster} at ${server} until ${until}.\n${next}`;
}

/** Some containers have a user without a name. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'admin';
  }
}
