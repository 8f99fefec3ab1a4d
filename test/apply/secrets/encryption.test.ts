import test from 'ava';
import { encryptSecret } from '../../../src/apply/secrets/encryption.js';
import { secret } from '../../../src/model/secret.js';
import { memoryWorld } from './memory-ports.js';

const { signal } = new AbortController();
const context = { cluster: 'prod-a' };

test('4096 bytes are encrypted, one more is refused by name and before KMS is asked', async t => {
  const { ports, calls } = memoryWorld();
  t.true((await encryptSecret(ports.clusterKey, ofSize(4096), signal)).length > 4096);
  const error = await t.throwsAsync(encryptSecret(ports.clusterKey, ofSize(4097), signal), {
    code: 'secret-too-large',
  });
  t.is(error.message, '/etc/big of prod-a master is 4097 bytes, more than the 4096 KMS encrypts');
  t.is(calls.length, 1);
});

test('size is counted in bytes, not in characters', async t => {
  const { ports } = memoryWorld();
  const plaintext = secret('ü'.repeat(2049));
  await t.throwsAsync(encryptSecret(ports.clusterKey, { plaintext, context, what: 'it' }, signal), {
    code: 'secret-too-large',
  });
});

function ofSize(size: number) {
  return { plaintext: secret('x'.repeat(size)), context, what: '/etc/big of prod-a master' };
}
