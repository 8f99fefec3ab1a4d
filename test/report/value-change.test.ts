import test from 'ava';
import fc from 'fast-check';
import { valueChanges } from '../../src/report/value-change.js';

test('text is told whole', t => {
  t.deepEqual(valueChanges('20', '30'), [{ path: '', before: '20', after: '30' }]);
  t.deepEqual(valueChanges(undefined, '{"a":1}'), [{ path: '', before: undefined, after: '{"a":1}' }]);
});

test('of maps and lists only what differs is told, with its path', t => {
  const before = JSON.stringify({ AutoScalingRollingUpdate: { MaxBatchSize: 5, PauseTime: 'PT15M' }, Gone: ['x'] });
  const after = JSON.stringify({ AutoScalingRollingUpdate: { MaxBatchSize: 7, PauseTime: 'PT15M' } });
  t.deepEqual(valueChanges(before, after), [
    { path: 'AutoScalingRollingUpdate.MaxBatchSize', before: '5', after: '7' },
    { path: 'Gone', before: '["x"]', after: undefined },
  ]);
});

test('equal structures, and only those, differ in nothing', t => {
  const structure = fc.dictionary(fc.string(), fc.jsonValue());
  const property = fc.property(structure, structure, (a, b) => {
    const [before, after] = [JSON.stringify(a), JSON.stringify(b)];
    const told = valueChanges(before, after).length > 0;
    return valueChanges(before, before).length === 0 && told === !deepEqual(JSON.parse(before), JSON.parse(after));
  });
  t.notThrows(() => fc.assert(property));
});

function deepEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Object.keys(a).length !== Object.keys(b).length) return false;
  return Object.entries(a).every(([key, value]) => Object.hasOwn(b, key) && deepEqual(value, Reflect.get(b, key)));
}
