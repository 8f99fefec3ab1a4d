import test from 'ava';
import fc from 'fast-check';
import { AppError } from '../../src/errors.js';
import { type Cidr, contains, formatCidr, overlaps, parseCidr, subnets } from '../../src/model/cidr.js';
import type { AddressBook, ClusterAddresses } from '../../src/scaffold/address-book.js';
import { type Assignment, allocate } from '../../src/scaffold/allocation.js';

const block = (text: string): Cidr => {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new Error(`${text} is no block`);
  return cidr;
};

const pool = (text: string, clusterPrefix: number) => {
  return { name: 'default', cidr: block(text), clusterPrefix, zonePrefix: undefined, subnetPrefix: undefined };
};

/** Blocks in 10.0.0.0/16, of the sizes that clusters, pools and networks have. */
const blocks = fc
  .tuple(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 17, max: 26 }))
  .map(([host, prefix]) => ({
    start: 10 * 2 ** 24 + Math.floor(host / 2 ** (32 - prefix)) * 2 ** (32 - prefix),
    prefix,
  }));

const books = fc
  .tuple(fc.array(blocks, { maxLength: 12 }), fc.integer({ min: 18, max: 24 }))
  .map(([taken, clusterPrefix]): AddressBook => {
    const routed = taken.map((cidr, index) => ({ cidr, owner: `block ${index}` }));
    return { pools: [pool('10.0.0.0/16', clusterPrefix)], routed, clusters: [], inside: [] };
  });

const zones = (count: number) =>
  ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, count).map(name => ({ name, cidr: undefined }));

const clusters = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.array(fc.record({ zones: fc.integer({ min: 1, max: 3 }), ownBlock: fc.boolean() }), { maxLength: 2 }),
  )
  .map(([count, pools]): Omit<ClusterAddresses, 'name'> => {
    const written = pools.map(({ ownBlock, ...one }, index) => {
      return { name: `pool-${index}`, file: 'x.yaml', ownBlock, cidr: undefined, zones: zones(one.zones) };
    });
    return { file: 'x.yaml', cidr: undefined, zones: zones(count), pools: written, inside: [] };
  });

const isRouted = ({ pointer }: Assignment) => pointer === '/spec/network/cidr' || pointer === '/spec/cidr';

/** Undefined if there is no room. */
function allocated(needs: readonly ClusterAddresses[], book: AddressBook): readonly Assignment[] | undefined {
  try {
    return allocate(needs, book);
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-free-block') return undefined;
    throw error;
  }
}

test('blocks of clusters and pools meet nothing: no other one, no network, nothing given in the same run', t => {
  fc.assert(
    fc.property(books, fc.array(clusters, { minLength: 1, maxLength: 3 }), (book, needs) => {
      const given = allocated(
        needs.map((one, index) => ({ ...one, name: `c${index}` })),
        book,
      );
      fc.pre(given !== undefined);
      const routed = given.filter(isRouted).map(({ cidr }) => cidr);
      const all = [...routed, ...book.routed.map(({ cidr }) => cidr)];
      for (const [index, one] of routed.entries())
        t.deepEqual(all.filter((other, at) => at !== index && overlaps(one, other)).map(formatCidr), []);
    }),
  );
});

test('zones and subnets lie in their block and apart', t => {
  fc.assert(
    fc.property(books, clusters, (book, needs) => {
      const given = allocated([{ ...needs, name: 'c' }], book);
      fc.pre(given !== undefined);
      const cut = given.filter(one => !isRouted(one));
      const around = (one: Assignment) =>
        given.find(({ pointer, pool: name }) => pointer === '/spec/cidr' && name === one.pool) ?? given[0];
      t.true(cut.every(one => contains(around(one)?.cidr ?? one.cidr, one.cidr) && around(one) !== one));
      t.false(cut.some((one, index) => cut.slice(index + 1).some(other => overlaps(one.cidr, other.cidr))));
      const count = needs.zones.length + needs.pools.reduce((sum, { zones: of }) => sum + of.length, 0);
      t.is(cut.length, count);
    }),
  );
});

