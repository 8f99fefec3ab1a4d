import { AppError, exitCodes } from '../errors.js';
import { dottedPath } from '../fleet/pointer.js';
import { didYouMean } from '../fleet/suggestion.js';
import { formatCidr } from '../model/cidr.js';
import { nextLines, type WrittenPlace } from '../report/file-changes.js';
import type { ClusterAddresses } from '../scaffold/address-book.js';
import { type Assignment, allocate as allocateBlocks } from '../scaffold/allocation.js';
import type { FileChange } from '../scaffold/file-change.js';
import { filled, filledLines } from '../scaffold/fill.js';
import type { CommandContext } from './context.js';
import { deliver } from './deliver.js';
import { type FleetFolder, openFleetFolder } from './fleet-folder.js';

export interface AllocateOptions {
  readonly directory: string;
  /** Names of clusters; none for all. */
  readonly clusters: readonly string[];
  readonly dryRun: boolean;
}

/** Fills in the blocks that clusters, zones and pools lack. None that is written moves. */
export async function allocate(context: CommandContext, options: AllocateOptions): Promise<number> {
  const folder = await openFleetFolder(context, options.directory);
  const chosen = chosenClusters(folder, options.clusters);
  for (const cluster of chosen) requireZones(cluster);
  const given = allocateBlocks(chosen, folder.book);
  if (given.length === 0) {
    context.stdout.write('Nothing is missing: every cluster, zone and pool has its block.\n');
    return exitCodes.done;
  }
  const paths = [...new Set(given.map(({ file }) => file))];
  const written = await Promise.all(
    paths.map(path =>
      fillFile(
        folder,
        path,
        given.filter(({ file }) => file === path),
      ),
    ),
  );
  await deliver(context, {
    ...folder,
    known: folder.loaded.findings,
    // What else is wrong with a document shows only now that its addresses are there; that is no reason to leave them out.
    isRefused: ({ code }) => code.startsWith('CW12'),
    changes: written.map(({ change }) => change),
    places: written.flatMap(({ places }) => places),
    next: nextLines([['clusterwright validate', 'checks the whole fleet']]),
    dryRun: options.dryRun,
  });
  return exitCodes.done;
}

function chosenClusters({ book: { clusters } }: FleetFolder, names: readonly string[]): readonly ClusterAddresses[] {
  const known = clusters.map(({ name }) => name);
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, known) ?? `the fleet has ${known.join(', ')}`;
    throw new AppError('unknown-cluster', `there is no cluster "${unknown}"`, { hint });
  }
  return names.length === 0 ? clusters : clusters.filter(({ name }) => names.includes(name));
}

/** Which zones a cluster has is not ours to choose. */
function requireZones({ name, file, zones, pools }: ClusterAddresses): void {
  const without = [{ name: `cluster ${name}`, field: 'spec.network.zones', file, zones }, ...pools.map(poolZones)].find(
    owner => owner.zones.length === 0 || owner.zones.some(zone => zone.name === ''),
  );
  if (without === undefined) return;
  throw new AppError('no-zones', `${without.name} does not name its zones (${without.file})`, {
    hint: `write them in ${without.field}, for example [{ name: eu-central-1a }]`,
  });
}

function poolZones({ name, file, zones }: ClusterAddresses['pools'][number]) {
  return { name: `pool ${name}`, field: 'spec.zones', file, zones };
}

async function fillFile(
  { files }: FleetFolder,
  path: string,
  given: readonly Assignment[],
): Promise<{ change: FileChange; places: readonly WrittenPlace[] }> {
  const before = Buffer.from(await files.read(path)).toString('utf8');
  const after = filled(before, given);
  const lines = filledLines(after, given);
  const places = given.map((one, index) => ({ file: path, line: lines[index], what: whatOf(one) }));
  return { change: { path, before, after }, places };
}

function whatOf({ cluster, pool, pointer, cidr }: Assignment): readonly string[] {
  const owner = pool === undefined ? cluster : `${cluster}/${pool}`;
  return [owner, dottedPath(pointer), formatCidr(cidr)];
}
