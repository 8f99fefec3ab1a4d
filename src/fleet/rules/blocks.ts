import { type Cidr, parseCidr } from '../../model/cidr.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import type { Place } from '../../model/source.js';
import type { Declared } from './declared.js';

/** A block of addresses as a document has it; it may be malformed. */
export interface WrittenBlock {
  readonly text: string;
  readonly role: BlockRole;
  /** What it is the block of, in a sentence: `cluster prod-a`. */
  readonly owner: string;
  readonly place: Place;
}

export type BlockRole =
  | 'cluster'
  | 'zone'
  | 'pool'
  | 'pool subnet'
  | 'services'
  | 'API source'
  | 'management network'
  | 'routed range'
  | 'egress address'
  | 'pods'
  | 'address pool';

/** A well-formed one. */
export interface Block extends WrittenBlock {
  readonly cidr: Cidr;
}

/** Every block of the repository. */
export function writtenBlocks(fleet: Fleet, declared: Declared): readonly WrittenBlock[] {
  return [...fleetBlocks(fleet, declared), ...fleet.clusters.flatMap(clusterBlocks)];
}

/** Leaves out what is malformed, which is reported by a rule of its own. */
export function wellFormed(blocks: readonly WrittenBlock[]): readonly Block[] {
  return blocks.flatMap(block => {
    const cidr = parseCidr(block.text);
    return cidr === undefined ? [] : [{ ...block, cidr }];
  });
}

export function clusterBlocks(cluster: Cluster): readonly WrittenBlock[] {
  const { network, source, api, nodePools } = cluster;
  const owner = `cluster ${cluster.name}`;
  return [
    { text: network.cidr, role: 'cluster', owner, place: { source, pointer: '/spec/network/cidr' } },
    { text: network.serviceCidr, role: 'services', owner, place: { source, pointer: '/spec/network/serviceCidr' } },
    ...network.zones.map(({ name, cidr, pointer }): WrittenBlock => {
      return { text: cidr, role: 'zone', owner: `zone ${name}`, place: { source, pointer: `${pointer}/cidr` } };
    }),
    { text: network.cni.podCidr, role: 'pods', owner, place: { source, pointer: '/spec/network/cni/podCidr' } },
    ...network.zones.flatMap(({ name, podCidr, pointer }): WrittenBlock[] => {
      const place = { source, pointer: `${pointer}/podCidr` };
      return source.values.has(place.pointer) && podCidr !== undefined
        ? [{ text: podCidr, role: 'pods', owner: `pods in zone ${name}`, place }]
        : [];
    }),
    ...(['public', 'internal'] as const).flatMap(side =>
      (api[side]?.allow ?? []).map((text, index): WrittenBlock => {
        return { text, role: 'API source', owner, place: { source, pointer: `/spec/api/${side}/allow/${index}` } };
      }),
    ),
    ...nodePools.flatMap(pool => poolBlocks(cluster, pool)),
  ];
}

function poolBlocks({ name }: Cluster, pool: Cluster['nodePools'][number]): readonly WrittenBlock[] {
  const { source, cidr, zones } = pool;
  const own: WrittenBlock[] =
    cidr === undefined
      ? []
      : [
          {
            text: cidr,
            role: 'pool',
            owner: `pool ${pool.name} of cluster ${name}`,
            place: { source, pointer: '/spec/cidr' },
          },
        ];
  const subnets = zones.map((zone): WrittenBlock => {
    const owner = `zone ${zone.name} of pool ${pool.name}`;
    return { text: zone.cidr, role: 'pool subnet', owner, place: { source, pointer: `${zone.pointer}/cidr` } };
  });
  return [...own, ...subnets];
}

function fleetBlocks(
  { source }: Fleet,
  { fleet, addressPools, managementNetworks }: Declared,
): readonly WrittenBlock[] {
  return [
    ...(fleet?.spec.routedRanges ?? []).map(({ name, cidr }, index): WrittenBlock => {
      const pointer = `/spec/routedRanges/${index}/cidr`;
      return { text: cidr, role: 'routed range', owner: `routed range ${name}`, place: { source, pointer } };
    }),
    ...managementNetworks.flatMap(({ name, egressAddresses = [] }, index) =>
      egressAddresses.map((text, at): WrittenBlock => {
        const pointer = `/spec/managementNetworks/${index}/egressAddresses/${at}`;
        return { text, role: 'egress address', owner: `management network ${name}`, place: { source, pointer } };
      }),
    ),
    ...managementNetworks.map(({ name, vpc }, index): WrittenBlock => {
      const pointer = `/spec/managementNetworks/${index}/vpc/cidr`;
      return {
        text: vpc.cidr,
        role: 'management network',
        owner: `management network ${name}`,
        place: { source, pointer },
      };
    }),
    ...addressPools.map(({ name, cidr }, index): WrittenBlock => {
      const pointer = `/spec/addressPools/${index}/cidr`;
      return { text: cidr, role: 'address pool', owner: `address pool ${name}`, place: { source, pointer } };
    }),
  ];
}
