import test from 'ava';
import { ensureBundle } from '../../../src/apply/secrets/bundle.js';
import { memoryWorld } from './memory-ports.js';
import { openBundle, requestFor } from './requests.js';

const { signal } = new AbortController();
const authorityFile = '/etc/kubernetes/pki/ca.crt';

test('two appliers at once make one authority, and the slower one goes on with it', async t => {
  const world = memoryWorld();
  const request = requestFor('master');
  const outcomes = await Promise.all([
    ensureBundle(request, world.ports, signal),
    ensureBundle(request, world.ports, signal),
  ]);
  t.deepEqual(outcomes.toSorted(), ['created', 'present']);
  const attempts = world.calls.filter(call => call === 'storeObjects.putIfAbsent pki/prod-a/ca/ca1.json');
  t.is(attempts.length, 2, 'both appliers must have issued an authority for this test to show anything');
  t.is(world.store.size, 3);
  t.is(world.cluster.size, 1);
});

test('all roles bundled at once carry the same authority, and the index misses none of them', async t => {
  const world = memoryWorld();
  const requests = ['master', 'workers', 'gpu', 'master', 'workers'].map(role => requestFor(role));
  await Promise.all(requests.map(request => ensureBundle(request, world.ports, signal)));
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
