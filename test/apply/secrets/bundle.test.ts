import { createPublicKey, X509Certificate } from 'node:crypto';
import test from 'ava';
import { ensureBundles, type SecretsBundle } from '../../../src/apply/secrets/bundle.js';
import { exampleCluster, exampleFleet, exampleKeyArn } from '../../pki/example-fleet.js';
import { memoryWorld } from './memory-ports.js';
import { bundleKey, generations, openBundle, requestFor } from './requests.js';

const { signal } = new AbortController();
const pki = '/etc/kubernetes/pki';
const certificateIn = (files: ReadonlyMap<string, string>, name: string) =>
  new X509Certificate(files.get(`${pki}/${name}`) ?? '');
const certificatesIn = (files: ReadonlyMap<string, string>, name: string) =>
  (files.get(`${pki}/${name}`) ?? '').split(/(?<=-----END CERTIFICATE-----\n)/).map(pem => new X509Certificate(pem));
const threeMasters = { ...exampleCluster, controlPlane: { ...exampleCluster.controlPlane, replicas: 3 as const } };

test('a first apply issues authorities and leaves, and bundles for a master what its control plane needs', async t => {
  const world = memoryWorld();
  const request = requestFor(['master-1']);
  t.deepEqual(await ensureBundles(request, world.ports, signal), ['master-1']);
  const files = await openBundle(world, request, 'master-1');
  t.is(files.size, 26);
  for (const [leaf, authority] of [
    ['apiserver.crt', 'ca.crt'],
    ['controller-manager.crt', 'ca.crt'],
    ['front-proxy-client.crt', 'front-proxy-ca.crt'],
    ['apiserver-etcd-client.crt', 'etcd/ca.crt'],
    ['etcd/member.crt', 'etcd/ca.crt'],
    ['kubelet-signer.crt', 'kubelet-ca.crt'],
  ] as const) {
    t.true(certificateIn(files, leaf).verify(certificateIn(files, authority).publicKey), leaf);
    t.false(certificateIn(files, leaf).verify(certificatesIn(files, 'client-ca.crt')[2]?.publicKey as never), leaf);
  }
  t.deepEqual(
    certificatesIn(files, 'client-ca.crt').map(({ subject }) => subject.split('CN=')[1]),
    ['prod-a cluster CA 1', 'prod-a kubelet CA 1', 'prod-a admin CA 1'],
  );
  t.regex(files.get(`${pki}/apiserver.key`) ?? '', /^-----BEGIN PRIVATE KEY-----\n/);
  t.is(createPublicKey(files.get(`${pki}/service-account.key`) ?? '').asymmetricKeyType, 'rsa');
  t.true(
    createPublicKey(files.get(`${pki}/service-account.key`) ?? '').equals(
      createPublicKey(files.get(`${pki}/service-account.pub`) ?? ''),
    ),
  );
});

test('Secrets in etcd are encrypted with a key of 32 bytes; what was not is still read', async t => {
  const world = memoryWorld();
  const request = requestFor(['master-1']);
  await ensureBundles(request, world.ports, signal);
  const text = (await openBundle(world, request, 'master-1')).get(`${pki}/encryption.json`) ?? '';
  const key = /"secret":"([^"]+)"/.exec(text)?.[1] ?? '';
  t.is(Buffer.from(key, 'base64').length, 32);
  t.deepEqual(JSON.parse(text), {
    kind: 'EncryptionConfiguration',
    apiVersion: 'apiserver.config.k8s.io/v1',
    resources: [
      {
        resources: ['secrets'],
        providers: [{ secretbox: { keys: [{ name: 'key1', secret: key }] } }, { identity: {} }],
      },
    ],
  });
});

test('the bundle says where each file goes, who may read it, and which certificate a key belongs to', async t => {
  const world = memoryWorld();
  const request = requestFor(['workers']);
  await ensureBundles(request, world.ports, signal);
  const bundle = JSON.parse([...world.cluster.values()][0]?.body ?? '') as SecretsBundle;
  const { files, ...head } = bundle;
  t.deepEqual(head, { format: 2, cluster: 'prod-a', role: 'workers', revision: request.revisions.workers ?? '' });
  t.deepEqual(
    files.map(({ ciphertexts, ...file }) => ({ ...file, parts: ciphertexts.length })),
    [
      { path: `${pki}/ca.crt`, mode: '0400', parts: 1 },
      { path: `${pki}/bootstrap.crt`, mode: '0400', parts: 1 },
      { path: `${pki}/bootstrap.key`, mode: '0400', certificate: `${pki}/bootstrap.crt`, parts: 1 },
    ],
  );
});

