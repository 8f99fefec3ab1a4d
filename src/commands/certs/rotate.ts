import { AppError, exitCodes } from '../../errors.js';
import { loadFleet } from '../../fleet/load.js';
import { openCommit } from '../../git/commit.js';
import type { Cluster } from '../../model/fleet.js';
import type { RotatingName } from '../../model/secrets.js';
import { rotationRolls } from '../../pki/rotation-rolls.js';
import { nextLines } from '../../report/file-changes.js';
import { nodesText } from '../../report/rotation-text.js';
import { columns } from '../../report/text.js';
import { rotationOf, withRotations } from '../../scaffold/pki.js';
import { oneCluster } from '../chosen-clusters.js';
import type { CommandContext } from '../context.js';
import { version } from '../version.js';
import { type LiveGenerations, liveGenerations } from './live-generations.js';
import { changeSpecs, openSpecFiles, type SpecFiles } from './spec-files.js';

export interface CertsRotateOptions {
  readonly directory: string;
  readonly cluster: string;
  readonly names: readonly RotatingName[];
  readonly endpointUrl: string | undefined;
  readonly dryRun: boolean;
}

/** Asks in a cluster's spec for the next generation of authorities and keys. */
export async function certsRotate(context: CommandContext, options: CertsRotateOptions): Promise<number> {
  const specs = await openSpecFiles(context, options.directory);
  const cluster = oneCluster(specs.fleet, options.cluster);
  const names = [...new Set(options.names)];
  const committed = await committedCluster(specs, cluster.name);
  const live = await liveGenerations(context, { ...options, fleet: specs.fleet, cluster });
  for (const name of names) refuseUnderWay(name, cluster, { committed, live });
  const rotations = names.map(name => {
    const { generation } = rotationOf(cluster, name);
    return { ...rotationOf(cluster, name), generation: generation + 1 };
  });
  await changeSpecs(context, specs, {
    changes: [
      {
        cluster,
        field: 'rotations',
        value: rotations.map(({ name, generation }) => `${name} ${generation}`).join(', '),
        edit: text => withRotations(text, cluster, rotations),
      },
    ],
    next: nextSteps(specs, cluster, names),
    dryRun: options.dryRun,
  });
  return exitCodes.done;
}

/** Undefined where there is no commit, or none that can be read. */
async function committedCluster({ directory }: SpecFiles, name: string): Promise<Cluster | undefined> {
  try {
    const commit = await openCommit(directory, 'HEAD');
    const { readable } = await loadFleet(commit.files, { version: version() });
    return readable?.clusters.find(cluster => cluster.name === name);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function refuseUnderWay(
  name: RotatingName,
  cluster: Cluster,
  { committed, live }: { readonly committed: Cluster | undefined; readonly live: LiveGenerations },
): void {
  const { generation } = rotationOf(cluster, name);
  if (committed !== undefined && rotationOf(committed, name).generation < generation) {
    throw refused(
      `${name} of ${cluster.name} is raised to ${generation} already, uncommitted`,
      'commit and apply that first',
    );
  }
  if (live === 'unread') return;
  if (live === undefined) {
    throw refused(`${cluster.name} has no masters yet, so there is nothing to rotate`, 'apply the cluster first');
  }
  const [used = 1, ...others] = live.rotating[name];
  if (others.length === 0 && used === generation) return;
  const hint =
    used === generation
      ? `apply until it is over; clusterwright certs ${cluster.name} tells what it waits for`
      : 'apply what is committed first';
  const has = live.rotating[name].join('+');
  throw refused(`the rotation of ${name} in ${cluster.name} is under way: masters have ${has}`, hint);
}

function refused(message: string, hint: string): AppError {
  return new AppError('rotation-under-way', `${message}; nothing was written`, { hint });
}

function nextSteps({ fleet }: SpecFiles, cluster: Cluster, names: readonly RotatingName[]): readonly string[] {
  const rows = names.map(name => {
    const { trust, use } = rotationRolls(fleet, cluster, name);
    return [name, nodesText([...new Set([...trust, ...use])])];
  });
  return [
    'Once this is committed, three steps follow: all trust the new one, it is used,',
    'the old one goes. Each replaces, under the gate:',
    ...columns(rows, { indent: 2 }).split('\n'),
    ...nextLines([
      ['clusterwright plan', 'shows, once committed, the first step'],
      [`clusterwright certs ${cluster.name}`, 'tells where it stands'],
    ]),
  ];
}
