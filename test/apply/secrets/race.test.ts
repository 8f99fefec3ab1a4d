import test from 'ava';
import { ensureBundles } from '../../../src/apply/secrets/bundle.js';
import { certificatesIn } from '../../reconcile/trust.js';
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

for (const offsets of [
  [-10, 10],
  [10, -10],
] as const) {
  test(`appliers whose clocks are ${offsets.join(' and ')} minutes off, at midnight, make certificates that are valid now`, async t => {
    const midnight = Date.parse('2026-11-21T00:00:00Z');
    const world = memoryWorld();
    const request = requestFor(['master-1', 'workers']);
    await Promise.all(
      offsets.map(async (minutes, at) => {
        // The first one issues the authorities; the other one comes when they are there.
        while (world.calls.length < at) await new Promise(setImmediate);
        const now = () => new Date(midnight + minutes * 60_000);
        return ensureBundles(request, { ...world.ports, now }, signal);
      }),
    );
    for (const node of ['master-1', 'workers']) {
      const files = await openBundle(world, request, node);
      const certificates = [...files]
        .filter(([path]) => path.endsWith('.crt'))
        .flatMap(([, pem]) => certificatesIn(pem));
      t.true(certificates.length > 1);
      for (const { subject, validFrom, validTo } of certificates) {
        t.true(Date.parse(validFrom) <= midnight && midnight < Date.parse(validTo), `${subject} from ${validFrom}`);
      }
    }
  });
}

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
