import { inspect } from 'node:util';
import test from 'ava';
import { keepCertificate } from '../../../src/apply/secrets/certificate-store.js';
import type { ObjectStore } from '../../../src/apply/secrets/ports.js';
import { secret } from '../../../src/model/secret.js';
import { memoryWorld } from './memory-ports.js';

const { signal } = new AbortController();
const what = { cluster: 'prod-a', name: 'api', generation: 'ca1.leaf1.00' };
const issued = { certificate: 'certificate one', key: secret('key one') };

test('a certificate is issued once and read ever after', async t => {
  const { ports } = memoryWorld();
  let issues = 0;
  const issue = async () => {
    issues++;
    return issued;
  };
  for (let run = 0; run < 3; run++) {
    const kept = await keepCertificate(what, issue, { ports, signal });
    t.is(kept.certificate, 'certificate one');
    t.is(kept.key.reveal().toString(), 'key one');
  }
  t.is(issues, 1);
});

test('a certificate that another applier stored meanwhile wins', async t => {
  const { ports } = memoryWorld();
  const slow = async () => {
    await keepCertificate(what, async () => issued, { ports, signal });
    return { certificate: 'certificate two', key: secret('key two') };
  };
  const kept = await keepCertificate(what, slow, { ports, signal });
  t.is(kept.certificate, 'certificate one');
  t.is(kept.key.reveal().toString(), 'key one');
});

test('a certificate deleted between refusal and reading is an error that may pass', async t => {
  const { ports } = memoryWorld();
  const forgetful: ObjectStore = {
    ...ports.storeObjects,
    get: async () => undefined,
    putIfAbsent: async () => 'exists',
  };
  const pending = keepCertificate(what, async () => issued, { ports: { ...ports, storeObjects: forgetful }, signal });
  t.like(await t.throwsAsync(pending, { code: 'certificate-vanished' }), { kind: 'transient' });
});

test('a plaintext that is no certificate is refused without being shown', async t => {
  const { ports } = memoryWorld();
  const { cluster, name, generation } = what;
  const ciphertext = await ports.storeKey.encrypt(secret('hunter2'), { cluster, name, generation }, signal);
  const body = JSON.stringify({ format: 1, ciphertext: Buffer.from(ciphertext).toString('base64') });
  await ports.storeObjects.putIfAbsent(`pki/prod-a/api/${generation}.json`, body, signal);
  const error = await t.throwsAsync(
    keepCertificate(what, async () => issued, { ports, signal }),
    {
      code: 'damaged-certificate',
    },
  );
  t.false(inspect(error, { depth: null, showHidden: true }).includes('hunter2'));
});
