import { requireGenerations } from '../../apply/secrets/cluster-keys.js';
import { AppError, exitCodes } from '../../errors.js';
import { kubeconfigFrom } from '../../kube/kube-config.js';
import { rewriteSecrets } from '../../kube/rewrite-secrets.js';
import type { Cluster } from '../../model/fleet.js';
import type { Generations } from '../../model/secrets.js';
import { nextLines } from '../../report/file-changes.js';
import { counted } from '../../report/text.js';
import { oneCluster } from '../chosen-clusters.js';
import type { CommandContext } from '../context.js';
import { accessTo } from '../kubeconfig.js';
import { type FleetAtCommitOptions, openFleet } from '../open-fleet.js';

export interface RewriteOptions extends Omit<FleetAtCommitOptions, 'clusters'> {
  readonly cluster: string;
  /** File that leads to the cluster; undefined for access of its own, as `kubeconfig` gives it. */
  readonly kubeconfig: string | undefined;
  /** The API's address inside the VPC. */
  readonly internal: boolean;
}

/** Has every Secret of a cluster stored under the key in use, so that the old one may be retired. */
export async function certsRewrite(context: CommandContext, options: RewriteOptions): Promise<number> {
  const opened = await openFleet(context, options);
  if (opened === undefined) return exitCodes.failed;
  const { signal } = context;
  try {
    const cluster = oneCluster(opened.fleet, options.cluster);
    const generations = await requireGenerations(opened.fleet, cluster, {
      stacks: opened.ports('plan').stacks,
      signal,
    });
    const old = oldKey(cluster, generations);
    if (old === undefined) {
      context.stdout.write(`Nothing to write: masters of ${cluster.name} have one key for Secrets.\n`);
      return exitCodes.done;
    }
    const config = await kubeconfigFrom(
      options.kubeconfig === undefined
        ? { text: (await accessTo(opened, { ...options, ...ownAccess }, signal)).content }
        : { file: options.kubeconfig },
    );
    const { rewritten, seen } = await rewriteSecrets(config, signal);
    context.stdout.write(
      `${counted(rewritten, 'Secret')} of ${cluster.name} written anew; none of ${seen} is stored under key ${old} any more.\n`,
    );
    const retire = `clusterwright certs retire ${cluster.name} encryption`;
    const lines = nextLines([[retire, `drops key ${old}, once no older snapshot of etcd is needed`]]);
    context.stdout.write(`${lines.join('\n')}\n`);
    return exitCodes.done;
  } finally {
    opened.close();
  }
}

const ownAccess = { user: 'clusterwright-rewrite', groups: ['system:masters'], ttl: 3_600_000, out: undefined };

/** The key that Secrets may still be stored under; undefined if there is only one. */
export function oldKey({ name }: Pick<Cluster, 'name'>, { rotating }: Generations): number | undefined {
  const [used = 1, other] = rotating.encryption;
  if (other === undefined || other < used) return other;
  throw new AppError('key-not-used', `masters of ${name} know key ${other}, and write with ${used} still`, {
    hint: `apply once more: the next step of the rotation uses ${other}`,
  });
}
