import { formatCidr, readCidr } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { WrittenBlock } from './blocks.js';
import { mistake } from './mistake.js';

/** CW1202 and CW1203: a block is a network address and a prefix length. */
export function blockForm({ text, place }: WrittenBlock): Finding[] {
  const written = readCidr(text);
  if (written === undefined) {
    const hint = 'write four numbers from 0 to 255 without leading zeros, and behind / a prefix length up to 32';
    return [mistake('CW1202', place, { message: `${text} is no IPv4 block`, hint })];
  }
  if (written.exact) return [];
  const message = `${text} does not begin where its block begins`;
  return [mistake('CW1203', place, { message, hint: `write ${formatCidr(written.block)}` })];
}
