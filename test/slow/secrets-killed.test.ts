import { createPrivateKey, X509Certificate } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { type BundleRequest, ensureBundles } from '../../src/apply/secrets/bundle.js';
import { type MemoryWorld, memoryWorld } from '../apply/secrets/memory-ports.js';
import { generations, openBundle, requestFor } from '../apply/secrets/requests.js';
import { certificatesIn, isVouchedFor } from '../reconcile/trust.js';

const { signal } = new AbortController();
const nodes = ['master-1', 'workers'];
const request = (leaves: string, rotating: Parameters<typeof generations>[1] = {}) =>
  requestFor(nodes, { generations: generations(leaves, rotating) });
const both = (...list: readonly number[]) => ({
  ca: list,
  'etcd-ca': list,
  'kubelet-ca': list,
  'service-account': list,
  encryption: list,
});

const today = '2026-11-21';
const first = request(today);
const runs: readonly {
  readonly name: string;
  readonly before: readonly BundleRequest[];
  readonly run: BundleRequest;
}[] = [
  { name: 'a first issue', before: [], run: first },
  { name: 'a renewal', before: [first], run: request('2027-02-19') },
  { name: 'the first step of rotations', before: [first], run: request(today, both(1, 2)) },
  {
    name: 'the second step of rotations',
    before: [first, request(today, both(1, 2))],
    run: request(today, both(2, 1)),
  },
];

for (const { name, before, run } of runs) {
  test.serial(`${name} that is killed between any two calls ends as an undisturbed one does`, async t => {
    const beginning = memoryWorld();
    for (const earlier of before) await ensureBundles(earlier, beginning.ports, signal);
    const clean = memoryWorld({}, beginning);
    await ensureBundles(run, clean.ports, signal);
    const calls = [...clean.calls];
    t.true(calls.length > 60, `${calls.length} calls`);
    await checkBundles(t, clean, run);
    for (let at = 1; at <= calls.length; at++) {
      const what = `killed at call ${at}, ${calls[at - 1]}`;
      const killed = await killedAt(t, { at, beginning, run });
      const next = memoryWorld({}, killed);
      await ensureBundles(run, next.ports, signal);
      t.deepEqual([...next.store.keys()].toSorted(), [...clean.store.keys()].toSorted(), what);
      t.deepEqual([...next.cluster.keys()].toSorted(), [...clean.cluster.keys()].toSorted(), what);
      for (const [key, { body }] of killed.store) {
        if (!key.endsWith('/index.json')) t.is(next.store.get(key)?.body, body, `${what}: ${key} was issued twice`);
      }
      await checkBundles(t, next, run);
    }
  });
}

interface Killing {
  readonly at: number;
  readonly beginning: MemoryWorld;
  readonly run: BundleRequest;
}

const kill = (from: number) => (count: number) => {
  if (count >= from) throw new Error('killed');
};

/** The process ends before the call has an effect or after, in turns: nothing gets through any more. */
async function killedAt(t: ExecutionContext, { at, beginning, run }: Killing): Promise<MemoryWorld> {
  const hooks = at % 2 === 0 ? { before: kill(at) } : { after: kill(at), before: kill(at + 1) };
  const world = memoryWorld(hooks, beginning);
  await t.throwsAsync(ensureBundles(run, world.ports, signal), { message: 'killed' });
  return world;
}

/** What nodes get fits together, and the index tells of it. */
async function checkBundles(t: ExecutionContext, world: MemoryWorld, run: BundleRequest): Promise<void> {
  const index = JSON.parse(world.store.get('pki/prod-a/index.json')?.body ?? '') as {
    issues: { fingerprint?: string }[];
  };
  const told = new Set(index.issues.map(({ fingerprint }) => fingerprint));
  for (const node of nodes) {
    const files = await openBundle(world, run, node);
    const roots = [...files].filter(([path]) => path.endsWith('ca.crt')).map(([, pem]) => pem);
    for (const [path, pem] of files) {
      if (!path.endsWith('.crt')) continue;
      for (const { fingerprint256 } of certificatesIn(pem)) {
        t.true(told.has(fingerprint256.replaceAll(':', '').toLowerCase()), `${path} is not in the index`);
      }
      t.true(isVouchedFor(pem, roots.join('')), path);
      const key = files.get(path.replace(/crt$/, 'key'));
      if (key !== undefined) t.true(new X509Certificate(pem).checkPrivateKey(createPrivateKey(key)), path);
    }
  }
}