test('the bundle is written last: after the keys and after the index', async t => {
  const world = memoryWorld();
  const request = requestFor(['workers']);
  await ensureBundles(request, world.ports, signal);
  t.deepEqual(
    world.calls.filter(call => call.includes('.put')).map(call => call.replace(/21\.[0-9a-f]{16}/, '21.<content>')),
    [
      'storeObjects.putIfAbsent pki/prod-a/ca/1.json',
      'storeObjects.putIfAbsent pki/prod-a/kubelet-ca/1.json',
      'storeObjects.putIfAbsent pki/prod-a/bootstrap-workers/ca1.2026-11-21.<content>.json',
      'storeObjects.putIfAbsent pki/prod-a/index.json',
      `clusterObjects.putIfAbsent ${bundleKey(request, 'workers')}`,
    ],
  );
});

for (const damage of ['lost', 'damaged']) {
  test(`a ${damage} index does not hold up the next bundle, and comes back whole with it`, async t => {
    const world = memoryWorld();
    const { storeObjects } = world.ports;
    const key = 'pki/prod-a/index.json';
    const names = async () => {
      const { issues } = JSON.parse((await storeObjects.get(key, signal))?.body ?? '') as {
        issues: { name: string }[];
      };
      return issues.map(({ name }) => name);
    };
    await ensureBundles(requestFor(['master-1']), world.ports, signal);
    const before = await names();
    await storeObjects.remove([key], signal);
    if (damage === 'damaged') await storeObjects.putIfAbsent(key, '{"format":1', signal);
    t.deepEqual(await ensureBundles(requestFor(['gpu']), world.ports, signal), ['gpu']);
    t.deepEqual(await names(), [...before, 'bootstrap-gpu'].toSorted());
  });
}

test('a bundle that is there costs one read: nothing is issued, encrypted or written', async t => {
  const world = memoryWorld();
  await ensureBundles(requestFor(['workers']), world.ports, signal);
  const before = world.calls.length;
  t.deepEqual(await ensureBundles(requestFor(['workers']), world.ports, signal), []);
  t.deepEqual(
    world.calls.slice(before).map(call => call.split(' ')[0]),
    ['clusterObjects.get'],
  );
});

test('masters share what is theirs together, each has its own member of etcd, and one more issues no more than that', async t => {
  const world = memoryWorld();
  const one = requestFor(['master-1'], { cluster: threeMasters });
  await ensureBundles(one, world.ports, signal);
  const issued = new Set(world.store.keys());
  const all = requestFor(['master-1', 'master-2', 'master-3'], { cluster: threeMasters });
  t.deepEqual(await ensureBundles(all, world.ports, signal), ['master-2', 'master-3']);
  t.deepEqual(
    [...world.store.keys()].filter(key => !issued.has(key)).map(key => key.split('/')[2]),
    ['etcd2', 'etcd3'],
  );
  const opened = await Promise.all([1, 2, 3].map(n => openBundle(world, all, `master-${n}`)));
  t.is(new Set(opened.map(files => files.get(`${pki}/apiserver.key`))).size, 1);
  t.deepEqual(
    opened.map(files => certificateIn(files, 'etcd/member.crt').subject),
    ['CN=etcd1', 'CN=etcd2', 'CN=etcd3'],
  );
});

test('all nodes of a cluster share one authority, and each pool has its own leaf', async t => {
  const world = memoryWorld();
  const request = requestFor(['workers', 'gpu']);
  await ensureBundles(request, world.ports, signal);
  const opened = await Promise.all(['workers', 'gpu'].map(node => openBundle(world, request, node)));
  t.is(new Set(opened.map(files => files.get(`${pki}/ca.crt`))).size, 1);
  t.is(new Set(opened.map(files => files.get(`${pki}/bootstrap.crt`))).size, 2);
});

