import test from 'ava';
import { type IssueRecord, recordIssues } from '../../../src/apply/secrets/issue-index.js';
import type { ObjectStore } from '../../../src/apply/secrets/ports.js';
import { memoryWorld } from './memory-ports.js';

const { signal } = new AbortController();
const key = 'pki/prod-a/index.json';

function record(name: string, generation = 'ca1.2026-11-21.00'): IssueRecord {
  return { name, generation, fingerprint: 'f0', serialNumber: '4f', notBefore: '2026-11-21', notAfter: '2027-05-20' };
}

test('records are added to those of other roles, sorted, and known ones cost no write', async t => {
  const { ports, store, calls } = memoryWorld();
  const to = { objects: ports.storeObjects, signal };
  await recordIssues('prod-a', [record('ca', '1'), record('api')], to);
  await recordIssues('prod-a', [record('ca', '1'), record('bootstrap-workers')], to);
  await recordIssues('prod-a', [record('ca', '1'), record('api')], to);
  const index = JSON.parse(store.get(key)?.body ?? '') as { cluster: string; issues: IssueRecord[] };
  t.is(index.cluster, 'prod-a');
  t.deepEqual(
    index.issues.map(({ name }) => name),
    ['api', 'bootstrap-workers', 'ca'],
  );
  t.is(calls.filter(call => call.includes('.put')).length, 2);
});

test('earlier generations stay in the index', async t => {
  const { ports, store } = memoryWorld();
  const to = { objects: ports.storeObjects, signal };
  await recordIssues('prod-a', [record('api', 'ca1.2026-11-21.00')], to);
  await recordIssues('prod-a', [record('api', 'ca1.2027-02-19.00')], to);
  const { issues } = JSON.parse(store.get(key)?.body ?? '') as { issues: IssueRecord[] };
  t.deepEqual(
    issues.map(({ generation }) => generation),
    ['ca1.2026-11-21.00', 'ca1.2027-02-19.00'],
  );
});

for (const damage of ['', '{', 'null', '[]', '{"format":2,"issues":[]}', '{"format":1,"issues":{}}']) {
  test(`an index that reads ${damage || 'nothing'} is refused and left as it is`, async t => {
    const { ports, store } = memoryWorld();
    await ports.storeObjects.putIfAbsent(key, damage, signal);
    const pending = recordIssues('prod-a', [record('api')], { objects: ports.storeObjects, signal });
    await t.throwsAsync(pending, { code: 'damaged-certificate-index' });
    t.is(store.get(key)?.body, damage);
  });
}

test('an index that never holds still is an error that may pass', async t => {
  const restless: ObjectStore = {
    get: async () => ({ body: '{"format":1,"issues":[]}', etag: '"x"' }),
    putIfAbsent: async () => 'exists',
    putIfMatch: async () => 'changed',
    list: async () => [],
    remove: async () => undefined,
  };
  const pending = recordIssues('prod-a', [record('api')], { objects: restless, signal });
  const error = await t.throwsAsync(pending, { code: 'certificate-index-busy' });
  t.like(error, { kind: 'transient' });
});
