import { type Cidr, contains, formatCidr, nextFree } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { type Block, clusterBlocks, wellFormed } from './blocks.js';
import { mistake, placeText, related } from './mistake.js';
import { nested } from './nesting.js';

/** CW1205 and CW1206: the blocks of zones and pool subnets lie in the block they are cut from, and apart. */
export function subnets(cluster: Cluster): Finding[] {
  const blocks = wellFormed(clusterBlocks(cluster));
  const cut = blocks.filter(({ role }) => role === 'zone' || role === 'pool subnet');
  const around = surroundings(blocks);
  const taken = cut.map(({ cidr }) => cidr);
  const free = (block: Block) => suggestion(block, around(block), taken);
  const outside = cut.flatMap(block => {
    const outer = around(block);
    if (outer === undefined || contains(outer.cidr, block.cidr)) return [];
    const message = `${block.text} is outside ${outer.text}, the block of ${outer.owner} (${placeText(outer.place)})`;
    return [
      mistake('CW1205', block.place, { message, hint: free(block), related: [related(outer.place, outer.owner)] }),
    ];
  });
  const overlapping = nested(cut).map(({ inner, outer }) => {
    const block = inner.text === outer.text ? '' : `${outer.text} of `;
    const message = `${inner.text} overlaps ${block}${outer.owner} (${placeText(outer.place)})`;
    return mistake('CW1206', inner.place, { message, hint: free(inner), related: [related(outer.place, outer.owner)] });
  });
  return [...outside, ...overlapping];
}

/** The block that a subnet is cut from: its pool's own, or the cluster's. Undefined where that is malformed. */
function surroundings(blocks: readonly Block[]): (subnet: Block) => Block | undefined {
  const cluster = blocks.find(({ role }) => role === 'cluster');
  const pools = new Map(blocks.filter(({ role }) => role === 'pool').map(block => [block.place.source, block]));
  return ({ role, place: { source } }) => {
    if (role === 'zone') return cluster;
    return pools.get(source) ?? (source.values.has('/spec/cidr') ? undefined : cluster);
  };
}

/** Names a free block, and takes it, so that two subnets are not sent to the same one. */
function suggestion({ cidr: { prefix } }: Block, outer: Block | undefined, taken: Cidr[]): string {
  if (outer === undefined) return 'take a block that nothing else uses';
  const free = nextFree(outer.cidr, prefix, taken);
  if (free === undefined) return `no /${prefix} is free in ${outer.text}; take smaller blocks`;
  taken.push(free);
  return `next free /${prefix} in ${outer.text} is ${formatCidr(free)}`;
}
