import { AppError } from '../errors.js';
import { type Cidr, formatCidr, freeBlocks, nextFree } from '../model/cidr.js';

/** A range to cut a block from. */
export interface Range {
  /** In a sentence: `address pool "default"`. */
  readonly name: string;
  readonly cidr: Cidr;
  /** Prefix length of the block. */
  readonly prefix: number;
  /** What makes room, if nothing is left: `add an address pool to the Fleet`. */
  readonly remedy: string;
}

/**
 * The lowest free block of the first range that has one. Throws AppError `no-free-block`, which says what is left of
 * each range.
 */
export function freeBlock(owner: string, ranges: readonly Range[], taken: readonly Cidr[]): Cidr {
  for (const { cidr, prefix } of ranges) {
    const free = nextFree(cidr, prefix, taken);
    if (free !== undefined) return free;
  }
  const searched = ranges.map(({ name, cidr, prefix }) => `no /${prefix} in ${name} (${formatCidr(cidr)})`);
  const rest = ranges.map(({ name, cidr }) => `of ${name}, ${left(cidr, taken)}`);
  throw new AppError('no-free-block', `there is no free block for ${owner}: ${searched.join(', and ')}`, {
    hint: [...rest, ...new Set(ranges.map(({ remedy }) => remedy))].join('; '),
  });
}

const shownBlocks = 4;

function left(cidr: Cidr, taken: readonly Cidr[]): string {
  const blocks = freeBlocks(cidr, taken).toSorted((a, b) => a.prefix - b.prefix || a.start - b.start);
  if (blocks.length === 0) return 'nothing is left';
  const shown = blocks.slice(0, shownBlocks).map(formatCidr).join(', ');
  const more = blocks.length - shownBlocks;
  return `${shown}${more > 0 ? ` and ${more} smaller` : ''} ${blocks.length === 1 ? 'is' : 'are'} left`;
}
