import { AppError, exitCodes } from '../../errors.js';
import type { Cluster } from '../../model/fleet.js';
import type { RetiredName } from '../../model/secrets.js';
import { nextLines } from '../../report/file-changes.js';
import { rotationOf, withRotations } from '../../scaffold/pki.js';
import { oneCluster } from '../chosen-clusters.js';
import type { CommandContext } from '../context.js';
import { type LiveGenerations, liveGenerations } from './live-generations.js';
import { changeSpecs, openSpecFiles } from './spec-files.js';

export interface CertsRetireOptions {
  readonly directory: string;
  readonly cluster: string;
  readonly name: RetiredName;
  readonly endpointUrl: string | undefined;
  readonly dryRun: boolean;
}

/** Says in a cluster's spec that the old generation of a key is not needed any more. */
export async function certsRetire(context: CommandContext, options: CertsRetireOptions): Promise<number> {
  const { name } = options;
  const specs = await openSpecFiles(context, options.directory);
  const cluster = oneCluster(specs.fleet, options.cluster);
  const rotation = rotationOf(cluster, name);
  const retired = rotation.generation - 1;
  if (retired === 0) {
    throw new AppError('nothing-to-retire', `${name} of ${cluster.name} has one generation, which is in use`, {
      hint: `clusterwright certs rotate ${cluster.name} ${name} makes the next one`,
    });
  }
  if ((rotation.retired ?? 0) >= retired) {
    context.stdout.write(`Nothing to write: ${name} ${retired} of ${cluster.name} is retired already.\n`);
    return exitCodes.done;
  }
  const live = await liveGenerations(context, { ...options, fleet: specs.fleet, cluster });
  refuseUnlessOld(name, { cluster, retired, live });
  await changeSpecs(context, specs, {
    changes: [
      {
        cluster,
        field: 'rotations',
        value: `${name} retired ${retired}`,
        edit: text => withRotations(text, cluster, [{ ...rotation, retired }]),
      },
    ],
    next: [
      'Commit this only if:',
      ...conditions[name],
      ...nextLines([['clusterwright plan', `shows, once committed, how masters drop ${retired}`]]),
    ],
    dryRun: options.dryRun,
  });
  return exitCodes.done;
}

const conditions: Readonly<Record<RetiredName, readonly string[]>> = {
  'service-account': [
    '- no pod or other program has a token that the old key signed: tokens that pods',
    '  were given may be valid for up to a year, legacy ones in Secrets for ever',
    '- who checks tokens by the key set of the issuer has the new key set',
  ],
  encryption: [
    '- every Secret was written anew under the new key: clusterwright certs rewrite',
    '  CLUSTER does that, and tells',
    '- no snapshot of etcd from before that is needed any more: it opens with the old',
    '  key only',
  ],
};

function refuseUnlessOld(
  name: RetiredName,
  { cluster, retired, live }: { cluster: Cluster; retired: number; live: LiveGenerations },
): void {
  if (live === 'unread') return;
  const trusted = live?.rotating[name] ?? [];
  const [used = 0] = trusted;
  if (used > retired) return;
  const has = trusted.length === 0 ? 'has no masters yet' : `uses ${used}`;
  throw new AppError(
    'still-in-use',
    `${cluster.name} ${has}, so ${name} ${retired} cannot be retired; nothing was written`,
    {
      hint: `apply until ${retired + 1} is used; clusterwright certs ${cluster.name} tells`,
    },
  );
}
