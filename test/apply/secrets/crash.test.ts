import { X509Certificate } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { ensureBundles } from '../../../src/apply/secrets/bundle.js';
import { type MemoryWorld, memoryWorld } from './memory-ports.js';
import { openBundle, requestFor } from './requests.js';

const { signal } = new AbortController();
const request = requestFor(['workers']);

const clean = memoryWorld();
await ensureBundles(request, clean.ports, signal);
const callCount = clean.calls.length;

test('a clean run makes the calls that the crash tests below go through', t => {
  t.true(callCount >= 12, `${callCount} calls`);
});

for (const moment of ['before', 'after'] as const) {
  for (let at = 1; at <= callCount; at++) {
    test(`killed ${moment} call ${at}, a second run ends where a clean run does`, async t => {
      let alive = true;
      const kill = (count: number) => {
        if (alive && count === at) throw new Error('killed');
      };
      const world = memoryWorld({ [moment]: kill });
      await t.throwsAsync(ensureBundles(request, world.ports, signal), { message: 'killed' });
      alive = false;
      const survived = new Map(world.store);
      await ensureBundles(request, world.ports, signal);
      t.deepEqual([...world.store.keys()], [...clean.store.keys()]);
      t.deepEqual([...world.cluster.keys()], [...clean.cluster.keys()]);
      for (const [key, object] of survived) {
        if (!key.endsWith('index.json')) t.is(world.store.get(key)?.body, object.body, `${key} was issued twice`);
      }
      await indexMatchesBundle(t, world);
    });
  }
}

async function indexMatchesBundle(t: ExecutionContext, world: MemoryWorld): Promise<void> {
  const files = await openBundle(world, request, 'workers');
  const index = JSON.parse(world.store.get('pki/prod-a/index.json')?.body ?? '') as {
    issues: { name: string; fingerprint: string }[];
  };
  for (const [name, file] of [
    ['bootstrap-workers', 'bootstrap.crt'],
    ['ca', 'ca.crt'],
  ] as const) {
    const { fingerprint256 } = new X509Certificate(files.get(`/etc/kubernetes/pki/${file}`) ?? '');
    const told = index.issues.find(issue => issue.name === name)?.fingerprint;
    t.is(told, fingerprint256.replaceAll(':', '').toLowerCase());
  }
}