test("a cluster's block is the lowest of its size in the address pool that is free, and only a full pool has none", t => {
  fc.assert(
    fc.property(books, book => {
      const cluster = { name: 'c', file: 'x.yaml', cidr: undefined, zones: [], pools: [], inside: [] };
      const [first] = book.pools;
      const candidates = first === undefined ? [] : [...subnets(first.cidr, first.clusterPrefix)];
      const free = candidates.find(one => !book.routed.some(({ cidr }) => overlaps(cidr, one)));
      t.deepEqual(allocated([cluster], book)?.[0]?.cidr, free);
    }),
  );
});

test('the same repository gives the same blocks, however its blocks are ordered', t => {
  fc.assert(
    fc.property(books, clusters, (book, needs) => {
      const cluster = { ...needs, name: 'c' };
      const reversed = { ...book, routed: book.routed.toReversed() };
      t.deepEqual(allocated([cluster], book), allocated([cluster], reversed));
    }),
  );
});

const prod: ClusterAddresses = {
  name: 'prod',
  file: 'prod.yaml',
  cidr: block('10.64.0.0/20'),
  zones: [{ name: 'a', cidr: block('10.64.2.0/23') }, ...zones(2).slice(1)],
  pools: [],
  inside: [],
};

const empty: AddressBook = { pools: [pool('10.64.0.0/12', 20)], routed: [], clusters: [], inside: [] };

test('what has a block keeps it, and the others get the lowest around it', t => {
  const given = allocate([prod], empty);
  t.deepEqual(
    given.map(({ pointer, cidr }) => [pointer, formatCidr(cidr)]),
    [['/spec/network/zones/1/cidr', '10.64.0.0/23']],
  );
});

test('a cluster whose zones have blocks gets the block around them', t => {
  const [first] = allocate([{ ...prod, cidr: undefined }], empty);
  t.is(first && formatCidr(first.cidr), '10.64.0.0/20');
  const taken = { ...empty, routed: [{ cidr: block('10.64.8.0/24'), owner: 'cluster dev' }] };
  t.throws(() => allocate([{ ...prod, cidr: undefined }], taken), { message: /10\.64\.0\.0\/20 overlaps cluster dev/ });
});

test('addresses of services and pods are left out', t => {
  const cluster = { ...prod, cidr: undefined, zones: [], inside: [{ cidr: block('10.64.0.0/16'), owner: 'pods' }] };
  t.is(formatCidr(allocate([cluster], empty)[0]?.cidr ?? block('0.0.0.0/0')), '10.65.0.0/20');
});

test('sizes follow the address pool, or else the size of the cluster', t => {
  const [small] = [{ ...prod, cidr: block('10.64.0.0/24'), zones: zones(1) }];
  t.is(formatCidr(allocate([small], empty)[0]?.cidr ?? block('0.0.0.0/0')), '10.64.0.0/27');
  const sized = { ...empty, pools: [{ ...pool('10.64.0.0/12', 20), zonePrefix: 22 }] };
  t.is(formatCidr(allocate([{ ...prod, zones: zones(1) }], sized)[0]?.cidr ?? block('0.0.0.0/0')), '10.64.0.0/22');
});

test('a full address pool is an error that says what is left', t => {
  const routed = ['10.0.0.0/21', '10.0.8.0/22', '10.0.14.0/23'].map(text => ({ cidr: block(text), owner: text }));
  const book = { ...empty, pools: [pool('10.0.0.0/20', 21)], routed };
  const error = t.throws(() => allocate([{ ...prod, cidr: undefined, zones: [] }], book), { instanceOf: AppError });
  t.is(error.message, 'there is no free block for cluster prod: no /21 in address pool "default" (10.0.0.0/20)');
  t.regex(error.hint ?? '', /^of address pool "default", 10\.0\.12\.0\/23 is left; add an address pool/);
});

test('without an address pool there is nothing to allocate from, and the error shows how to write one', t => {
  const error = t.throws(() => allocate([{ ...prod, cidr: undefined, zones: [] }], { ...empty, pools: [] }), {
    instanceOf: AppError,
  });
  t.regex(error.hint ?? '', /spec\.addressPools/);
});
