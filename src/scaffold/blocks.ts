import { AppError } from '../errors.js';
import { type Cidr, contains, formatCidr, overlaps } from '../model/cidr.js';
import { type AddressBook, type AddressPool, type ClusterAddresses, poolAround } from './address-book.js';
import { freeBlock } from './free-block.js';

/**
 * A block for a cluster: the next one of the address pools, or, if its zones have their blocks already, the one around
 * these. Throws AppError if there is none.
 */
export function clusterBlock({ name, zones, pools, inside }: ClusterAddresses, book: AddressBook): Cidr {
  const owner = `cluster ${name}`;
  const others = book.routed.filter(block => block.owner !== owner);
  const around = { ...book, pools: poolsFor(owner, book), routed: [...others, ...inside] };
  const subnets = pools.filter(pool => !pool.ownBlock).flatMap(pool => pool.zones);
  const written = [...zones, ...subnets].flatMap(({ cidr }) => cidr ?? []);
  if (written.length > 0) return enclosing(owner, written, around);
  const remedy = 'add an address pool to the Fleet, or let clusterPrefix of one be longer';
  const ranges = around.pools.map(pool => ({ ...rangeOf(pool), prefix: pool.clusterPrefix, remedy }));
  return freeBlock(owner, ranges, addresses(around));
}

export interface Room {
  /** In a sentence. */
  readonly owner: string;
  /** The cluster's block: its address pool is the first choice. */
  readonly near: Cidr;
  readonly subnetPrefix: number;
  readonly subnets: number;
}

/** A block for a pool, with room for four subnets, or for as many as it has. Throws AppError if there is none. */
export function ownBlock({ owner, near, subnetPrefix, subnets }: Room, book: AddressBook): Cidr {
  const pools = poolsFor(owner, book);
  const prefix = Math.max(largestBlock, subnetPrefix - Math.ceil(Math.log2(Math.max(4, subnets))));
  const home = poolAround(pools, near);
  const ordered = home === undefined ? pools : [home, ...pools.filter(pool => pool !== home)];
  return freeBlock(
    owner,
    ordered.map(pool => ({ ...rangeOf(pool), prefix, remedy: 'add an address pool to the Fleet' })),
    addresses(book),
  );
}

/** Amazon VPC user guide, "VPC CIDR blocks": a block of a VPC is between /16 and /28. */
const largestBlock = 16;

function poolsFor(owner: string, { pools }: AddressBook): readonly AddressPool[] {
  if (pools.length > 0) return pools;
  throw new AppError('no-address-pool', `the Fleet has no address pool to take a block for ${owner} from`, {
    hint: 'add one to its spec.addressPools, for example { name: default, cidr: 10.64.0.0/12, clusterPrefix: 20 }',
  });
}

function rangeOf({ name, cidr }: AddressPool): { readonly name: string; readonly cidr: Cidr } {
  return { name: `address pool "${name}"`, cidr };
}

function addresses({ routed }: AddressBook): readonly Cidr[] {
  return routed.map(({ cidr }) => cidr);
}

function enclosing(owner: string, blocks: readonly Cidr[], { pools, routed }: AddressBook): Cidr {
  const sorted = blocks.toSorted((a, b) => a.start - b.start);
  const pool = sorted[0] && poolAround(pools, sorted[0]);
  const block = sorted[0] && pool && blockAround(sorted[0], pool.clusterPrefix);
  const outside = sorted.find(cidr => block === undefined || !contains(block, cidr));
  const other = block && routed.find(({ cidr }) => overlaps(cidr, block));
  if (block !== undefined && outside === undefined && other === undefined) return block;
  const where = block === undefined ? 'any block of an address pool' : formatCidr(block);
  const why =
    outside === undefined ? `${where} overlaps ${other?.owner}` : `${formatCidr(outside)} is outside ${where}`;
  throw new AppError('no-block-around', `no block of an address pool fits around the zones of ${owner}: ${why}`, {
    hint: "write the cluster's spec.network.cidr yourself, or remove the blocks of its zones",
  });
}

function blockAround({ start, prefix }: Cidr, outerPrefix: number): Cidr {
  const size = 2 ** (32 - Math.min(prefix, outerPrefix));
  return { start: Math.floor(start / size) * size, prefix: Math.min(prefix, outerPrefix) };
}
