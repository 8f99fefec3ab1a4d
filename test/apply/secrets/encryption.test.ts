import test from 'ava';
import { encryptInParts, encryptSecret } from '../../../src/apply/secrets/encryption.js';
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
  t.is(error.message, '/etc/big of prod-a master is 4097 bytes, more than the 4096 that fit');
  t.is(calls.length, 1);
});

test('size is counted in bytes, not in characters', async t => {
  const { ports } = memoryWorld();
  const plaintext = secret('ü'.repeat(2049));
  await t.throwsAsync(encryptSecret(ports.clusterKey, { plaintext, context, what: 'it' }, signal), {
    code: 'secret-too-large',
  });
});

test('what is larger is encrypted in parts, each of which tells which of how many it is', async t => {
  const { ports } = memoryWorld();
  const parts = await encryptInParts(ports.clusterKey, ofSize(4096 * 2 + 1), signal);
  const sizes = await Promise.all(
    parts.map(async (part, index) => {
      const own = { ...context, part: `${index + 1}/3` };
      return (await ports.clusterKey.decrypt(Buffer.from(part, 'base64'), own, signal)).reveal().length;
    }),
  );
  t.deepEqual(sizes, [4096, 4096, 1]);
  const swapped = ports.clusterKey.decrypt(Buffer.from(parts[0] ?? '', 'base64'), { ...context, part: '2/3' }, signal);
  await t.throwsAsync(swapped);
  await t.throwsAsync(encryptInParts(ports.clusterKey, ofSize(64 * 1024 + 1), signal), { code: 'secret-too-large' });
});

test('an empty file is a part, too', async t => {
  const { ports } = memoryWorld();
  t.is((await encryptInParts(ports.clusterKey, ofSize(0), signal)).length, 1);
});

function ofSize(size: number) {
  return { plaintext: secret('x'.repeat(size)), context, what: '/etc/big of prod-a master' };
}
