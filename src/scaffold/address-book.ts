import type { LoadedDocument } from '../fleet/load.js';
import { type Cidr, contains, parseCidr } from '../model/cidr.js';
import { clusterDefaults } from '../model/defaults.js';

/**
 * Which addresses the documents of a repository have, and which of them lack some. Read from documents as they are
 * written, right or wrong: a cluster with a mistake elsewhere still holds its block.
 */
export interface AddressBook {
  readonly pools: readonly AddressPool[];
  /** Blocks that can be routed to each other: no new one may meet them. */
  readonly routed: readonly TakenBlock[];
  /** Sorted by name. */
  readonly clusters: readonly ClusterAddresses[];
  /** Blocks of services and pods of a cluster that says nothing about them. */
  readonly inside: readonly TakenBlock[];
}

export interface TakenBlock {
  readonly cidr: Cidr;
  /** In a sentence: `cluster prod-a`. */
  readonly owner: string;
}

/** A range that blocks of clusters are cut from. */
export interface AddressPool {
  readonly name: string;
  readonly cidr: Cidr;
  readonly clusterPrefix: number;
  readonly zonePrefix: number | undefined;
  readonly subnetPrefix: number | undefined;
}

export interface ClusterAddresses {
  readonly name: string;
  readonly file: string;
  /** Undefined when it is not written. */
  readonly cidr: Cidr | undefined;
  readonly zones: readonly ZoneAddress[];
  readonly pools: readonly PoolAddresses[];
  /** Blocks of services and pods, which are the cluster's own and mean nothing to others. */
  readonly inside: readonly TakenBlock[];
}

export interface PoolAddresses {
  readonly name: string;
  readonly file: string;
  /** Whether it has a block of its own, besides the cluster's. */
  readonly ownBlock: boolean;
  readonly cidr: Cidr | undefined;
  readonly zones: readonly ZoneAddress[];
}

export interface ZoneAddress {
  readonly name: string;
  readonly cidr: Cidr | undefined;
}

export function addressBook(documents: readonly LoadedDocument[]): AddressBook {
  const written = documents.map(({ value, source }): Written => ({ value, file: source.file }));
  const fleet = written.find(({ value }) => at(value, 'kind') === 'Fleet')?.value;
  const clusters = written
    .filter(({ value }) => at(value, 'kind') === 'Cluster')
    .map(cluster => clusterAddresses(cluster, fleet, written));
  return {
    pools: listAt(fleet, 'spec', 'addressPools').flatMap(addressPool),
    routed: [...networks(fleet), ...clusters.flatMap(clusterBlocks), ...written.flatMap(ownBlock)],
    clusters: clusters.toSorted(byName),
    inside: insideBlocks(undefined, fleet),
  };
}

/** The address pool that a block lies in, of several the smallest. */
export function poolAround(pools: readonly AddressPool[], cidr: Cidr): AddressPool | undefined {
  const around = pools.filter(pool => contains(pool.cidr, cidr));
  return around.toSorted((a, b) => b.cidr.prefix - a.cidr.prefix)[0];
}

interface Written {
  readonly value: unknown;
  readonly file: string;
}

function clusterAddresses({ value, file }: Written, fleet: unknown, all: readonly Written[]): ClusterAddresses {
  const name = textAt(value, 'metadata', 'name');
  const pools = all.filter(
    ({ value: pool }) => at(pool, 'kind') === 'NodePool' && at(pool, 'spec', 'cluster') === name,
  );
  return {
    name,
    file,
    cidr: cidrAt(value, 'spec', 'network', 'cidr'),
    zones: zonesAt(value, 'spec', 'network', 'zones'),
    pools: pools.map(poolAddresses).toSorted(byName),
    inside: insideBlocks(value, fleet),
  };
}

