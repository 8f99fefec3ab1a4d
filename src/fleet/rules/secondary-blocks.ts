import { type Cidr, contains, overlaps, parseCidr } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import type { Place } from '../../model/source.js';
import { mistake } from './mistake.js';

/**
 * CW1209: AWS takes the blocks that are added to a VPC. What it refuses depends on the first block: Amazon VPC user
 * guide, "CIDR block association restrictions".
 */
export function secondaryBlocks(cluster: Cluster): Finding[] {
  const { network, nodePools, source } = cluster;
  const primary = parseCidr(network.cidr);
  if (primary === undefined) return [];
  const inVpc = network.zones.some(({ podCidr }) => podCidr !== undefined);
  const added = [
    ...(inVpc ? [{ text: network.cni.podCidr, place: { source, pointer: '/spec/network/cni/podCidr' } }] : []),
    ...nodePools.flatMap(pool =>
      pool.cidr === undefined ? [] : [{ text: pool.cidr, place: { source: pool.source, pointer: '/spec/cidr' } }],
    ),
  ];
  return added.flatMap(({ text, place }) => refused(text, place, { primary, text: network.cidr }));
}

function refused(text: string, place: Place, first: { readonly primary: Cidr; readonly text: string }): Finding[] {
  const block = parseCidr(text);
  if (block === undefined) return [];
  const range = restrictedFor(first.primary).find(restricted => overlaps(rangeOf(restricted), block));
  if (range === undefined) return [];
  const message = `AWS adds no block of ${range} to a VPC that begins with ${first.text}`;
  return [mistake('CW1209', place, { message, hint: 'take a block of the same private range, or of 100.64.0.0/10' })];
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const;

function restrictedFor(primary: Cidr): readonly string[] {
  const own = privateRanges.find(range => contains(rangeOf(range), primary));
  // Of public or shared ranges AWS adds none of the private ones.
  return [...privateRanges.filter(range => range !== own), '198.19.0.0/16'];
}

function rangeOf(text: string): Cidr {
  const range = parseCidr(text);
  if (range === undefined) throw new TypeError(`${text} is no block`);
  return range;
}
