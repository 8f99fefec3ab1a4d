import { formatCidr, parseCidr } from '../model/cidr.js';
import type { AddressBook, ClusterAddresses, ZoneAddress } from '../scaffold/address-book.js';
import { allocate } from '../scaffold/allocation.js';
import type { ConvertedCluster } from './convert-cluster.js';
import { type Draft, type Origin, setField } from './draft.js';
import { listAt, textAt } from './resource.js';

/** Gives every cluster, zone and pool the next free block of the address pools. Throws AppError if there is no room. */
export function placeClusters(clusters: readonly ConvertedCluster[], book: AddressBook): void {
  const asked = clusters.map(cluster => addressesOf(cluster, book));
  const given = allocate(asked, book);
  const blockOf = (cluster: string, pool: string | undefined, pointer: string) => {
    const found = given.find(one => one.cluster === cluster && one.pool === pool && one.pointer === pointer);
    if (found === undefined) throw new Error(`${cluster} ${pool} ${pointer} got no block`);
    return formatCidr(found.cidr);
  };
  for (const { cluster, controlPlane, zones, pools } of clusters) {
    const set = (path: string, to: unknown, comment: string) =>
      setField(cluster, { keys: ['spec', 'network', path], to, origin: { ...originOf(cluster), comment } });
    const { name } = cluster;
    set('cidr', blockOf(name, undefined, '/spec/network/cidr'), 'new; cannot change');
    set(
      'zones',
      zones.map((zone, index) => ({ name: zone, cidr: blockOf(name, undefined, `/spec/network/zones/${index}/cidr`) })),
      'each block: half public, half private',
    );
    for (const [index, zone] of zones.entries()) {
      const origin = originOfZone(zone, [controlPlane, ...pools]);
      if (origin !== undefined) cluster.origins.set(`/spec/network/zones/${index}`, origin);
    }
    for (const pool of pools) {
      const own = asked.find(one => one.name === name)?.pools.find(one => one.name === pool.name)?.ownBlock ?? false;
      const spec = pool.value.spec as Record<string, unknown>;
      const names = poolZones(pool);
      if (own) setField(pool, { keys: ['spec', 'cidr'], to: blockOf(name, pool.name, '/spec/cidr') });
      spec.zones = names.map((zone, index) => ({
        name: zone,
        cidr: blockOf(name, pool.name, `/spec/zones/${index}/cidr`),
      }));
    }
  }
}

/** Where the input names a zone. */
function originOfZone(zone: string, drafts: readonly Draft[]): Origin | undefined {
  for (const one of drafts) {
    const index = listAt(one, 'spec', 'zones').indexOf(zone);
    const origin = one.origins.get('/spec/zones');
    if (index !== -1 && origin !== undefined) return { ...origin, keys: [...origin.keys, String(index)] };
  }
  return undefined;
}

function originOf({ origins }: ConvertedCluster['cluster']) {
  const [first] = origins.values();
  if (first === undefined) throw new Error('a cluster came from nowhere');
  return { resource: first.resource, keys: [] };
}

function poolZones(pool: ConvertedCluster['cluster']): readonly string[] {
  return [...new Set(listAt(pool, 'spec', 'zones').map(String))];
}

/** What does not fit beside the zones in the block of the cluster gets one of its own. */
function addressesOf({ cluster, zones, pools }: ConvertedCluster, book: AddressBook): ClusterAddresses {
  const file = clusterFile(cluster.name);
  const [range] = book.pools;
  const prefix = range?.clusterPrefix ?? 20;
  const zoneSize = 2 ** (32 - (range?.zonePrefix ?? Math.min(27, Math.max(23, prefix + 3))));
  const subnetSize = 2 ** (32 - (range?.subnetPrefix ?? Math.min(28, Math.max(24, prefix + 4))));
  let room = 2 ** (32 - prefix) - zones.length * zoneSize;
  const inside = [
    { owner: 'services', text: textAt(cluster, 'spec', 'network', 'serviceCidr') },
    { owner: 'pods', text: textAt(cluster, 'spec', 'network', 'cni', 'podCidr') },
  ].flatMap(({ owner, text }) => {
    const cidr = parseCidr(text ?? '');
    return cidr === undefined ? book.inside.filter(one => one.owner === owner) : [{ owner, cidr }];
  });
  return {
    name: cluster.name,
    file,
    cidr: undefined,
    zones: zones.map(blockless),
    pools: pools.map(pool => {
      const names = poolZones(pool);
      const needed = names.length * subnetSize;
      const ownBlock = needed > room;
      if (!ownBlock) room -= needed;
      return {
        name: pool.name,
        file: poolFile(cluster.name, pool.name),
        ownBlock,
        cidr: undefined,
        zones: names.map(blockless),
      };
    }),
    inside,
  };
}

function blockless(name: string): ZoneAddress {
  return { name, cidr: undefined };
}

export function clusterFile(cluster: string): string {
  return `clusters/${cluster}/cluster.yaml`;
}

export function poolFile(cluster: string, pool: string): string {
  return `clusters/${cluster}/${pool === 'cluster' ? 'cluster-pool' : pool}.yaml`;
}
