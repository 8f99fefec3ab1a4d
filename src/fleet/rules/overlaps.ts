import { type Cidr, contains, formatCidr, nextFree, parseCidr } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { Block } from './blocks.js';
import type { Declared } from './declared.js';
import { mistake, placeText, related } from './mistake.js';
import { nested } from './nesting.js';

/**
 * CW1201: clusters, pools with a block of their own, management networks and routed ranges have blocks apart, for they
 * can be routed to each other. Told where the smaller block stands, but never at what was there before: a management
 * network or a routed range.
 */
export function overlaps(blocks: readonly Block[], declared: Declared): Finding[] {
  const routed = blocks.filter(({ role }) => ranks.has(role)).toSorted(byRank);
  const taken = routed.map(({ cidr }) => cidr);
  const pairs = nested(routed)
    .map(({ inner, outer }) => (isNetwork(inner) ? { moves: outer, stays: inner } : { moves: inner, stays: outer }))
    .filter(({ moves }) => !isNetwork(moves))
    .toSorted((a, b) => byFile(a.moves, b.moves));
  return pairs.map(({ moves, stays }) => {
    const block = moves.text === stays.text ? '' : `${stays.text} of `;
    const message = `${moves.text} overlaps ${block}${stays.owner} (${placeText(stays.place)})`;
    const hint = suggestion(moves.cidr, declared, taken);
    return mistake('CW1201', moves.place, { message, hint, related: [related(stays.place, stays.owner)] });
  });
}

const ranks = new Map<string, number>([
  ['management network', 0],
  ['routed range', 0],
  ['cluster', 1],
  ['pool', 2],
]);

function isNetwork({ role }: Block): boolean {
  return role === 'management network' || role === 'routed range';
}

/** Of equal blocks the one that comes last is told: a pool, or the cluster whose file comes first. */
function byRank(a: Block, b: Block): number {
  return (ranks.get(a.role) ?? 0) - (ranks.get(b.role) ?? 0) || byFile(b, a);
}

function byFile({ place: { source: a } }: Block, { place: { source: b } }: Block): number {
  return a.file === b.file ? 0 : a.file < b.file ? -1 : 1;
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
