import { setMaxListeners } from 'node:events';
import { DisableKeyCommand } from '@aws-sdk/client-kms';
import test from 'ava';
import { kmsKey } from '../../src/aws/keys.js';
import { secret } from '../../src/model/secret.js';
import { sandboxWorld } from '../apply/secrets/sandbox-world.js';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const world = await sandboxWorld();
test.after.always(() => world.close());
const { clusterKey, storeKey } = world.ports;
const context = { cluster: 'prod-a', role: 'master', file: '/etc/kubernetes/pki/ca.crt' };

test('what was encrypted decrypts with the same context, whatever the order of its names', async t => {
  const bytes = Buffer.from([0, 255, 10, 13]);
  const ciphertext = await clusterKey.encrypt(secret(bytes), context, signal);
  const reordered = Object.fromEntries(Object.entries(context).toReversed());
  t.deepEqual((await clusterKey.decrypt(ciphertext, reordered, signal)).reveal(), bytes);
});

test('two encryptions of the same text differ', async t => {
  const [one, other] = [
    await clusterKey.encrypt(secret('same'), context, signal),
    await clusterKey.encrypt(secret('same'), context, signal),
  ];
  t.notDeepEqual(one, other);
});

test('another context, or none, is refused with the reason and without the plaintext', async t => {
  const ciphertext = await clusterKey.encrypt(secret('hunter2'), context, signal);
  for (const other of [{ ...context, role: 'workers' }, { cluster: 'prod-a' }, {}]) {
    const error = await t.throwsAsync(clusterKey.decrypt(ciphertext, other, signal), { code: 'key-service' });
    t.regex(error.message, /^cannot decrypt with arn:aws:kms:.* for \{.*\}: InvalidCiphertextException$/);
    t.like(error, { kind: 'user' });
  }
});

test('a ciphertext of another key is refused', async t => {
  const ciphertext = await clusterKey.encrypt(secret('hunter2'), context, signal);
  await t.throwsAsync(storeKey.decrypt(ciphertext, context, signal), { code: 'key-service' });
});

test('a key that does not exist, or is disabled, is told with the next step', async t => {
  const absent = `${world.clusterKeyArn.slice(0, -12)}000000000000`;
  const missing = await t.throwsAsync(kmsKey(world.clusterKms, absent).encrypt(secret('x'), context, signal));
  t.like(missing, { code: 'key-service', hint: 'apply the stack that makes the key first' });
  const other = await sandboxWorld();
  t.teardown(() => other.close());
  await other.clusterKms.send(new DisableKeyCommand({ KeyId: other.clusterKeyArn }));
  const disabled = await t.throwsAsync(other.ports.clusterKey.encrypt(secret('x'), context, signal));
  t.like(disabled, { code: 'key-service', hint: 'enable the key' });
});
