import test from 'ava';
import fc from 'fast-check';
import {
  type Cidr,
  cidrSize,
  contains,
  formatCidr,
  halves,
  nextFree,
  overlaps,
  parseCidr,
  readCidr,
  subnets,
} from '../../src/model/cidr.js';

const blocks = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]): Cidr => ({ start: Math.floor(address / 2 ** (32 - prefix)) * 2 ** (32 - prefix), prefix }));

/** Blocks in 10.0.0.0/24, small enough to look at every address. */
const smallBlocks = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
  .map(([host, prefix]) => readCidr(`10.0.0.${host}/${prefix}`)?.block ?? { start: 0, prefix: 0 });

const block = (text: string) => parseCidr(text) ?? { start: 0, prefix: 0 };

const addresses = ({ start, prefix }: Cidr) => Array.from({ length: cidrSize({ start, prefix }) }, (_, i) => start + i);

test('whatever is formatted is parsed back', t => {
  fc.assert(
    fc.property(blocks, any => {
      t.deepEqual(parseCidr(formatCidr(any)), any);
    }),
  );
});

test('the ends of the address space are blocks', t => {
  t.deepEqual(parseCidr('0.0.0.0/0'), { start: 0, prefix: 0 });
  t.deepEqual(parseCidr('255.255.255.255/32'), { start: 2 ** 32 - 1, prefix: 32 });
});

test('anything but four plain numbers and a prefix length is refused', t => {
  const wrong = [
    '010.64.0.0/20',
    '10.064.0.0/20',
    '10.64.0.0/020',
    '10.64.0.0/33',
    '10.64.0.256/32',
    '10.64.0/20',
    '10.64.0.0.0/20',
    '10.64.0.0',
    '10.64.0.0/',
    '10.64.0.0/20 ',
    '10.64.0.0/20\n',
    '-1.0.0.0/8',
    '0x0a.0.0.0/8',
    '1e1.0.0.0/8',
    'fd00::/8',
    '',
  ];
  t.deepEqual(
    wrong.filter(text => readCidr(text) !== undefined),
    [],
  );
});

test('an address inside a block is not the block, but tells which one it is in', t => {
  t.is(parseCidr('10.64.1.5/20'), undefined);
  t.deepEqual(readCidr('10.64.1.5/20'), { block: { start: 10 * 2 ** 24 + 64 * 2 ** 16, prefix: 20 }, exact: false });
});

test('containing and overlapping are what they are for sets of addresses', t => {
  fc.assert(
    fc.property(smallBlocks, smallBlocks, (a, b) => {
      const inA = new Set(addresses(a));
      const shared = addresses(b).filter(address => inA.has(address)).length;
      t.is(contains(a, b), shared === cidrSize(b));
      t.is(overlaps(a, b), shared > 0);
    }),
  );
});

test('the halves of a block are its two subnets, lower first', t => {
  fc.assert(
    fc.property(blocks, any => {
      fc.pre(any.prefix < 32);
      const { lower, upper } = halves(any);
      t.deepEqual([lower, upper], [...subnets(any, any.prefix + 1)]);
    }),
  );
  t.throws(() => halves({ start: 0, prefix: 32 }), { instanceOf: RangeError });
});

test('the subnets of a block follow each other and fill it', t => {
  fc.assert(
    fc.property(smallBlocks, fc.integer({ min: 24, max: 32 }), (whole, prefix) => {
      const parts = [...subnets(whole, prefix)];
      t.deepEqual(parts.flatMap(addresses), prefix < whole.prefix ? [] : addresses(whole));
    }),
  );
});

test('the next free block is the first subnet of the pool that overlaps nothing taken', t => {
  fc.assert(
    fc.property(
      smallBlocks,
      fc.integer({ min: 24, max: 32 }),
      fc.array(smallBlocks, { maxLength: 8 }),
      (pool, prefix, taken) => {
        const first = [...subnets(pool, prefix)].find(candidate => !taken.some(other => overlaps(other, candidate)));
        t.deepEqual(nextFree(pool, prefix, taken), first);
      },
    ),
  );
});

test('the next free block of a real pool stands behind what is taken, aligned', t => {
  const taken = ['10.64.16.0/20', '10.64.0.0/20', '10.64.32.0/22', '10.0.0.0/16'].map(block);
  const free = nextFree(block('10.64.0.0/12'), 20, taken);
  t.is(free && formatCidr(free), '10.64.48.0/20');
  t.is(nextFree(block('10.64.0.0/19'), 20, taken), undefined);
});