test('the index names every certificate and key with fingerprint and dates, and no secret', async t => {
  const world = memoryWorld();
  const request = requestFor(['master-1']);
  await ensureBundles(request, world.ports, signal);
  const index = JSON.parse(world.store.get('pki/prod-a/index.json')?.body ?? '') as {
    issues: { name: string; fingerprint?: string; notAfter?: string; generation: string }[];
  };
  const told = (name: string) => index.issues.find(issue => issue.name === name);
  t.is(index.issues.length, 7 + 8);
  t.is(told('api')?.notAfter, '2027-05-20T00:00:00.000Z');
  t.is(told('ca')?.notAfter, '2036-11-18T10:00:00.000Z');
  t.deepEqual(told('encryption'), { name: 'encryption', generation: '1' });
  t.regex(told('service-account')?.fingerprint ?? '', /^[0-9a-f]{64}$/);
  const files = await openBundle(world, request, 'master-1');
  t.is(told('ca')?.fingerprint, certificateIn(files, 'ca.crt').fingerprint256.replaceAll(':', '').toLowerCase());
});

test('a changed domain issues a new API certificate from the same authority and keeps the old bundle', async t => {
  const world = memoryWorld();
  const before = requestFor(['master-1']);
  const after = requestFor(['master-1'], { fleet: { ...exampleFleet, domain: 'other.example.com' } });
  await ensureBundles(before, world.ports, signal);
  t.deepEqual(await ensureBundles(after, world.ports, signal), ['master-1']);
  const [old, renewed] = [await openBundle(world, before, 'master-1'), await openBundle(world, after, 'master-1')];
  t.is(renewed.get(`${pki}/ca.crt`), old.get(`${pki}/ca.crt`));
  t.is(renewed.get(`${pki}/scheduler.key`), old.get(`${pki}/scheduler.key`));
  t.truthy(certificateIn(renewed, 'apiserver.crt').checkHost('api.prod-a.k8s.other.example.com'));
  t.truthy(certificateIn(old, 'apiserver.crt').checkHost('api.prod-a.k8s.gauss.example.com'));
});

test('renewal issues new leaves from the same authority', async t => {
  const world = memoryWorld({ now: () => new Date('2027-03-01T10:00:00Z') });
  const first = requestFor(['workers']);
  const second = requestFor(['workers'], { generations: generations('2027-02-19') });
  await ensureBundles(first, world.ports, signal);
  await ensureBundles(second, world.ports, signal);
  const [old, renewed] = [await openBundle(world, first, 'workers'), await openBundle(world, second, 'workers')];
  t.is(renewed.get(`${pki}/ca.crt`), old.get(`${pki}/ca.crt`));
  t.not(renewed.get(`${pki}/bootstrap.key`), old.get(`${pki}/bootstrap.key`));
});

test('through a rotation every node always trusts whoever signed for the others', async t => {
  const world = memoryWorld();
  const states = [[1], [1, 2], [2, 1], [2]].map(ca =>
    requestFor(['workers'], { generations: generations('2026-11-21', { ca }) }),
  );
  for (const state of states) await ensureBundles(state, world.ports, signal);
  const opened = await Promise.all(states.map(state => openBundle(world, state, 'workers')));
  for (let step = 1; step < opened.length; step++) {
    const [before, after] = [opened[step - 1] ?? new Map(), opened[step] ?? new Map()];
    t.true(trusts(before, after) && trusts(after, before), `step ${step}`);
  }
  t.false(trusts(opened[3] ?? new Map(), opened[0] ?? new Map()), 'the old one is gone at the end');
});

test('all client authorities in rotation at once are more than KMS takes at once, and come whole', async t => {
  const world = memoryWorld();
  const rotating = generations('2026-11-21', { ca: [1, 2], 'kubelet-ca': [1, 2], 'admin-ca': [1, 2] });
  const fleet = { ...exampleFleet, name: 'a-rather-long-name-of-a-fleet-1' };
  const request = requestFor(['master-1'], { fleet, generations: rotating });
  await ensureBundles(request, world.ports, signal);
  const bundle = JSON.parse(world.cluster.get(bundleKey(request, 'master-1'))?.body ?? '') as SecretsBundle;
  t.is(bundle.files.find(({ path }) => path.endsWith('client-ca.crt'))?.ciphertexts.length, 2);
  t.is(certificatesIn(await openBundle(world, request, 'master-1'), 'client-ca.crt').length, 6);
});

