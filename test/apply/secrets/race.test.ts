import test from 'ava';
import { ensureBundle } from '../../../src/apply/secrets/bundle.js';
import { type MemoryWorld, memoryWorld } from './memory-ports.js';
import { openBundle, requestFor } from './requests.js';

const { signal } = new AbortController();
const authorityFile = '/etc/kubernetes/pki/ca.crt';

test('two appliers at once make one authority, and the slower one goes on with it', async t => {
  const world = memoryWorld();
  const requests = ['master', 'workers'].map(role => requestFor(role));
  await Promise.all(requests.map(request => ensureBundle(request, world.ports, signal)));
  const attempts = world.calls.filter(call => call === 'storeObjects.putIfAbsent pki/prod-a/ca/ca1.json');
  t.is(attempts.length, 2, 'both appliers must have issued an authority for this test to show anything');
  const stored = await storedAuthority(world);
  for (const request of requests) t.is((await openBundle(world, request)).get(authorityFile), stored);
});

test('all roles bundled at once carry the same authority, and the index misses none of them', async t => {
  const world = memoryWorld();
  const requests = ['master', 'workers', 'gpu', 'master', 'workers'].map(role => requestFor(role));
  const outcomes = await Promise.all(requests.map(request => ensureBundle(request, world.ports, signal)));
  t.deepEqual(outcomes.toSorted(), ['created', 'created', 'created', 'present', 'present']);
  const bundles = await Promise.all(requests.map(request => openBundle(world, request)));
  t.is(new Set(bundles.map(files => files.get(authorityFile))).size, 1);
  const lost = world.calls.filter(
    call => call.includes('.putIfMatch') || call.endsWith('putIfAbsent pki/prod-a/index.json'),
  );
  t.true(lost.length > 1, 'the appliers must have met at the index');
  const index = JSON.parse(world.store.get('pki/prod-a/index.json')?.body ?? '') as {
    certificates: { name: string }[];
  };
  t.deepEqual(
    index.certificates.map(({ name }) => name),
    ['api', 'bootstrap-gpu', 'bootstrap-workers', 'ca'],
  );
});

async function storedAuthority({ ports, store }: MemoryWorld): Promise<string> {
  const object = JSON.parse(store.get('pki/prod-a/ca/ca1.json')?.body ?? '') as { ciphertext: string };
  const context = { cluster: 'prod-a', name: 'ca', generation: 'ca1' };
  const plaintext = await ports.storeKey.decrypt(Buffer.from(object.ciphertext, 'base64'), context, signal);
  return (JSON.parse(plaintext.reveal().toString()) as { certificate: string }).certificate;
}
