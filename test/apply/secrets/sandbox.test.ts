import { setMaxListeners } from 'node:events';
import { inspect } from 'node:util';
import { DisableKeyCommand } from '@aws-sdk/client-kms';
import test from 'ava';
import { ensureBundles } from '../../../src/apply/secrets/bundle.js';
import { bundleKey, generations, openBundle, requestFor } from './requests.js';
import { type SandboxWorld, sandboxWorld } from './sandbox-world.js';

const { signal } = new AbortController();
setMaxListeners(0, signal);

test('two appliers with clients of their own end with one authority and one bundle per role', async t => {
  const world = await sandboxWorld();
  t.teardown(() => world.close());
  const roles = ['master-1', 'workers', 'gpu', 'master-1', 'workers', 'gpu'];
  const requests = roles.map(role => requestFor([role], { keyArn: world.clusterKeyArn }));
  await Promise.all(requests.map((request, at) => ensureBundles(request, at < 3 ? world.ports : world.others, signal)));
  const objects = await world.objects();
  t.is([...objects.keys()].filter(key => key.includes('/ca/')).length, 1);
  t.is([...objects.keys()].filter(key => key.includes('/secrets/')).length, 3);
  const authorities = await Promise.all(requests.map(request => fileOf(world, request, 'ca.crt')));
  t.is(new Set(authorities).size, 1);
});

test('a settled cluster costs one read per role and no call of KMS', async t => {
  const world = await sandboxWorld();
  t.teardown(() => world.close());
  const requests = ['master-1', 'workers'].map(role => requestFor([role], { keyArn: world.clusterKeyArn }));
  for (const request of requests) await ensureBundles(request, world.ports, signal);
  world.sandbox.resetCalls();
  for (const request of requests) t.deepEqual(await ensureBundles(request, world.ports, signal), []);
  t.deepEqual(
    world.sandbox.calls().map(({ service, action, count }) => `${service} ${action} ${count}`),
    ['s3 GetObject 2'],
  );
});

test('no private key, in any common encoding, is in an object, and none in an error', async t => {
  const world = await sandboxWorld();
  t.teardown(() => world.close());
  const requests = ['master-1', 'workers', 'gpu'].map(role => requestFor([role], { keyArn: world.clusterKeyArn }));
  for (const request of requests) await ensureBundles(request, world.ports, signal);
  const canaries: string[] = [];
  for (const request of requests) {
    const name = 'master-1' in request.revisions ? 'apiserver.key' : 'bootstrap.key';
    canaries.push(...encodingsOf(await fileOf(world, request, name)));
  }
  const objects = await world.objects();
  const shown = [...objects.values()].join('\n');
  t.true(shown.length > 5000 && canaries.length >= 15);
  t.deepEqual(
    canaries.filter(canary => shown.includes(canary)),
    [],
  );
  t.notRegex(shown, /PRIVATE|LS0tLS1CRUdJTiBQUklW/);

  await world.clusterKms.send(new DisableKeyCommand({ KeyId: world.clusterKeyArn }));
  const failing = requestFor(['master-1'], { keyArn: world.clusterKeyArn, generations: generations('2026-11-22') });
  const error = await t.throwsAsync(ensureBundles(failing, world.ports, signal), { code: 'key-service' });
  t.notRegex(inspect(error, { depth: null, showHidden: true }), /PRIVATE|LS0tLS1CRUdJTiBQUklW/);
});

async function fileOf(world: SandboxWorld, request: ReturnType<typeof requestFor>, name: string): Promise<string> {
  const [node = ''] = Object.keys(request.revisions);
  const key = bundleKey(request, node);
  const object = await world.ports.clusterObjects.get(key, signal);
  const stored = new Map([[key, { body: object?.body ?? '', etag: '' }]]);
  const files = await openBundle({ cluster: stored, ports: world.ports }, request, node);
  return [...files].find(([path]) => path.endsWith(`/${name}`))?.[1] ?? '';
}

/** A key as it may leak: its lines, its whole text and its bytes, in base64, hexadecimal and escaped. */
function encodingsOf(pem: string): readonly string[] {
  const lines = pem.split('\n').filter(line => line.length > 30);
  const bytes = Buffer.from(lines.join(''), 'base64');
  const texts = [pem, JSON.stringify(pem).slice(1, -1), encodeURIComponent(pem)];
  const encoded = [Buffer.from(pem), bytes].flatMap(value => [value.toString('base64'), value.toString('hex')]);
  return [...lines, ...texts, ...encoded];
}
