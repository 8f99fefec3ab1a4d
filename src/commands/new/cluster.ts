import { exitCodes } from '../../errors.js';
import { formatCidr } from '../../model/cidr.js';
import { nextLines, type WrittenPlace } from '../../report/file-changes.js';
import { poolAround } from '../../scaffold/address-book.js';
import { allocate } from '../../scaffold/allocation.js';
import type { FileChange } from '../../scaffold/file-change.js';
import { clusterText, type NewCluster } from '../../scaffold/texts/cluster.js';
import type { CommandContext } from '../context.js';
import { deliver } from '../deliver.js';
import { type FleetFolder, openFleetFolder } from '../fleet-folder.js';
import { named } from './checks.js';
import { type ClusterFlags, clusterAnswers } from './cluster-answers.js';
import { specFile } from './spec-file.js';

export interface NewClusterOptions extends ClusterFlags {
  readonly directory: string;
  readonly addressPool: string | undefined;
  readonly file: string | undefined;
  readonly dryRun: boolean;
}

/** Writes the documents of a cluster and its masters, with the next free blocks. */
export async function newCluster(context: CommandContext, options: NewClusterOptions): Promise<number> {
  const folder = await openFleetFolder(context, options.directory);
  const answers = await clusterAnswers(context, folder, options);
  const { change, places } = await clusterChange(folder, answers, options);
  await deliver(context, {
    ...folder,
    known: folder.loaded.findings,
    changes: [change],
    places,
    next: nextLines([
      [`clusterwright new nodepool workers --cluster ${answers.name}`, 'gives it workers'],
      ['clusterwright validate', 'checks the whole fleet'],
    ]),
    dryRun: options.dryRun,
  });
  return exitCodes.done;
}

/** What is known of a cluster before it has addresses. */
export type ClusterAnswers = Omit<NewCluster, 'cidr' | 'zones'> & { readonly zones: readonly string[] };

export async function clusterChange(
  folder: FleetFolder,
  answers: ClusterAnswers,
  { addressPool, file }: Pick<NewClusterOptions, 'addressPool' | 'file'>,
): Promise<{ change: FileChange; places: readonly WrittenPlace[] }> {
  const book = { ...folder.book, pools: named('--address-pool', addressPool, folder.book.pools) };
  const usual = `clusters/${answers.name}/cluster.yaml`;
  const zones = answers.zones.map(name => ({ name, cidr: undefined }));
  const cluster = { name: answers.name, file: usual, cidr: undefined, zones, pools: [], inside: book.inside };
  const [block, ...zoneBlocks] = allocate([cluster], book).map(({ cidr }) => cidr);
  if (block === undefined) throw new Error('a cluster without a block got none');
  const placed = zoneBlocks.map((cidr, index) => ({ name: answers.zones[index] ?? '', cidr: formatCidr(cidr) }));
  const text = clusterText({ ...answers, cidr: formatCidr(block), zones: placed });
  const change = await specFile(folder, { given: file, usual }, text);
  const pool = poolAround(book.pools, block)?.name;
  const what = [`cluster ${answers.name}: ${formatCidr(block)} of address pool "${pool}"`];
  return { change, places: [{ file: change.path, line: undefined, what }] };
}
