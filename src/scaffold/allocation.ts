import type { Cidr } from '../model/cidr.js';
import {
  type AddressBook,
  type ClusterAddresses,
  poolAround,
  type TakenBlock,
  type ZoneAddress,
} from './address-book.js';
import { clusterBlock, ownBlock } from './blocks.js';
import { freeBlock } from './free-block.js';

/** A block that was missing, and the field that gets it. */
export interface Assignment {
  readonly file: string;
  readonly cluster: string;
  /** Name of the node pool; undefined for a field of the cluster itself. */
  readonly pool: string | undefined;
  /** JSON pointer in the document of the cluster or pool. */
  readonly pointer: string;
  readonly cidr: Cidr;
}

/**
 * Gives clusters and their pools the addresses they lack: the lowest free ones, cluster by cluster, in the order in
 * which they are written. What has an address keeps it. Throws AppError if there is no room.
 */
export function allocate(clusters: readonly ClusterAddresses[], book: AddressBook): readonly Assignment[] {
  const routed = [...book.routed];
  return clusters.flatMap(cluster => {
    const given = allocateCluster(cluster, { ...book, routed: [...routed] });
    routed.push(...given.flatMap(routedBlock));
    return given;
  });
}

function routedBlock({ pointer, cluster, pool, cidr }: Assignment): TakenBlock[] {
  if (pointer === '/spec/network/cidr') return [{ cidr, owner: `cluster ${cluster}` }];
  return pointer === '/spec/cidr' ? [{ cidr, owner: `pool ${pool} of cluster ${cluster}` }] : [];
}

function allocateCluster(cluster: ClusterAddresses, book: AddressBook): readonly Assignment[] {
  const { name, file, zones, pools } = cluster;
  const block = cluster.cidr ?? clusterBlock(cluster, book);
  const written = [...zones, ...pools.flatMap(pool => pool.zones)].flatMap(({ cidr }) => cidr ?? []);
  const range: Cut = { owner: `cluster ${name}`, block, taken: written, ...prefixes(block, book) };
  const of = { file, cluster: name, pool: undefined };
  return [
    ...(cluster.cidr === undefined ? [{ ...of, pointer: '/spec/network/cidr', cidr: block }] : []),
    ...missingZones(zones, '/spec/network/zones', range.zonePrefix, range).map(found => ({ ...of, ...found })),
    ...allocatePools(cluster, range, book),
  ];
}

/** A block that smaller ones are cut from. */
interface Cut {
  readonly owner: string;
  readonly block: Cidr;
  readonly zonePrefix: number;
  readonly subnetPrefix: number;
  /** Blocks in it that are in use; grows. */
  readonly taken: Cidr[];
}

function allocatePools({ name, pools, inside }: ClusterAddresses, range: Cut, book: AddressBook): Assignment[] {
  const taken = [...book.routed, ...inside, { cidr: range.block, owner: range.owner }];
  return pools.flatMap(pool => {
    const of = { file: pool.file, cluster: name, pool: pool.name };
    if (!pool.ownBlock) {
      return missingZones(pool.zones, '/spec/zones', range.subnetPrefix, range).map(found => ({ ...of, ...found }));
    }
    const owner = `pool ${pool.name} of cluster ${name}`;
    const { subnetPrefix } = range;
    const room = { owner, near: range.block, subnetPrefix, subnets: pool.zones.length };
    const block = pool.cidr ?? ownBlock(room, { ...book, routed: taken });
    taken.push({ cidr: block, owner });
    const cut = { ...range, owner, block };
    const subnets = missingZones(pool.zones, '/spec/zones', Math.max(subnetPrefix, block.prefix), cut);
    return [
      ...(pool.cidr === undefined ? [{ ...of, pointer: '/spec/cidr', cidr: block }] : []),
      ...subnets.map(found => ({ ...of, ...found })),
    ];
  });
}

const remedies: Readonly<Record<string, string>> = {
  '/spec/network/zones': 'let zonePrefix of the address pool be longer, or the block of the cluster larger',
  '/spec/zones': 'give the pool fewer zones, or a block of its own, as new nodepool --own-block does',
};

function missingZones(zones: readonly ZoneAddress[], list: string, prefix: number, { owner, block, taken }: Cut) {
  const remedy = remedies[list] ?? '';
  return zones.flatMap(({ name, cidr }, index) => {
    if (cidr !== undefined) return [];
    const range = { name: `the block of ${owner}`, cidr: block, prefix, remedy };
    const free = freeBlock(`zone ${name}`, [range], taken);
    taken.push(free);
    return [{ pointer: `${list}/${index}/cidr`, cidr: free }];
  });
}

/** Sizes of the blocks of zones and of subnets of pools, as the address pool says or as fits a smaller cluster. */
function prefixes(block: Cidr, { pools }: AddressBook): { zonePrefix: number; subnetPrefix: number } {
  const pool = poolAround(pools, block);
  return {
    zonePrefix: pool?.zonePrefix ?? Math.min(27, Math.max(23, block.prefix + 3)),
    subnetPrefix: pool?.subnetPrefix ?? Math.min(28, Math.max(24, block.prefix + 4)),
  };
}
