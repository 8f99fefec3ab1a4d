import { changedFiles, type FileChange } from '../scaffold/file-change.js';
import type { CommandContext } from './context.js';
import { type FleetFolder, readFleetFolder } from './fleet-folder.js';
import { wrongFlag } from './form.js';
import type { InitAnswers } from './init-answers.js';
import { clusterChange } from './new/cluster.js';
import { clusterAnswers } from './new/cluster-answers.js';
import { nodePoolChange } from './new/node-pool.js';
import { nodePoolAnswers } from './new/node-pool-answers.js';

/** The specs of a small first cluster with one pool, for a repository that is not written yet. */
export async function firstCluster(
  context: CommandContext,
  base: Pick<FleetFolder, 'directory' | 'files'>,
  { cluster, region }: InitAnswers,
): Promise<{ readonly changes: readonly FileChange[] }> {
  if (cluster === undefined) return { changes: [] };
  const folder = await readFleetFolder(context, base);
  requireImages(folder, region);
  const answers = await clusterAnswers(context, folder, { ...unsaid, ...cluster });
  const { change } = await clusterChange(folder, answers, nowhereElse);
  const files = changedFiles(base.files, [change]);
  const withCluster = await readFleetFolder(context, { ...base, files });
  const pool = await nodePoolAnswers(context, withCluster, { ...smallPool, cluster: answers.name });
  const { change: poolChange } = await nodePoolChange(withCluster, pool, { ...nowhereElse, ownBlock: false });
  return { changes: [change, poolChange] };
}

function requireImages(folder: FleetFolder, region: string): void {
  const [release] = folder.all('Release');
  if (release === undefined || Object.hasOwn(release.spec.flatcar.amis, region)) return;
  throw wrongFlag(
    '--cluster',
    `Release ${release.metadata.name} has no images for ${region} yet`,
    'init without a cluster; then run clusterwright images, and clusterwright new cluster',
  );
}

const nowhereElse = { addressPool: undefined, file: undefined };

const unsaid = {
  account: undefined,
  region: undefined,
  release: undefined,
  connect: undefined,
  masters: undefined,
  masterType: undefined,
};

const smallPool = { name: 'workers', zones: undefined, min: '1', max: '3', types: 'm6i.large' };
