import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { valueDifferences } from '../../src/cfn/value-differences.js';

test('of maps only the members that differ are told, with their paths', t => {
  const before = { Data: { Type: 'm6i.large', Size: 20 }, Gone: [1] };
  const after = { Data: { Type: 'm6i.xlarge', Size: 20 }, Come: true };
  t.deepEqual(valueDifferences(before, after), [
    { path: ['Data', 'Type'], before: 'm6i.large', after: 'm6i.xlarge' },
    { path: ['Gone'], before: [1], after: undefined },
    { path: ['Come'], before: undefined, after: true },
  ]);
});

function tags(...names: readonly string[]) {
  return names.map(name => ({ Key: name, Value: 'x' }));
}

test('an item that comes or goes leaves the others of its list the same', t => {
  t.deepEqual(valueDifferences(tags('b', 'c'), tags('a', 'b', 'c')), [
    { path: ['0'], before: undefined, after: { Key: 'a', Value: 'x' } },
  ]);
  t.deepEqual(valueDifferences(tags('a', 'b', 'c'), tags('a', 'c')), [
    { path: ['1'], before: { Key: 'b', Value: 'x' }, after: undefined },
  ]);
});

test('an item that takes the place of another is compared with it', t => {
  const before = ['first', { Key: 'team', Value: 'payments' }, 'last'];
  const after = ['new', 'first', { Key: 'team', Value: 'billing' }, 'last'];
  t.deepEqual(valueDifferences(before, after), [
    { path: ['0'], before: undefined, after: 'new' },
    { path: ['2', 'Value'], before: 'payments', after: 'billing' },
  ]);
});

test('values of other kinds are told whole', t => {
  t.deepEqual(valueDifferences({ Name: 'a' }, { Name: { Ref: 'A' } }), [
    { path: ['Name'], before: 'a', after: { Ref: 'A' } },
  ]);
  t.deepEqual(valueDifferences({ 0: 'a' }, ['a']), [{ path: [], before: { 0: 'a' }, after: ['a'] }]);
});

test('equal values, and only those, differ in nothing', t => {
  const property = fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
    // As it comes from a file: without -0, and without prototypes.
    const [before, after] = [one, other].map(value => JSON.parse(JSON.stringify(value)) as unknown);
    const isTold = valueDifferences(before, after).length > 0;
    return (
      valueDifferences(before, structuredClone(before)).length === 0 && isTold !== isDeepStrictEqual(before, after)
    );
  });
  t.notThrows(() => fc.assert(property));
});