test('keys of service accounts and of data are used and kept as the rotation has it', async t => {
  const world = memoryWorld();
  const rotating = generations('2026-11-21', { 'service-account': [2, 1], encryption: [2, 1] });
  const request = requestFor(['master-1'], { generations: rotating });
  await ensureBundles(request, world.ports, signal);
  const files = await openBundle(world, request, 'master-1');
  const publicKeys = (files.get(`${pki}/service-account.pub`) ?? '').split(/(?<=-----END PUBLIC KEY-----\n)/);
  const signing = createPublicKey(files.get(`${pki}/service-account.key`) ?? '');
  t.deepEqual(
    publicKeys.map(pem => createPublicKey(pem).equals(signing)),
    [false, true],
  );
  t.deepEqual(
    [...(files.get(`${pki}/encryption.json`) ?? '').matchAll(/"name":"(key\d)"/g)].map(([, name]) => name),
    ['key2', 'key1'],
  );
});

test('another revision than the planned one is refused before anything is read', async t => {
  const world = memoryWorld();
  const request = { ...requestFor(['workers']), revisions: { workers: 'f'.repeat(64) } };
  await t.throwsAsync(ensureBundles(request, world.ports, signal), { code: 'secrets-decision-changed' });
  t.deepEqual(world.calls, []);
});

test('an expired certificate reaches no node', async t => {
  let now = new Date('2026-11-21T10:00:00Z');
  const world = memoryWorld({ now: () => now });
  await ensureBundles(requestFor(['workers']), world.ports, signal);
  now = new Date('2027-11-21T10:00:00Z');
  const moved = requestFor(['workers'], { keyArn: `${exampleKeyArn}-other` });
  const error = await t.throwsAsync(ensureBundles(moved, world.ports, signal), { code: 'unusable-certificate' });
  t.is(
    error.message,
    "certificate bootstrap-workers of prod-a in the fleet's store expired on 2027-05-20T00:00:00.000Z",
  );
  t.is(world.cluster.size, 1);
});

for (const damage of ['{', 'null', '[]', '{"format":1}', '{"format":1,"ciphertext":7}']) {
  test(`a stored certificate that reads ${damage} is refused and not replaced`, async t => {
    const world = memoryWorld();
    await world.ports.storeObjects.putIfAbsent('pki/prod-a/ca/1.json', damage, signal);
    await t.throwsAsync(ensureBundles(requestFor(['workers']), world.ports, signal), { code: 'damaged-certificate' });
    t.deepEqual([...world.store.keys()], ['pki/prod-a/ca/1.json']);
    t.is(world.cluster.size, 0);
  });
}

test("a ciphertext moved to another certificate's place does not decrypt there", async t => {
  const world = memoryWorld();
  await ensureBundles(requestFor(['workers']), world.ports, signal);
  const moved = world.store.get(await keyOf('workers'))?.body ?? '';
  t.truthy(moved);
  await world.ports.storeObjects.putIfAbsent(await keyOf('gpu'), moved, signal);
  await t.throwsAsync(ensureBundles(requestFor(['gpu']), world.ports, signal), { message: /authenticate/ });
});

test('an abort stops before the next call and leaves no bundle', async t => {
  const controller = new AbortController();
  const world = memoryWorld({ before: count => count === 4 && controller.abort() });
  await t.throwsAsync(ensureBundles(requestFor(['workers']), world.ports, controller.signal), {
    any: true,
    name: 'AbortError',
  });
  t.is(world.cluster.size, 0);
  t.is(world.calls.length, 4);
});

/** Whether whoever has these files takes the bootstrap certificate of the others. */
function trusts(files: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return certificatesIn(files, 'ca.crt').some(({ publicKey }) =>
    certificateIn(other, 'bootstrap.crt').verify(publicKey),
  );
}

/** Key of the bootstrap certificate in the fleet's store. */
async function keyOf(pool: string): Promise<string> {
  const world = memoryWorld();
  await ensureBundles(requestFor([pool]), world.ports, signal);
  return [...world.store.keys()].find(key => key.includes(`/bootstrap-${pool}/`)) ?? '';
}
