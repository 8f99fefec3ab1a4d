import test from 'ava';
import { ensureBundles } from '../../../src/apply/secrets/bundle.js';
import { type MemoryWorld, memoryWorld } from './memory-ports.js';
import { openBundle, requestFor } from './requests.js';

const { signal } = new AbortController();
const authorityFile = '/etc/kubernetes/pki/ca.crt';

test('two appliers at once make one authority, and the slower one goes on with it', async t => {
  const world = memoryWorld();
  const requests = ['gpu', 'workers'].map(node => requestFor([node]));
  await Promise.all(requests.map(request => ensureBundles(request, world.ports, signal)));
  const attempts = world.calls.filter(call => call === 'storeObjects.putIfAbsent pki/prod-a/ca/1.json');
  t.is(attempts.length, 2, 'both appliers must have issued an authority for this test to show anything');
  const stored = await storedAuthority(world);
  for (const request of requests) t.is(await authorityOf(world, request), stored);
});

test('all roles bundled at once carry the same authority, and the index misses none of them', async t => {
  const world = memoryWorld();
  const requests = ['master-1', 'workers', 'gpu', 'master-1', 'workers'].map(node => requestFor([node]));
  const outcomes = await Promise.all(requests.map(request => ensureBundles(request, world.ports, signal)));
  t.deepEqual(new Set(outcomes.flat()), new Set(['master-1', 'workers', 'gpu']));
  const authorities = await Promise.all(requests.map(request => authorityOf(world, request)));
  t.is(new Set(authorities).size, 1);
  const lost = world.calls.filter(
    call => call.includes('.putIfMatch') || call.endsWith('putIfAbsent pki/prod-a/index.json'),
  );
  t.true(lost.length > 1, 'the appliers must have met at the index');
  const index = JSON.parse(world.store.get('pki/prod-a/index.json')?.body ?? '') as {
    issues: { name: string }[];
  };
  const names = index.issues.map(({ name }) => name);
  t.is(names.length, new Set(names).size);
  t.true(['api', 'bootstrap-gpu', 'bootstrap-workers', 'ca', 'encryption'].every(name => names.includes(name)));
});

async function storedAuthority({ ports, store }: MemoryWorld): Promise<string> {
  const object = JSON.parse(store.get('pki/prod-a/ca/1.json')?.body ?? '') as { ciphertext: string };
  const context = { cluster: 'prod-a', name: 'ca', generation: '1' };
  const plaintext = await ports.storeKey.decrypt(Buffer.from(object.ciphertext, 'base64'), context, signal);
  return (JSON.parse(plaintext.reveal().toString()) as { public: string }).public;
}

async function authorityOf(world: MemoryWorld, request: ReturnType<typeof requestFor>): Promise<string | undefined> {
  const [node = ''] = Object.keys(request.revisions);
  return (await openBundle(world, request, node)).get(authorityFile);
}
