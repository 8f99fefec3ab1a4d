import test from 'ava';
import fc from 'fast-check';
import { nested } from '../../../src/fleet/rules/nesting.js';
import { type Cidr, contains, overlaps, readCidr } from '../../../src/model/cidr.js';

interface Numbered {
  readonly id: number;
  readonly cidr: Cidr;
}

/** Few enough places that blocks meet. */
const lists = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 30 })), { maxLength: 10 })
  .map(list =>
    list.flatMap(([host, prefix], id): Numbered[] => {
      const block = readCidr(`10.0.0.${host}/${prefix}`)?.block;
      return block === undefined ? [] : [{ id, cidr: block }];
    }),
  );

test('a block is in another one exactly if comparing all with all says so', t => {
  fc.assert(
    fc.property(lists, blocks => {
      const held = (inner: Numbered) =>
        blocks.some(
          outer => contains(outer.cidr, inner.cidr) && (outer.cidr.prefix < inner.cidr.prefix || outer.id < inner.id),
        );
      t.deepEqual(
        nested(blocks)
          .map(({ inner }) => inner.id)
          .sort((a, b) => a - b),
        blocks.filter(held).map(({ id }) => id),
      );
    }),
  );
});

test('the block that is named is the smallest that holds the inner one', t => {
  fc.assert(
    fc.property(lists, blocks => {
      for (const { inner, outer } of nested(blocks)) {
        t.true(contains(outer.cidr, inner.cidr));
        const closer = blocks.filter(({ cidr }) => cidr.prefix > outer.cidr.prefix && cidr.prefix < inner.cidr.prefix);
        t.false(closer.some(({ cidr }) => overlaps(cidr, inner.cidr)));
      }
    }),
  );
});
