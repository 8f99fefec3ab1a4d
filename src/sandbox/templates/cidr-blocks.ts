import { isIPv4, isIPv6 } from 'node:net';
import { validationError } from './template-error.js';

/** What Fn::Cidr returns: so many blocks, each with so many bits of its own, from the beginning of a block. */
export function cutBlocks(source: string, count: number, bits: number): readonly string[] {
  const [address = '', prefix = ''] = source.split('/');
  const width = isIPv4(address) ? 32 : 128;
  if ((width === 128 && !isIPv6(address)) || !/^\d{1,3}$/.test(prefix) || Number(prefix) > width) {
    throw refused(`${source} is not a valid CIDR block`);
  }
  if (!Number.isInteger(count) || count < 1 || count > 256) throw refused('the count must be between 1 and 256');
  if (!Number.isInteger(bits) || bits < 1 || bits > width) throw refused(`the bits must be between 1 and ${width}`);
  const size = 2n ** BigInt(bits);
  const whole = 2n ** BigInt(width - Number(prefix));
  if (size * BigInt(count) > whole) throw refused(`${source} has no room for ${count} blocks of ${bits} bits`);
  const first = (numberOf(address, width) / whole) * whole;
  return Array.from(
    { length: count },
    (_, index) => `${addressOf(first + BigInt(index) * size, width)}/${width - bits}`,
  );
}

function refused(reason: string): Error {
  return validationError(`Template error: Fn::Cidr: ${reason}`);
}

function numberOf(address: string, width: number): bigint {
  if (width === 32) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [head = [], rest = []] = address.split('::').map(half => half.split(':').filter(part => part !== ''));
  const groups = [...head, ...Array.from({ length: 8 - head.length - rest.length }, () => '0'), ...rest];
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

function addressOf(number: bigint, width: number): string {
  const [count, bits] = width === 32 ? [4, 8n] : [8, 16n];
  const parts = Array.from(
    { length: count },
    (_, index) => (number >> (bits * BigInt(count - 1 - index))) % 2n ** bits,
  );
  if (width === 32) return parts.join('.');
  const groups = parts.map(part => part.toString(16)).join(':');
  return new URL(`http://[${groups}]`).hostname.slice(1, -1);
}
