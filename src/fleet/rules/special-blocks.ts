import { type Cidr, contains, overlaps, parseCidr } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { Block, BlockRole } from './blocks.js';
import { doubt, mistake } from './mistake.js';

/** RFC 6890; AWS makes no VPC of them: Amazon VPC user guide, "VPC CIDR blocks". */
const special: readonly (readonly [range: string, what: string])[] = [
  ['0.0.0.0/8', 'this network'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local addresses, where nodes find the instance metadata'],
  ['224.0.0.0/3', 'multicast and what is reserved'],
];

/** Private and shared ranges, and those for benchmarks, which AWS recommends besides. */
const own = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15'];

const roles: ReadonlySet<BlockRole> = new Set(['cluster', 'pool', 'services', 'pods', 'address pool']);

/** CW1210: blocks of clusters are made of addresses that a machine can have and that nobody else has. */
export function specialBlocks({ cidr, role, text, place }: Block): Finding[] {
  if (!roles.has(role)) return [];
  const [range, what] = special.find(([other]) => overlaps(rangeOf(other), cidr)) ?? [];
  if (range !== undefined) {
    const message = `${text} is in ${range}, which is for ${what}`;
    return [mistake('CW1210', place, { message, hint: 'take a private block, for example of 10.0.0.0/8' })];
  }
  if (own.some(other => contains(rangeOf(other), cidr))) return [];
  const message = `${text} is part of the internet: nodes could not reach whoever has these addresses there`;
  return [doubt('CW1210', place, { message, hint: 'take a private block, for example of 10.0.0.0/8' })];
}

function rangeOf(text: string): Cidr {
  const range = parseCidr(text);
  if (range === undefined) throw new TypeError(`${text} is no block`);
  return range;
}
