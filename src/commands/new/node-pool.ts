import { posix } from 'node:path';
import { AppError, exitCodes } from '../../errors.js';
import { formatCidr } from '../../model/cidr.js';
import { nextLines, type WrittenPlace } from '../../report/file-changes.js';
import type { ClusterAddresses } from '../../scaffold/address-book.js';
import { allocate } from '../../scaffold/allocation.js';
import type { FileChange } from '../../scaffold/file-change.js';
import { type NewNodePool, nodePoolText } from '../../scaffold/texts/node-pool.js';
import type { CommandContext } from '../context.js';
import { deliver } from '../deliver.js';
import { type FleetFolder, openFleetFolder } from '../fleet-folder.js';
import { named } from './checks.js';
import { type NodePoolFlags, nodePoolAnswers } from './node-pool-answers.js';
import { specFile } from './spec-file.js';

export interface NewNodePoolOptions extends NodePoolFlags {
  readonly directory: string;
  readonly ownBlock: boolean;
  readonly addressPool: string | undefined;
  readonly file: string | undefined;
  readonly dryRun: boolean;
}

/** Writes the document of a node pool, with the next free subnets. */
export async function newNodePool(context: CommandContext, options: NewNodePoolOptions): Promise<number> {
  const folder = await openFleetFolder(context, options.directory);
  const answers = await nodePoolAnswers(context, folder, options);
  const { change, places } = await nodePoolChange(folder, answers, options);
  await deliver(context, {
    ...folder,
    known: folder.loaded.findings,
    changes: [change],
    places,
    next: nextLines([
      ['clusterwright validate', 'checks the whole fleet'],
      ['clusterwright render', 'shows what the pool becomes'],
    ]),
    dryRun: options.dryRun,
  });
  return exitCodes.done;
}

/** What is known of a pool before it has addresses. */
export interface NodePoolAnswers extends Omit<NewNodePool, 'cidr' | 'zones' | 'cluster'> {
  readonly cluster: ClusterAddresses;
  readonly zones: readonly string[];
}

export async function nodePoolChange(
  folder: FleetFolder,
  answers: NodePoolAnswers,
  { ownBlock, addressPool, file }: Pick<NewNodePoolOptions, 'ownBlock' | 'addressPool' | 'file'>,
): Promise<{ change: FileChange; places: readonly WrittenPlace[] }> {
  const { cluster, name } = answers;
  const usual = usualFile(cluster, name);
  const zones = answers.zones.map(zone => ({ name: zone, cidr: undefined }));
  const pool = { name, file: usual, ownBlock, cidr: undefined, zones };
  const book = { ...folder.book, pools: named('--address-pool', addressPool, folder.book.pools) };
  const settled = withAddressesOnly(cluster);
  const given = allocate([{ ...settled, pools: [...settled.pools, pool] }], book);
  const own = given.find(({ pointer }) => pointer === '/spec/cidr')?.cidr;
  const subnets = given.filter(({ pointer }) => pointer !== '/spec/cidr').map(({ cidr }) => formatCidr(cidr));
  const blocks = subnets.map((cidr, index) => ({ name: answers.zones[index] ?? '', cidr }));
  const written = { ...answers, cluster: cluster.name, cidr: own && formatCidr(own), zones: blocks };
  const change = await specFile(folder, { given: file, usual }, nodePoolText(written));
  const where = own === undefined ? subnets.join(', ') : `${formatCidr(own)}, a block of its own`;
  const what = [`node pool ${name} of cluster ${cluster.name}: ${where}`];
  return { change, places: [{ file: change.path, line: undefined, what }] };
}

/** The cluster as far as it has addresses: what else is missing is left to `allocate`. */
function withAddressesOnly(cluster: ClusterAddresses): ClusterAddresses {
  if (cluster.cidr === undefined) {
    throw new AppError('no-cluster-block', `cluster ${cluster.name} has no block yet (${cluster.file})`, {
      hint: `run clusterwright allocate ${cluster.name} first`,
    });
  }
  const pools = cluster.pools.filter(({ ownBlock, cidr }) => !ownBlock || cidr !== undefined);
  return { ...cluster, zones: placed(cluster), pools: pools.map(pool => ({ ...pool, zones: placed(pool) })) };
}

function placed({ zones }: Pick<ClusterAddresses, 'zones'>): ClusterAddresses['zones'] {
  return zones.filter(({ cidr }) => cidr !== undefined);
}

/** Beside its cluster; with the cluster's name in front where the folder may hold other clusters. */
function usualFile({ name: cluster, file }: ClusterAddresses, pool: string): string {
  const folder = posix.dirname(file);
  const isOwnFolder = posix.basename(folder) === cluster;
  return posix.join(folder, isOwnFolder ? `${pool}.yaml` : `${cluster}-${pool}.yaml`);
}
