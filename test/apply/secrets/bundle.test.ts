import { X509Certificate } from 'node:crypto';
import test from 'ava';
import { ensureBundle, type SecretsBundle } from '../../../src/apply/secrets/bundle.js';
import { exampleFleet, exampleKeyArn } from '../../pki/example-fleet.js';
import { memoryWorld } from './memory-ports.js';
import { openBundle, requestFor } from './requests.js';

const { signal } = new AbortController();
const pki = '/etc/kubernetes/pki';
const certificateIn = (files: ReadonlyMap<string, string>, name: string) =>
  new X509Certificate(files.get(`${pki}/${name}`) ?? '');

test('a first apply issues the authority and the leaf, and bundles them for the role', async t => {
  const world = memoryWorld();
  const request = requestFor('master');
  t.is(await ensureBundle(request, world.ports, signal), 'created');
  const files = await openBundle(world, request);
  t.deepEqual([...files.keys()], [`${pki}/ca.crt`, `${pki}/apiserver.crt`, `${pki}/apiserver.key`]);
  const leaf = certificateIn(files, 'apiserver.crt');
  t.true(leaf.verify(certificateIn(files, 'ca.crt').publicKey));
  t.regex(files.get(`${pki}/apiserver.key`) ?? '', /^-----BEGIN PRIVATE KEY-----\n/);
});

test('the bundle says where each file goes, who may read it, and which certificate a key belongs to', async t => {
  const world = memoryWorld();
  const request = requestFor('workers');
  await ensureBundle(request, world.ports, signal);
  const bundle = JSON.parse([...world.cluster.values()][0]?.body ?? '') as SecretsBundle;
  const { files, ...head } = bundle;
  t.deepEqual(head, { format: 1, cluster: 'prod-a', role: 'workers', revision: request.revision });
  t.deepEqual(
    files.map(({ ciphertext, ...file }) => ({ ...file, encrypted: ciphertext.length > 0 })),
    [
      { path: `${pki}/ca.crt`, mode: '0400', encrypted: true },
      { path: `${pki}/bootstrap.crt`, mode: '0400', encrypted: true },
      { path: `${pki}/bootstrap.key`, mode: '0400', certificate: `${pki}/bootstrap.crt`, encrypted: true },
    ],
  );
});

test('the bundle is written last: after the keys and after the index', async t => {
  const world = memoryWorld();
  const request = requestFor('master');
  await ensureBundle(request, world.ports, signal);
  const writes = world.calls.filter(call => call.includes('.put'));
  t.deepEqual(
    writes.map(call => call.replace(/leaf1\.[0-9a-f]+/, 'leaf1.<content>')),
    [
      'storeObjects.putIfAbsent pki/prod-a/ca/ca1.json',
      'storeObjects.putIfAbsent pki/prod-a/api/ca1.leaf1.<content>.json',
      'storeObjects.putIfAbsent pki/prod-a/index.json',
      `clusterObjects.putIfAbsent secrets/master/${request.revision}.json`,
    ],
  );
});

test('a bundle that is there costs one read: nothing is issued, encrypted or written', async t => {
  const world = memoryWorld();
  await ensureBundle(requestFor('master'), world.ports, signal);
  const before = world.calls.length;
  t.is(await ensureBundle(requestFor('master'), world.ports, signal), 'present');
  t.deepEqual(
    world.calls.slice(before).map(call => call.split(' ')[0]),
    ['clusterObjects.get'],
  );
});

test('all roles of a cluster share one authority and each has its own leaf', async t => {
  const world = memoryWorld();
  const roles = ['master', 'workers', 'gpu'].map(role => requestFor(role));
  for (const request of roles) await ensureBundle(request, world.ports, signal);
  const opened = await Promise.all(roles.map(request => openBundle(world, request)));
  t.is(new Set(opened.map(files => files.get(`${pki}/ca.crt`))).size, 1);
  t.is(new Set(opened.slice(1).map(files => files.get(`${pki}/bootstrap.crt`))).size, 2);
  t.deepEqual(
    [...world.store.keys()].map(key => key.split('/')[2]),
    ['ca', 'api', 'index.json', 'bootstrap-workers', 'bootstrap-gpu'],
  );
});

test('the index names every certificate with fingerprint and dates, and no secret', async t => {
  const world = memoryWorld();
  for (const role of ['master', 'workers']) await ensureBundle(requestFor(role), world.ports, signal);
  const index = JSON.parse(world.store.get('pki/prod-a/index.json')?.body ?? '') as {
    certificates: { name: string; fingerprint: string; notAfter: string; generation: string }[];
  };
  t.deepEqual(
    index.certificates.map(({ name, notAfter }) => `${name} ${notAfter}`),
    ['api 2027-05-20T10:00:00.000Z', 'bootstrap-workers 2027-05-20T10:00:00.000Z', 'ca 2036-11-18T10:00:00.000Z'],
  );
  const files = await openBundle(world, requestFor('master'));
  t.is(
    index.certificates.find(({ name }) => name === 'ca')?.fingerprint,
    certificateIn(files, 'ca.crt').fingerprint256.replaceAll(':', '').toLowerCase(),
  );
});

