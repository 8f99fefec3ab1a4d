import { randomBytes } from 'node:crypto';
import test from 'ava';
import { kubeconfigFrom } from '../../src/kube/kube-config.js';
import { rewriteSecrets } from '../../src/kube/rewrite-secrets.js';
import { encryptionConfiguration } from '../../src/pki/keys.js';
import { startApiServer } from './api-server.js';

const { signal } = new AbortController();
const server = await startApiServer();
test.after.always(() => server.stop());
const keys = [1, 2].map(generation => ({ generation, key: randomBytes(32).toString('base64') }));
const [first, second] = keys as [(typeof keys)[0], (typeof keys)[0]];
const config = await kubeconfigFrom({ file: server.kubeconfig('admin') });

/** Which keys close what etcd holds: `key1`, or `none` for plain text. */
async function keysInUse(): Promise<readonly string[]> {
  const stored = [...(await server.storedSecrets()).values()];
  const used = stored.map(value => /^k8s:enc:secretbox:v1:(key\d+):/.exec(value)?.[1] ?? 'none');
  return [...new Set(used)].toSorted();
}

async function makeSecrets(prefix: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const body = { metadata: { name: `${prefix}-${index}` }, stringData: { token: `word ${index}` } };
    await server.core.createNamespacedSecret({ namespace: 'default', body });
  }
}

test.serial('what is stored in plain text, or under an old key, is written anew; a second time nothing is', async t => {
  await makeSecrets('plain', 230);
  t.deepEqual(await keysInUse(), ['none']);
  await server.encryptWith(encryptionConfiguration([first]));
  await makeSecrets('closed', 3);
  t.deepEqual(await keysInUse(), ['key1', 'none']);
  t.like(await rewriteSecrets(config, signal), { rewritten: 230, seen: 233 });
  t.deepEqual(await keysInUse(), ['key1']);

  await server.encryptWith(encryptionConfiguration([second, first]));
  t.deepEqual(await keysInUse(), ['key1'], 'a new configuration writes nothing by itself');
  t.like(await rewriteSecrets(config, signal), { rewritten: 233, seen: 233 });
  t.deepEqual(await keysInUse(), ['key2']);
  t.like(await rewriteSecrets(config, signal), { rewritten: 0, seen: 233 });

  // The old key is not needed any more: that is what it is done for.
  await server.encryptWith(encryptionConfiguration([second]));
  const { data } = await server.core.readNamespacedSecret({ namespace: 'default', name: 'plain-229' });
  t.is(Buffer.from(data?.token ?? '', 'base64').toString(), 'word 229');
});

test.serial('whoever may not write Secrets is told the rule that is missing', async t => {
  const nobody = await kubeconfigFrom({ file: server.kubeconfig('nobody') });
  const error = await t.throwsAsync(rewriteSecrets(nobody, signal), { code: 'kubernetes-forbidden' });
  t.regex(error.message, /^cannot list Secrets: secrets is forbidden/);
});

test.serial('an abort ends it', async t => {
  const controller = new AbortController();
  controller.abort();
  await t.throwsAsync(rewriteSecrets(config, controller.signal), { any: true, name: 'AbortError' });
});
