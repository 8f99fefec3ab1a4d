import { inspect } from 'node:util';
import test from 'ava';
import { keepIssue } from '../../../src/apply/secrets/issue-store.js';
import type { ObjectStore } from '../../../src/apply/secrets/ports.js';
import { secret } from '../../../src/model/secret.js';
import { memoryWorld } from './memory-ports.js';

const { signal } = new AbortController();
const what = { cluster: 'prod-a', name: 'api', generation: 'ca1.2026-11-21.00' };
const issued = { public: 'certificate one', key: secret('key one') };

test('a certificate is issued once and read ever after', async t => {
  const { ports } = memoryWorld();
  let issues = 0;
  const issue = async () => {
    issues++;
    return issued;
  };
  for (let run = 0; run < 3; run++) {
    const kept = await keepIssue(what, issue, { ports, signal });
    t.is(kept.public, 'certificate one');
    t.is(kept.key.reveal().toString(), 'key one');
  }
  t.is(issues, 1);
});

test('a certificate that another applier stored meanwhile wins', async t => {
  const { ports } = memoryWorld();
  const slow = async () => {
    await keepIssue(what, async () => issued, { ports, signal });
    return { public: 'certificate two', key: secret('key two') };
  };
  const kept = await keepIssue(what, slow, { ports, signal });
  t.is(kept.public, 'certificate one');
  t.is(kept.key.reveal().toString(), 'key one');
});

test('a certificate deleted between refusal and reading is an error that may pass', async t => {
  const { ports } = memoryWorld();
  const forgetful: ObjectStore = {
    ...ports.storeObjects,
    get: async () => undefined,
    putIfAbsent: async () => 'exists',
  };
  const pending = keepIssue(what, async () => issued, { ports: { ...ports, storeObjects: forgetful }, signal });
  t.like(await t.throwsAsync(pending, { code: 'certificate-vanished' }), { kind: 'transient' });
});

test('a plaintext that is no certificate is refused without being shown', async t => {
  const { ports } = memoryWorld();
  const { cluster, name, generation } = what;
  const ciphertext = await ports.storeKey.encrypt(secret('hunter2'), { cluster, name, generation }, signal);
  const body = JSON.stringify({ format: 1, ciphertext: Buffer.from(ciphertext).toString('base64') });
  await ports.storeObjects.putIfAbsent(`pki/prod-a/api/${generation}.json`, body, signal);
  const error = await t.throwsAsync(
    keepIssue(what, async () => issued, { ports, signal }),
    {
      code: 'damaged-certificate',
    },
  );
  t.false(inspect(error, { depth: null, showHidden: true }).includes('hunter2'));
});
