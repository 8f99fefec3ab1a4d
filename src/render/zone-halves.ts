import { formatCidr, halves, parseCidr } from '../model/cidr.js';

/** The two halves of an IPv4 block: the lower one is a zone's public subnet, the upper one its private one. */
export function zoneHalves(cidr: string): { readonly lower: string; readonly upper: string } {
  const block = parseCidr(cidr);
  if (block === undefined) throw new TypeError(`zone block ${cidr} passed validation but is no block`);
  const { lower, upper } = halves(block);
  return { lower: formatCidr(lower), upper: formatCidr(upper) };
}
