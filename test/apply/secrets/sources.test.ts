import test from 'ava';
import { type BundleRequest, ensureBundles } from '../../../src/apply/secrets/bundle.js';
import type { Cluster } from '../../../src/model/fleet.js';
import { observeSources } from '../../../src/observe/sources.js';
import { offeredVersions } from '../../../src/pki/offered.js';
import { type MemorySources, memorySources } from '../../observe/memory-sources.js';
import { certificateData, certificateLabels, vaultAuthority } from '../../pki/cert-operator.js';
import { exampleCluster, exampleFleet } from '../../pki/example-fleet.js';
import { memoryWorld } from './memory-ports.js';
import { bundleKey, openBundle, requestFor } from './requests.js';

const { signal } = new AbortController();
const vault = await vaultAuthority();
const api = await certificateData(vault, { hosts: ['kubernetes'] });
const tokens = await certificateData(vault);
const canary = 'a-very-secret-token';
const secrets: Cluster['secrets'] = [
  { name: 'token', path: '/etc/registry/token', nodes: ['workers'], secretRef: { ssm: { name: '/payments/token' } } },
  {
    name: 'audit',
    path: '/etc/audit/webhook.yaml',
    nodes: ['control-plane'],
    secretRef: { kubernetes: { namespace: 'payments', name: 'audit', key: 'webhook' } },
  },
];
const cluster: Cluster = { ...exampleCluster, secrets };
const audit = { namespace: 'payments', name: 'audit' };

function filled(): MemorySources {
  const sources = memorySources();
  sources.putParameter('/payments/token', canary);
  sources.putSecret(audit, { webhook: 'kind: Config' });
  return sources;
}

/** What a plan decides from what the sources hold. */
async function decided(nodes: readonly string[], sources: MemorySources): Promise<BundleRequest> {
  const fleet = { ...exampleFleet, clusters: [cluster] };
  const seen = await observeSources(fleet, sources, { now: new Date(), signal });
  const versions = [...(seen.secrets.get(cluster.name) ?? [])].flatMap(([name, version]) =>
    version.found === undefined ? [] : [[`secret ${name}`, version.found] as const],
  );
  return requestFor(nodes, { fleet, cluster, sources: Object.fromEntries(versions) });
}

test('a secret by reference reaches the nodes that it is for, and no others', async t => {
  const sources = filled();
  const world = memoryWorld({ sources });
  const request = await decided(['master-1', 'workers'], sources);
  await ensureBundles(request, world.ports, signal);
  const workers = await openBundle(world, request, 'workers');
  t.is(workers.get('/etc/registry/token'), canary);
  t.false(workers.has('/etc/audit/webhook.yaml'));
  const masters = await openBundle(world, request, 'master-1');
  t.is(masters.get('/etc/audit/webhook.yaml'), 'kind: Config');
  t.false(masters.has('/etc/registry/token'));
});

test('nothing of it stands in a bucket in clear', async t => {
  const sources = filled();
  const world = memoryWorld({ sources });
  await ensureBundles(await decided(['workers'], sources), world.ports, signal);
  const bodies = [...world.cluster.values(), ...world.store.values()].map(({ body }) => body).join('\n');
  for (const form of [canary, Buffer.from(canary).toString('base64').slice(0, -4), encodeURIComponent(canary)]) {
    t.false(bodies.includes(form));
  }
});

test('a bundle that is there is not made again: no content is read', async t => {
  const sources = filled();
  const world = memoryWorld({ sources });
  const request = await decided(['workers'], sources);
  await ensureBundles(request, world.ports, signal);
  sources.calls.splice(0);
  t.deepEqual(await ensureBundles(request, world.ports, signal), []);
  t.deepEqual(sources.calls, []);
});

test('a new version is another revision of exactly the nodes that have it', async t => {
  const sources = filled();
  const nodes = ['master-1', 'workers'];
  const before = await decided(nodes, sources);
  sources.putParameter('/payments/token', 'another');
  const after = await decided(nodes, sources);
  t.not(after.revisions.workers, before.revisions.workers);
  t.is(after.revisions['master-1'], before.revisions['master-1']);
});

const changes: readonly [what: string, change: (sources: MemorySources) => void, node: string][] = [
  ['a parameter that has changed', sources => sources.putParameter('/payments/token', 'other'), 'workers'],
  ['a Secret that has changed', sources => sources.putSecret(audit, { webhook: 'other' }), 'master-1'],
  ['a Secret that is gone', sources => sources.removeSecret(audit), 'master-1'],
];
for (const [what, change, node] of changes) {
  test(`${what} since it was planned stops before anything is issued`, async t => {
    const sources = filled();
    const world = memoryWorld({ sources });
    const request = await decided([node], sources);
    change(sources);
    const error = await t.throwsAsync(ensureBundles(request, world.ports, signal), { code: 'source-changed' });
    t.like(error, { hint: 'plan again' });
    t.regex(
      error.message,
      /^secret (token|audit) of prod-a \(.*\): .* is not what was planned: it has changed or is gone$/,
    );
    t.deepEqual([...world.store.keys(), ...world.cluster.keys()], []);
  });
}

