import { type Cidr, contains, formatCidr, overlaps, parseCidr } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { Block, BlockRole } from './blocks.js';
import { doubt, mistake } from './mistake.js';

/** RFC 6890; AWS makes no VPC of them: Amazon VPC user guide, "VPC CIDR blocks". */
const special = [
  { range: block('0.0.0.0/8'), what: 'this network' },
  { range: block('127.0.0.0/8'), what: 'loopback' },
  { range: block('169.254.0.0/16'), what: 'link-local addresses, where nodes find the instance metadata' },
  { range: block('224.0.0.0/3'), what: 'multicast and what is reserved' },
];

/** Private and shared ranges, and those for benchmarks, which AWS recommends besides. */
const own = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15'].map(block);

const roles: ReadonlySet<BlockRole> = new Set(['cluster', 'pool', 'services', 'pods', 'address pool']);

/** CW1210: blocks of clusters are made of addresses that a machine can have and that nobody else has. */
export function specialBlocks({ cidr, role, text, place }: Block): Finding[] {
  if (!roles.has(role)) return [];
  const taken = special.find(({ range }) => overlaps(range, cidr));
  if (taken !== undefined) {
    const message = `${text} is in ${formatCidr(taken.range)}, which is for ${taken.what}`;
    return [mistake('CW1210', place, { message, hint: 'take a private block, for example of 10.0.0.0/8' })];
  }
  if (own.some(range => contains(range, cidr))) return [];
  const message = `${text} is part of the internet: nodes could not reach whoever has these addresses there`;
  return [doubt('CW1210', place, { message, hint: 'take a private block, for example of 10.0.0.0/8' })];
}

function block(text: string): Cidr {
  const range = parseCidr(text);
  if (range === undefined) throw new TypeError(`${text} is no block`);
  return range;
}
