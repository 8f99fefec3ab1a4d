import test from 'ava';
import { leftBehind } from '../../src/observe/left-behind.js';

const group = (...nodes: readonly (readonly [template: string, version: string])[]) => ({
  name: 'workers',
  launchedFrom: { template: 'lt-2', version: '3' },
  nodes: nodes.map(([template, version], index) => ({ id: `i-${index}`, launchedFrom: { template, version } })),
});

test('nobody is left behind where every node, or none, runs what its group launches now', t => {
  t.is(leftBehind([]), undefined);
  t.is(leftBehind([group(), group(['lt-2', '3'], ['lt-2', '3'])]), undefined);
});

test('a node of an earlier version is left behind', t => {
  t.is(
    leftBehind([group(['lt-2', '3']), group(['lt-2', '3'], ['lt-2', '2'])]),
    'i-1 of workers runs version 2 of its launch template, not 3',
  );
});

test('versions are counted anew in each launch template, so the same number of another one is something else', t => {
  t.is(leftBehind([group(['lt-1', '3'])]), 'i-0 of workers was launched from another launch template');
});
