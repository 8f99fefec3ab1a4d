import test from 'ava';
import { readIndex } from '../../../src/apply/secrets/issue-index.js';
import { keepIssue } from '../../../src/apply/secrets/issue-store.js';
import { restoreCopy } from '../../../src/apply/secrets/restore.js';
import { copyStore, copyText, readCopy, type StoreCopy } from '../../../src/apply/secrets/store-copy.js';
import { secret } from '../../../src/model/secret.js';
import { issueEncryptionKey, issueServiceAccountKey } from '../../../src/pki/keys.js';
import { memoryWorld } from './memory-ports.js';

const { signal } = new AbortController();
const issues = [
  { cluster: 'prod-a', name: 'encryption', generation: '1' },
  { cluster: 'prod-a', name: 'service-account', generation: '1' },
  { cluster: 'dev-b', name: 'service-account', generation: '2' },
];

async function exported(): Promise<StoreCopy> {
  const { ports } = memoryWorld();
  for (const issue of issues) {
    const make = () => (issue.name === 'encryption' ? issueEncryptionKey(ports) : issueServiceAccountKey());
    await keepIssue(issue, make, { ports, signal });
  }
  const { copy, unreadable } = await copyStore({ fleet: 'gauss', clusters: [] }, ports, signal);
  if (unreadable.length > 0) throw new Error('the store of this test must be readable');
  return copy;
}

const copy = await exported();
const opened = ({ issues }: StoreCopy) =>
  issues.map(({ key, ...issue }) => ({ ...issue, key: key.reveal().toString() }));

test('what is restored under another key is what was exported, and the indexes tell of it', async t => {
  const { ports } = memoryWorld();
  const outcomes = await restoreCopy(readCopy(copyText(copy, new Date())), ports, signal);
  t.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ['restored', 'restored', 'restored'],
  );
  const again = await copyStore({ fleet: 'gauss', clusters: [] }, ports, signal);
  t.deepEqual(opened(again.copy), opened(copy));
  t.is((await readIndex('prod-a', ports, signal))?.length, 2);
  t.is((await readIndex('dev-b', ports, signal))?.length, 1);
});

test('restoring again writes nothing', async t => {
  const { ports, calls } = memoryWorld();
  await restoreCopy(copy, ports, signal);
  const before = calls.length;
  const outcomes = await restoreCopy(copy, ports, signal);
  t.true(outcomes.every(({ outcome }) => outcome === 'there'));
  t.deepEqual(
    calls.slice(before).filter(call => call.includes('.put')),
    [],
  );
});

test('what is there is never replaced, be it another key or nothing that can be opened', async t => {
  const { ports, store } = memoryWorld();
  const [first] = issues;
  if (first === undefined) return t.fail();
  await keepIssue(first, () => issueEncryptionKey(ports), { ports, signal });
  await ports.storeObjects.putIfAbsent('pki/dev-b/service-account/2.json', '{"ciphertext":1}', signal);
  const before = [...store].map(([key, { body }]) => [key, body]);
  const outcomes = await restoreCopy(copy, ports, signal);
  t.deepEqual(
    new Map(outcomes.map(({ issue, outcome }) => [`${issue.cluster} ${issue.name}`, outcome])),
    new Map([
      ['dev-b service-account', 'unreadable'],
      ['prod-a encryption', 'other'],
      ['prod-a service-account', 'restored'],
    ] as const),
  );
  for (const [key = '', body] of before) t.is(store.get(key)?.body, body);
});

test('a copy in which keys do not match is refused before anything is written', async t => {
  const { ports, calls } = memoryWorld();
  const other = await issueServiceAccountKey();
  for (const change of [{ key: other.key }, { public: other.public }, { public: 'oops' }, { key: secret('oops') }]) {
    const issues = copy.issues.map(issue => (issue.cluster === 'dev-b' ? { ...issue, ...change } : issue));
    const error = await t.throwsAsync(restoreCopy({ ...copy, issues }, ports, signal), { code: 'damaged-export' });
    t.is(error.message, 'service-account 2 of dev-b in the file does not match its key; nothing was written');
  }
  t.deepEqual(calls, []);
});

test('a restore that is killed at any call is completed by the next one', async t => {
  const whole = memoryWorld();
  await restoreCopy(copy, whole.ports, signal);
  t.true(whole.calls.length > 10);
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; nth <= whole.calls.length; nth++) {
      let isAlive = true;
      const die = (count: number) => {
        if (isAlive && count >= nth) throw new Error('killed');
      };
      const world = memoryWorld({ [when]: die });
      await t.throwsAsync(restoreCopy(copy, world.ports, signal), { message: 'killed' });
      isAlive = false;
      await restoreCopy(copy, world.ports, signal);
      t.deepEqual([...world.store.keys()].toSorted(), [...whole.store.keys()].toSorted(), `${when} call ${nth}`);
      const again = await copyStore({ fleet: 'gauss', clusters: [] }, world.ports, signal);
      t.deepEqual(opened(again.copy), opened(copy));
      t.is((await readIndex('prod-a', world.ports, signal))?.length, 2);
    }
  }
});

test('what cannot be opened is left out of a copy and named', async t => {
  const { ports } = memoryWorld();
  await restoreCopy(copy, ports, signal);
  await ports.storeObjects.putIfAbsent('pki/prod-a/ca/1.json', '{}', signal);
  const { copy: readable, unreadable } = await copyStore({ fleet: 'gauss', clusters: ['prod-a'] }, ports, signal);
  t.deepEqual(unreadable, [{ cluster: 'prod-a', name: 'ca', generation: '1' }]);
  t.deepEqual(
    readable.issues.map(({ name }) => name),
    ['encryption', 'service-account'],
  );
});

for (const text of [
  'oops -----BEGIN PRIVATE KEY-----',
  'null',
  '{}',
  '{"format":2,"fleet":"gauss","issues":[]}',
  '{"format":1,"fleet":"gauss","issues":[{"cluster":"a","name":"../b","generation":"1","public":"","key":""}]}',
  '{"format":1,"fleet":"gauss","issues":[{"cluster":"a","name":"b","generation":1,"public":"","key":""}]}',
]) {
  test(`${text.slice(-50)} is refused without being quoted`, t => {
    const error = t.throws(() => readCopy(secret(text)), { code: 'not-an-export' });
    t.false(`${error.message}${error.stack}`.includes('PRIVATE KEY'));
  });
}