test('a changed domain issues a new API certificate from the same authority and keeps the old bundle', async t => {
  const world = memoryWorld();
  const before = requestFor('master');
  const after = requestFor('master', { fleet: { ...exampleFleet, domain: 'other.example.com' } });
  await ensureBundle(before, world.ports, signal);
  t.is(await ensureBundle(after, world.ports, signal), 'created');
  const [old, renewed] = [await openBundle(world, before), await openBundle(world, after)];
  t.is(renewed.get(`${pki}/ca.crt`), old.get(`${pki}/ca.crt`));
  t.truthy(certificateIn(renewed, 'apiserver.crt').checkHost('api.prod-a.k8s.other.example.com'));
  t.truthy(certificateIn(old, 'apiserver.crt').checkHost('api.prod-a.k8s.gauss.example.com'));
});

test('a further leaf generation issues new leaves from the same authority', async t => {
  const world = memoryWorld();
  const first = requestFor('workers');
  const second = requestFor('workers', { generations: { ca: 1, leaf: 2 } });
  await ensureBundle(first, world.ports, signal);
  await ensureBundle(second, world.ports, signal);
  const [old, renewed] = [await openBundle(world, first), await openBundle(world, second)];
  t.is(renewed.get(`${pki}/ca.crt`), old.get(`${pki}/ca.crt`));
  t.not(renewed.get(`${pki}/bootstrap.crt`), old.get(`${pki}/bootstrap.crt`));
});

test('another revision than the planned one is refused before anything is read', async t => {
  const world = memoryWorld();
  const request = { ...requestFor('master'), revision: 'f'.repeat(64) };
  await t.throwsAsync(ensureBundle(request, world.ports, signal), { code: 'secrets-decision-changed' });
  t.deepEqual(world.calls, []);
});

test('an expired certificate reaches no node', async t => {
  let now = new Date('2026-11-21T10:00:00Z');
  const world = memoryWorld({ now: () => now });
  await ensureBundle(requestFor('workers'), world.ports, signal);
  now = new Date('2027-11-21T10:00:00Z');
  const moved = requestFor('workers', { keyArn: `${exampleKeyArn}-other` });
  const error = await t.throwsAsync(ensureBundle(moved, world.ports, signal), { code: 'unusable-certificate' });
  t.is(
    error.message,
    "certificate bootstrap-workers of prod-a in the fleet's store expired on 2027-05-20T10:00:00.000Z",
  );
  t.is(world.cluster.size, 1);
});

for (const damage of ['{', 'null', '[]', '{"format":1}', '{"format":1,"ciphertext":7}']) {
  test(`a stored certificate that reads ${damage} is refused and not replaced`, async t => {
    const world = memoryWorld();
    await world.ports.storeObjects.putIfAbsent('pki/prod-a/ca/ca1.json', damage, signal);
    await t.throwsAsync(ensureBundle(requestFor('master'), world.ports, signal), { code: 'damaged-certificate' });
    t.deepEqual([...world.store.keys()], ['pki/prod-a/ca/ca1.json']);
    t.is(world.cluster.size, 0);
  });
}

test("a ciphertext moved to another certificate's place does not decrypt there", async t => {
  const world = memoryWorld();
  await ensureBundle(requestFor('workers'), world.ports, signal);
  const [, own, , gpu] = await keysAfter('workers', 'gpu');
  const moved = world.store.get(own ?? '')?.body;
  t.truthy(moved);
  await world.ports.storeObjects.putIfAbsent(gpu ?? '', moved ?? '', signal);
  await t.throwsAsync(ensureBundle(requestFor('gpu'), world.ports, signal), { message: /authenticate/ });
});

test('an abort stops before the next call and leaves no bundle', async t => {
  const controller = new AbortController();
  const world = memoryWorld({ before: count => count === 4 && controller.abort() });
  await t.throwsAsync(ensureBundle(requestFor('master'), world.ports, controller.signal), {
    any: true,
    name: 'AbortError',
  });
  t.is(world.cluster.size, 0);
  t.is(world.calls.length, 4);
});

/** Keys of the fleet's store after these roles were bundled, in the order in which they were written. */
async function keysAfter(...roles: readonly string[]): Promise<readonly string[]> {
  const world = memoryWorld();
  for (const role of roles) await ensureBundle(requestFor(role), world.ports, signal);
  return [...world.store.keys()];
}
