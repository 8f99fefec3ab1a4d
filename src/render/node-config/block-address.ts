import { formatCidr, readCidr } from '../../model/cidr.js';

/** An address of a block, counted from its first: `172.31.0.0/16`, 10 → `172.31.0.10`. */
export function blockAddress(cidr: string, offset: number): string {
  const block = readCidr(cidr)?.block;
  if (block === undefined) throw new RangeError(`${cidr} is no address block`);
  return formatCidr({ start: block.start + offset, prefix: 32 }).replace('/32', '');
}
