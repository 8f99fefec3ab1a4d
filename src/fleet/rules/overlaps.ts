import { type Cidr, contains, formatCidr, nextFree, parseCidr } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { Block } from './blocks.js';
import type { Declared } from './declared.js';
import { mistake, placeText } from './mistake.js';
import { nested } from './nesting.js';

/**
 * CW1201: clusters, pools with a block of their own and management networks have blocks apart, for they can be routed
 * to each other. Told where the smaller block stands, but never at a management network, which was there before.
 */
export function overlaps(blocks: readonly Block[], declared: Declared): Finding[] {
  const routed = blocks.filter(({ role }) => ranks.has(role)).toSorted(byRank);
  const taken = routed.map(({ cidr }) => cidr);
  return nested(routed).flatMap(({ inner, outer }) => {
    const [moves, stays] = inner.role === 'management network' ? [outer, inner] : [inner, outer];
    if (moves.role === 'management network') return [];
    const block = moves.text === stays.text ? '' : `${stays.text} of `;
    const message = `${moves.text} overlaps ${block}${stays.owner} (${placeText(stays.place)})`;
    return [mistake('CW1201', moves.place, { message, hint: suggestion(moves.cidr, declared, taken) })];
  });
}

const ranks = new Map<string, number>([
  ['management network', 0],
  ['cluster', 1],
  ['pool', 2],
]);

/** Of equal blocks the one that comes last is told: a pool, or the cluster whose file comes first. */
function byRank(a: Block, b: Block): number {
  const difference = (ranks.get(a.role) ?? 0) - (ranks.get(b.role) ?? 0);
  const [fileA, fileB] = [a.place.source.file, b.place.source.file];
  if (difference !== 0 || fileA === fileB) return difference;
  return fileA < fileB ? 1 : -1;
}

/** Names a free block, and takes it, so that two clusters are not sent to the same one. */
function suggestion(cidr: Cidr, { addressPools }: Declared, taken: Cidr[]): string {
  const ranges = addressPools.flatMap(pool => {
    const range = parseCidr(pool.cidr);
    return range === undefined ? [] : [{ name: pool.name, range }];
  });
  const pool = ranges.find(({ range }) => contains(range, cidr)) ?? ranges[0];
  if (pool === undefined) return 'take a block that nothing else uses';
  const free = nextFree(pool.range, cidr.prefix, taken);
  if (free === undefined)
    return `no /${cidr.prefix} is free in pool "${pool.name}"; take a smaller block or another pool`;
  taken.push(free);
  return `next free /${free.prefix} in pool "${pool.name}" is ${formatCidr(free)}`;
}
