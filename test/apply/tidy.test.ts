import test from 'ava';
import type { ListedObject } from '../../src/apply/secrets/ports.js';
import { spareObjects, tidy } from '../../src/apply/tidy.js';
import { names } from '../../src/model/names.js';
import type { Decision } from '../../src/plan/decision.js';
import { exampleCluster, exampleFleet } from '../pki/example-fleet.js';
import { artifact } from '../plan/fixtures.js';

const now = Date.parse('2026-11-21T10:00:00Z');
const { signal } = new AbortController();

function listed(...ages: readonly (readonly [string, number])[]): readonly ListedObject[] {
  return ages.map(([key, days]) => ({ key, lastModified: new Date(now - days * 86_400_000) }));
}

test('what no node boots with goes when it is older than thirty days and not among the three youngest of the rest', t => {
  const objects = listed(['needed', 400], ['a', 50], ['b', 40], ['c', 31], ['d', 300], ['e', 35], ['f', 10]);
  t.deepEqual([...spareObjects(objects, new Set(['needed']), now)].toSorted(), ['a', 'b', 'd']);
});

test('young objects stay, however many there are', t => {
  const objects = listed(...Array.from({ length: 20 }, (_, index) => [`o${index}`, 29] as const));
  t.deepEqual(spareObjects(objects, new Set(), now), []);
});

test('a stack’s folders are tidied, and those of other roles are not looked at', async t => {
  const configs = listed(...['now', 'x1', 'x2', 'x3', 'x4', 'x5'].map((key, index) => [key, 100 + index] as const));
  const asked: string[] = [];
  const removed: string[] = [];
  const bucket = (_target: unknown, name: string) => {
    t.is(name, '111122223333-gauss-prod-a');
    return {
      list: async (prefix: string) => {
        asked.push(prefix);
        return configs.map(({ key, lastModified }) => ({ key: `${prefix}${key}.json`, lastModified }));
      },
      remove: async (keys: readonly string[]) => {
        removed.push(...keys);
      },
    };
  };
  const stack = artifact('prod-a/tcnp-workers', { nodeConfigs: ['prod-a/workers'], secretsNodes: ['workers'] });
  const decision = { stack, desired: { secrets: { revisions: { workers: 'now' } } } } as unknown as Decision;
  const key = names.nodeConfigKey(exampleCluster, 'workers', 'now');
  const artifacts = { stacks: [stack], nodeConfigs: [{ id: 'prod-a/workers', key }] } as never;
  const storage = { bucket, key: () => undefined } as never;
  await tidy(decision, { fleet: exampleFleet, cluster: exampleCluster, artifacts, storage, now, signal });
  t.deepEqual(asked, ['cloudconfig/workers/', 'secrets/workers/']);
  t.deepEqual(removed, [
    'cloudconfig/workers/x4.json',
    'cloudconfig/workers/x5.json',
    'secrets/workers/x4.json',
    'secrets/workers/x5.json',
  ]);
});

test('in a bucket that clusters share, node configs lie as aws-operator first had them', t => {
  const shared = { ...exampleCluster, storage: { ...exampleCluster.storage, sharedBucket: 'platform-nodes' } };
  t.is(names.nodeConfigKey(shared, 'master', 'ab'), 'prod-a/cloudconfig/master/ab.json');
  t.is(names.nodeConfigKey(shared, 'gpu', 'ab'), 'prod-a/cloudconfig/worker/gpu/ab.json');
  t.is(names.secretsKey(shared, 'gpu', 'ab'), 'prod-a/secrets/gpu/ab.json');
  t.is(names.nodeConfigKey(exampleCluster, 'gpu', 'ab'), 'cloudconfig/gpu/ab.json');
});
