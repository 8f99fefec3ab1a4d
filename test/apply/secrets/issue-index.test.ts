import test from 'ava';
import { type IssueRecord, readIndex, recordOf, updateIndex } from '../../../src/apply/secrets/issue-index.js';
import { keepIssue } from '../../../src/apply/secrets/issue-store.js';
import type { SecretsPorts } from '../../../src/apply/secrets/ports.js';
import { issueServiceAccountKey } from '../../../src/pki/keys.js';
import { memoryWorld } from './memory-ports.js';

const { signal } = new AbortController();
const key = 'pki/prod-a/index.json';
const serviceAccountKey = await issueServiceAccountKey();

/** Stores an issue, as an applier does that is killed before it comes to the index. */
async function stored(ports: SecretsPorts, name: string, generation = '1'): Promise<IssueRecord> {
  const kept = await keepIssue({ cluster: 'prod-a', name, generation }, async () => serviceAccountKey, {
    ports,
    signal,
  });
  return recordOf({ name, generation }, kept);
}

function update(ports: SecretsPorts, records: readonly IssueRecord[] = []) {
  return updateIndex({ cluster: 'prod-a', records, trusted: true }, ports, signal);
}

const namesOf = (records: readonly IssueRecord[] | undefined) => records?.map(({ name }) => name);

test('records are added to those of other roles, sorted, and known ones cost no write', async t => {
  const { ports, store, calls } = memoryWorld();
  const [ca, api] = [await stored(ports, 'ca'), await stored(ports, 'api')];
  const before = calls.length;
  await update(ports, [ca, api]);
  await update(ports, [ca, await stored(ports, 'bootstrap-workers')]);
  await update(ports, [ca, api]);
  const index = JSON.parse(store.get(key)?.body ?? '') as { cluster: string; issues: IssueRecord[] };
  t.is(index.cluster, 'prod-a');
  t.deepEqual(namesOf(index.issues), ['api', 'bootstrap-workers', 'ca']);
  t.is(calls.slice(before).filter(call => call.includes('.put') && call.endsWith(key)).length, 2);
});

test('earlier generations stay in the index', async t => {
  const { ports } = memoryWorld();
  await update(ports, [await stored(ports, 'api', 'ca1.2026-11-21.00')]);
  await update(ports, [await stored(ports, 'api', 'ca1.2027-02-19.00')]);
  t.deepEqual(
    (await readIndex('prod-a', ports, signal))?.map(({ generation }) => generation),
    ['ca1.2026-11-21.00', 'ca1.2027-02-19.00'],
  );
});

test('what is known is not opened', async t => {
  const { ports, calls } = memoryWorld();
  const record = await stored(ports, 'ca');
  const before = calls.length;
  await update(ports, [record]);
  await update(ports);
  t.deepEqual(
    calls.slice(before).filter(call => call.startsWith('storeKey')),
    [],
  );
});

for (const damage of ['', '{', 'null', '[]', '{"format":2,"issues":[]}', '{"format":1,"issues":[1]}']) {
  test(`an index that reads ${damage || 'nothing'} is made anew from what the store keeps`, async t => {
    const { ports, store } = memoryWorld();
    const records = [await stored(ports, 'ca'), await stored(ports, 'service-account')];
    await ports.storeObjects.putIfAbsent(key, damage, signal);
    t.is(await readIndex('prod-a', ports, signal), undefined);
    t.deepEqual(await update(ports), { before: undefined, after: records, unreadable: [] });
    t.deepEqual(await readIndex('prod-a', ports, signal), records);
    t.true(store.has('pki/prod-a/ca/1.json'));
  });
}

test('a lost index is made anew, with what nobody asked for', async t => {
  const { ports } = memoryWorld();
  const [earlier, now] = [await stored(ports, 'ca'), await stored(ports, 'api')];
  t.deepEqual((await update(ports, [now])).after, [now, earlier]);
});

test('an entry that a killed applier did not come to is added, and one without its object goes', async t => {
  const { ports, store } = memoryWorld();
  const ghost = { name: 'ghost', generation: '1' };
  const ca = await stored(ports, 'ca');
  await ports.storeObjects.putIfAbsent(
    key,
    JSON.stringify({ format: 1, cluster: 'prod-a', issues: [ca, ghost] }),
    signal,
  );
  const api = await stored(ports, 'api');
  t.deepEqual(await update(ports), { before: [ca, ghost], after: [api, ca], unreadable: [] });
  t.is(JSON.parse(store.get(key)?.body ?? '').cluster, 'prod-a');
});

test('wrong entries are mended by whoever does not trust them', async t => {
  const { ports } = memoryWorld();
  const ca = await stored(ports, 'ca');
  const wrong = { ...ca, fingerprint: 'f0' };
  await ports.storeObjects.putIfAbsent(key, JSON.stringify({ format: 1, cluster: 'prod-a', issues: [wrong] }), signal);
  t.deepEqual((await update(ports)).after, [wrong]);
  t.deepEqual((await updateIndex({ cluster: 'prod-a', records: [], trusted: false }, ports, signal)).after, [ca]);
});

test('what cannot be opened is named in the index, and objects of others are not', async t => {
  const { ports } = memoryWorld();
  await ports.storeObjects.putIfAbsent('pki/prod-a/ca/1.json', '{}', signal);
  await ports.storeObjects.putIfAbsent('pki/prod-a/notes.json', '{}', signal);
  await ports.storeObjects.putIfAbsent('pki/prod-a/ca/1.txt', '{}', signal);
  await ports.storeObjects.putIfAbsent('pki/prod-ab/ca/1.json', '{}', signal);
  const ca = { name: 'ca', generation: '1' };
  t.deepEqual(await update(ports), { before: undefined, after: [ca], unreadable: [ca] });
});

test('updaters that meet lose nothing', async t => {
  const { ports, calls } = memoryWorld();
  const names = ['ca', 'api', 'etcd1', 'scheduler'];
  await Promise.all(names.map(async name => update(ports, [await stored(ports, name)])));
  t.deepEqual(namesOf(await readIndex('prod-a', ports, signal)), names.toSorted());
  t.true(calls.filter(call => call.includes('.put') && call.endsWith(key)).length > 1);
});

test('an index that never holds still is an error that may pass', async t => {
  const { ports } = memoryWorld();
  await stored(ports, 'ca');
  const restless: SecretsPorts = {
    ...ports,
    storeObjects: {
      ...ports.storeObjects,
      get: async () => ({ body: '{"format":1,"issues":[]}', etag: '"x"' }),
      list: async () => [{ key: 'pki/prod-a/ca/1.json', lastModified: new Date(0) }],
      putIfAbsent: async () => 'exists',
      putIfMatch: async () => 'changed',
    },
  };
  const error = await t.throwsAsync(update(restless, [{ name: 'ca', generation: '1' }]), {
    code: 'certificate-index-busy',
  });
  t.like(error, { kind: 'transient' });
});
