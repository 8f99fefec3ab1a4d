import test from 'ava';
import { kubernetesSecrets } from '../../src/kube/secrets.js';
import { startApiServer } from './api-server.js';

const { signal } = new AbortController();
const server = await startApiServer();
test.after.always(() => server.stop());
const secrets = kubernetesSecrets({ KUBECONFIG: server.kubeconfig('admin') });
const plaintext = 'a very secret word';
let count = 0;

interface Metadata {
  name?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

async function makeSecret(metadata: Metadata = {}, stringData: Record<string, string> = { token: plaintext }) {
  count += 1;
  const name = metadata.name ?? `secret-${count}`;
  await server.core.createNamespacedSecret({
    namespace: 'default',
    body: { metadata: { ...metadata, name }, stringData },
  });
  return { namespace: 'default', name };
}

async function edit(name: string, change: (metadata: Metadata) => void) {
  const found = await server.core.readNamespacedSecret({ namespace: 'default', name });
  found.metadata ??= {};
  change(found.metadata);
  await server.core.replaceNamespacedSecret({ namespace: 'default', name, body: found });
}

test('a Secret is read with its content, which shows nowhere', async t => {
  const name = await makeSecret({ labels: { team: 'payments' } });
  const found = await secrets.read(name, signal);
  t.like(found, { ...name, labels: { team: 'payments' } });
  t.is(found?.data.token?.reveal().toString(), plaintext);
  t.false(JSON.stringify(found).includes(plaintext));
});

test('a Secret that is not there, or whose namespace is not, is undefined', async t => {
  t.is(await secrets.read({ namespace: 'default', name: 'missing' }, signal), undefined);
  t.is(await secrets.version({ namespace: 'missing', name: 'missing' }, signal), undefined);
});

test('the version follows every edit, unless an annotation says it', async t => {
  const { name, namespace } = await makeSecret();
  const version = () => secrets.version({ name, namespace }, signal);
  const first = await version();
  t.is((await secrets.read({ name, namespace }, signal))?.version, first);
  await edit(name, metadata => {
    metadata.labels = { edited: 'yes' };
  });
  t.not(await version(), first);
  await edit(name, metadata => {
    metadata.annotations = { 'clusterwright.io/version': '7' };
  });
  t.is(await version(), '7');
  await edit(name, metadata => {
    metadata.labels = { edited: 'again' };
  });
  t.is(await version(), '7');
  t.is((await secrets.read({ name, namespace }, signal))?.version, '7');
});

test('Secrets are found by their labels in all namespaces, over pages', async t => {
  const labels = { 'giantswarm.io/cluster': 'prod-a' };
  await server.core.createNamespace({ body: { metadata: { name: 'prod-a' } } });
  const body = {
    metadata: { name: 'prod-a-api', labels: { ...labels, 'giantswarm.io/certificate': 'api' } },
    stringData: { crt: 'x' },
  };
  await server.core.createNamespacedSecret({ namespace: 'prod-a', body });
  for (let index = 0; index < 101; index++) {
    await makeSecret({ name: `prod-a-${index}`, labels: { ...labels, 'giantswarm.io/certificate': 'worker' } });
  }
  t.is((await secrets.labelled(labels, signal)).length, 102);
  const [found, ...others] = await secrets.labelled({ ...labels, 'giantswarm.io/certificate': 'api' }, signal);
  t.like(found, { namespace: 'prod-a', name: 'prod-a-api' });
  t.is(found?.data.crt?.reveal().toString(), 'x');
  t.deepEqual(others, []);
  t.deepEqual(await secrets.labelled({ 'giantswarm.io/cluster': 'prod-b' }, signal), []);
});

test('a version is read without the content', async t => {
  const content = 'only of this test';
  const name = await makeSecret({}, { token: content });
  // Everything that the client is sent goes through here, while other tests run beside.
  const answers: string[] = [];
  const { parse } = JSON;
  JSON.parse = (text, ...more) => {
    answers.push(text);
    return parse(text, ...more);
  };
  t.truthy(await secrets.version(name, signal));
  JSON.parse = parse;
  const ofSecret = answers.filter(text => text.includes(`"${name.name}"`));
  t.true(ofSecret.some(text => text.includes('PartialObjectMetadata')));
  t.false(ofSecret.some(text => text.includes(Buffer.from(content).toString('base64'))));
});

test('who may not read is told which rule is missing', async t => {
  const nobody = kubernetesSecrets({ KUBECONFIG: server.kubeconfig('nobody') });
  const name = await makeSecret();
  const one = await t.throwsAsync(nobody.read(name, signal), { code: 'kubernetes-forbidden' });
  t.is(
    one.message,
    `cannot read Secret default/${name.name}: secrets "${name.name}" is forbidden: User "nobody" cannot get resource "secrets" in API group "" in the namespace "default"`,
  );
  t.like(one, {
    hint: 'bind a Role in namespace default with the rule apiGroups [""], resources ["secrets"], verbs ["get"]',
  });
  const all = await t.throwsAsync(nobody.labelled({ 'giantswarm.io/cluster': 'a' }, signal));
  t.like(all, { hint: 'bind a ClusterRole with the rule apiGroups [""], resources ["secrets"], verbs ["list"]' });
});

test('credentials that the server does not know are refused', async t => {
  const stranger = kubernetesSecrets({ KUBECONFIG: server.kubeconfig('stranger') });
  await t.throwsAsync(stranger.version({ namespace: 'default', name: 'a' }, signal), {
    code: 'kubernetes-unauthorized',
    message: `cannot read Secret default/a: ${server.url} does not accept the credentials`,
  });
});

test('the rule that the error names is enough', async t => {
  const name = await makeSecret();
  const role = { metadata: { name: 'reader' }, rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] };
  await server.rbac.createNamespacedRole({ namespace: 'default', body: role });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' };
  const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'clusterwright' }];
  await server.core.createNamespace({ body: { metadata: { name: 'bound' } } });
  await server.rbac.createNamespacedRole({ namespace: 'bound', body: role });
  await server.rbac.createNamespacedRoleBinding({
    namespace: 'bound',
    body: { metadata: { name: 'b' }, roleRef, subjects },
  });
  await server.core.createNamespacedSecret({
    namespace: 'bound',
    body: { metadata: { name: 'x' }, stringData: { a: 'b' } },
  });
  const nobody = kubernetesSecrets({ KUBECONFIG: server.kubeconfig('nobody') });
  t.is((await nobody.read({ namespace: 'bound', name: 'x' }, signal))?.data.a?.reveal().toString(), 'b');
  await t.throwsAsync(nobody.read(name, signal), { code: 'kubernetes-forbidden' });
});