const unfit: readonly [what: string, change: (sources: MemorySources) => void, node: string, reason: RegExp][] = [
  [
    'an empty parameter',
    sources => sources.putParameter('/payments/token', ''),
    'workers',
    /parameter \/payments\/token in account \d+, eu-central-1 is empty$/,
  ],
  [
    'a Secret without the key',
    sources => sources.putSecret(audit, { other: 'x' }),
    'master-1',
    /has no key webhook; its keys are other$/,
  ],
  [
    'a secret beyond 64 KiB',
    sources => sources.putSecret(audit, { webhook: 'x'.repeat(65_537) }),
    'master-1',
    /^\/etc\/audit\/webhook\.yaml of prod-a master-1 is 65537 bytes, more than the 65536 that fit$/,
  ],
];
for (const [what, change, node, reason] of unfit) {
  test(`${what} is refused`, async t => {
    const sources = filled();
    change(sources);
    const request = await decided([node], sources);
    const error = await t.throwsAsync(ensureBundles(request, memoryWorld({ sources }).ports, signal));
    t.regex(error.message, reason);
    t.false(JSON.stringify(error, Object.getOwnPropertyNames(error)).includes(canary));
  });
}

const fromSecrets = { ...exampleFleet, pki: { source: 'kubernetes' } as const };

function offering(apiData = api): MemorySources {
  const sources = memorySources();
  sources.putSecret({ namespace: 'prod-a', name: 'prod-a-api' }, apiData, {
    labels: certificateLabels(exampleCluster.name, 'api'),
  });
  sources.putSecret({ namespace: 'prod-a', name: 'prod-a-service-account' }, tokens, {
    labels: certificateLabels(exampleCluster.name, 'service-account'),
  });
  return sources;
}

async function offeredRequest(nodes: readonly string[], sources: MemorySources): Promise<BundleRequest> {
  const seen = await observeSources({ ...fromSecrets, clusters: [exampleCluster] }, sources, {
    now: new Date(),
    signal,
  });
  const offered = seen.offered.get(exampleCluster.name);
  const versions = (['api', 'service-account'] as const).map(name => {
    const found = offered?.[name].found;
    return found === undefined ? {} : offeredVersions(name, found);
  });
  return requestFor(nodes, { fleet: fromSecrets, sources: Object.assign({}, ...versions) as Record<string, string> });
}

test('certificates from Secrets take the place of issued ones, and their authority is trusted beside ours', async t => {
  const sources = offering();
  const world = memoryWorld({ sources });
  const request = await offeredRequest(['master-1', 'workers'], sources);
  await ensureBundles(request, world.ports, signal);
  const masters = await openBundle(world, request, 'master-1');
  const file = (name: string) => masters.get(`/etc/kubernetes/pki/${name}`) ?? '';
  t.is(file('apiserver.crt').trim(), api.crt.trim());
  t.is(file('apiserver.key'), api.key);
  t.is(file('service-account.key'), tokens.key);
  t.true(file('ca.crt').includes(vault.certificate.trim()));
  t.is(certificatesIn(file('ca.crt')), 2);
  t.true(file('client-ca.crt').includes(vault.certificate.trim()));
  t.is(certificatesIn(file('client-ca.crt')), 4);
  t.is(file('service-account.pub').match(/BEGIN PUBLIC KEY/g)?.length, 2);
  t.false(file('etcd/ca.crt').includes(vault.certificate.trim()));
  const workers = await openBundle(world, request, 'workers');
  t.true((workers.get('/etc/kubernetes/pki/ca.crt') ?? '').includes(vault.certificate.trim()));
  const bundle = JSON.parse(world.cluster.get(bundleKey(request, 'master-1'))?.body ?? '') as {
    files: readonly { path: string; certificate?: string }[];
  };
  const key = bundle.files.find(({ path }) => path.endsWith('apiserver.key'));
  t.is(key?.certificate, '/etc/kubernetes/pki/apiserver.crt', 'the node checks that they match');
  t.false(
    [...world.store.keys()].some(name => name.includes('/api/')),
    'nothing is issued in its place',
  );
});

function certificatesIn(pem: string): number {
  return pem.split('BEGIN CERTIFICATE').length - 1;
}

test('a renewed Secret rolls the masters, a new authority the workers too', async t => {
  const nodes = ['master-1', 'workers'];
  const before = await offeredRequest(nodes, offering());
  t.deepEqual((await offeredRequest(nodes, offering())).revisions, before.revisions);
  const renewed = await offeredRequest(nodes, offering(await certificateData(vault, { hosts: ['kubernetes'] })));
  t.not(renewed.revisions['master-1'], before.revisions['master-1']);
  t.is(renewed.revisions.workers, before.revisions.workers);
  const other = await certificateData(await vaultAuthority('new'), { hosts: ['kubernetes'] });
  t.not((await offeredRequest(nodes, offering(other))).revisions.workers, before.revisions.workers);
});

test('a certificate that was renewed since it was planned stops before anything is issued', async t => {
  const request = await offeredRequest(['master-1'], offering());
  const world = memoryWorld({ sources: offering(await certificateData(vault, { hosts: ['kubernetes'] })) });
  await t.throwsAsync(ensureBundles(request, world.ports, signal), {
    code: 'source-changed',
    message: 'certificate api of prod-a is not what was planned: it has changed or is gone',
  });
  t.is(world.store.size + world.cluster.size, 0);
});