function poolAddresses({ value, file }: Written): PoolAddresses {
  const spec = at(value, 'spec');
  return {
    name: textAt(value, 'metadata', 'name'),
    file,
    ownBlock: typeof spec === 'object' && spec !== null && Object.hasOwn(spec, 'cidr'),
    cidr: cidrAt(spec, 'cidr'),
    zones: zonesAt(spec, 'zones'),
  };
}

/** What the cluster, the Fleet's defaults, or else clusterwright gives to services and pods. */
function insideBlocks(cluster: unknown, fleet: unknown): TakenBlock[] {
  const { serviceCidr, cni } = clusterDefaults.network;
  const decided = (...keys: string[]) =>
    cidrAt(cluster, 'spec', 'network', ...keys) ?? cidrAt(fleet, 'spec', 'defaults', 'cluster', 'network', ...keys);
  const podZones = listAt(cluster, 'spec', 'network', 'zones').flatMap(zone => cidrAt(zone, 'podCidr') ?? []);
  const services = decided('serviceCidr') ?? parseCidr(serviceCidr);
  const pods = [decided('cni', 'podCidr') ?? parseCidr(cni.podCidr), ...podZones];
  return [
    ...(services === undefined ? [] : [{ cidr: services, owner: 'services' }]),
    ...pods.flatMap(cidr => (cidr === undefined ? [] : [{ cidr, owner: 'pods' }])),
  ];
}

function networks(fleet: unknown): TakenBlock[] {
  const named = (list: string, noun: string, ...keys: string[]) =>
    listAt(fleet, 'spec', list).flatMap(item => taken(cidrAt(item, ...keys), `${noun} ${textAt(item, 'name')}`));
  return [
    ...named('managementNetworks', 'management network', 'vpc', 'cidr'),
    ...named('routedRanges', 'routed range', 'cidr'),
  ];
}

/** Without a block of its own, a cluster holds those of its zones. */
function clusterBlocks({ name, cidr, zones, pools }: ClusterAddresses): TakenBlock[] {
  const inside = [...zones, ...pools.filter(pool => !pool.ownBlock).flatMap(pool => pool.zones)];
  const blocks = cidr === undefined ? inside.map(zone => zone.cidr) : [cidr];
  return blocks.flatMap(block => taken(block, `cluster ${name}`));
}

function ownBlock({ value }: Written): TakenBlock[] {
  if (at(value, 'kind') !== 'NodePool') return [];
  const owner = `pool ${textAt(value, 'metadata', 'name')} of cluster ${textAt(value, 'spec', 'cluster')}`;
  return taken(cidrAt(value, 'spec', 'cidr'), owner);
}

function taken(cidr: Cidr | undefined, owner: string): TakenBlock[] {
  return cidr === undefined ? [] : [{ cidr, owner }];
}

function addressPool(value: unknown): AddressPool[] {
  const cidr = cidrAt(value, 'cidr');
  const clusterPrefix = numberAt(value, 'clusterPrefix');
  if (cidr === undefined || clusterPrefix === undefined) return [];
  const name = textAt(value, 'name');
  return [
    {
      name,
      cidr,
      clusterPrefix,
      zonePrefix: numberAt(value, 'zonePrefix'),
      subnetPrefix: numberAt(value, 'subnetPrefix'),
    },
  ];
}

function zonesAt(value: unknown, ...keys: readonly string[]): ZoneAddress[] {
  return listAt(value, ...keys).map(zone => ({ name: textAt(zone, 'name'), cidr: cidrAt(zone, 'cidr') }));
}

function cidrAt(value: unknown, ...keys: readonly string[]): Cidr | undefined {
  return parseCidr(textAt(value, ...keys));
}

function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : '';
}

function numberAt(value: unknown, key: string): number | undefined {
  const found = at(value, key);
  return typeof found === 'number' ? found : undefined;
}

function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((found, key) => {
    const isMap = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
    return isMap ? (found as Readonly<Record<string, unknown>>)[key] : undefined;
  }, value);
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name === b.name ? 0 : a.name < b.name ? -1 : 1;
}
