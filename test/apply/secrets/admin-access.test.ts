import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import test from 'ava';
import { type AccessPorts, adminAccess } from '../../../src/apply/secrets/admin-access.js';
import { keepIssue, readIssue } from '../../../src/apply/secrets/issue-store.js';
import { AppError } from '../../../src/errors.js';
import { formatGenerations, type Generations } from '../../../src/model/secrets.js';
import type { LiveStack } from '../../../src/observe/snapshot.js';
import { authorityEntry } from '../../../src/pki/inventory.js';
import { issueAuthority } from '../../../src/pki/issue.js';
import { scratchFolder } from '../../git/scratch.js';
import { memorySources } from '../../observe/memory-sources.js';
import { certificateData, vaultAuthority } from '../../pki/cert-operator.js';
import { exampleCluster, exampleFleet, exampleGenerations } from '../../pki/example-fleet.js';
import { memoryWorld } from './memory-ports.js';

const { signal } = new AbortController();
const request = {
  fleet: exampleFleet,
  cluster: exampleCluster,
  user: 'jane',
  groups: ['ops'],
  lifetimeMs: 3_600_000,
  askedBy: 'jane',
};

/** Masters that have these generations, and a store with two of each authority. */
async function world(
  rotating: Partial<Generations['rotating']> = {},
  { owner = 'gauss/prod-a', now = new Date() }: { readonly owner?: string; readonly now?: Date } = {},
) {
  const memory = memoryWorld({ now: () => now });
  for (const name of ['ca', 'admin-ca'] as const) {
    for (const generation of [1, 2]) {
      const issue = { cluster: 'prod-a', name, generation: String(generation) };
      const make = () =>
        issueAuthority(authorityEntry(exampleFleet, exampleCluster, name), generation, {
          ...memory.ports,
          now: () => new Date(),
        });
      await keepIssue(issue, make, { ports: memory.ports, signal });
    }
  }
  const generations = { ...exampleGenerations, rotating: { ...exampleGenerations.rotating, ...rotating } };
  const masters: LiveStack = {
    name: 'gauss-prod-a-tccpn',
    arn: 'arn',
    status: 'UPDATE_COMPLETE',
    statusReason: undefined,
    parameters: {},
    outputs: { Owner: owner, SecretsGenerations: formatGenerations(generations) },
    tags: {},
    terminationProtection: true,
    changeSet: undefined,
    changeSetNames: undefined,
  };
  const sources = memorySources();
  const ports: AccessPorts = {
    ...memory.ports,
    store: memory.ports,
    sources,
    stacks: { stacks: async () => [masters], changeSetNames: async () => [] },
  };
  return { memory, ports, sources };
}

function subjects(pem: string): readonly string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map(block => new X509Certificate(block).subject.split('\n').at(-1) ?? '');
}

const issuer = (pem: string) => new X509Certificate(pem).issuer.split('\n').at(-1);

for (const [adminCa, expected] of [
  [[1, 2], 1],
  [[2, 1], 2],
  [[2], 2],
] as const) {
  test(`while masters have admin-ca ${adminCa.join('+')}, people get certificates of ${expected}`, async t => {
    const { ports } = await world({ 'admin-ca': adminCa });
    const { client } = await adminAccess(request, ports, signal);
    t.is(issuer(client.public), `CN=prod-a admin CA ${expected}`);
  });
}

test('OpenSSL takes the certificate for a client of the admin CA, strictly, and for nothing else', async t => {
  const { memory, ports } = await world();
  const { client } = await adminAccess(request, ports, signal);
  const kept = async (name: string) =>
    (await readIssue({ cluster: 'prod-a', name, generation: '1' }, memory.ports, signal))?.public ?? '';
  const folder = scratchFolder(t, { 'admin.crt': await kept('admin-ca'), 'ca.crt': await kept('ca') });
  const verified = (authority: string, purpose: string) => {
    const flags = ['-x509_strict', '-purpose', purpose, '-CAfile', join(folder, authority)];
    return spawnSync('openssl', ['verify', ...flags], { input: client.public, encoding: 'utf8' }).status;
  };
  t.is(verified('admin.crt', 'sslclient'), 0);
  t.not(verified('admin.crt', 'sslserver'), 0);
  t.not(verified('ca.crt', 'sslclient'), 0);
});

test('the bundle holds every authority that may have signed the API, and no other', async t => {
  const both = await world({ ca: [1, 2] });
  t.deepEqual(subjects((await adminAccess(request, both.ports, signal)).authorities), [
    'CN=prod-a cluster CA 1',
    'CN=prod-a cluster CA 2',
  ]);
  const dropped = await world({ ca: [2] });
  t.deepEqual(subjects((await adminAccess(request, dropped.ports, signal)).authorities), ['CN=prod-a cluster CA 2']);
});

test("where the API's certificate comes from a Secret, its authority is in the bundle, too", async t => {
  const { ports, sources } = await world();
  const fleet = { ...exampleFleet, pki: { source: 'kubernetes' } } as const;
  await t.throwsAsync(adminAccess({ ...request, fleet }, ports, signal), { code: 'certificate-not-there' });
  sources.putSecret({ namespace: 'prod-a', name: 'prod-a-api' }, await certificateData(await vaultAuthority()), {
    labels: { 'giantswarm.io/certificate': 'api', 'giantswarm.io/cluster': 'prod-a' },
  });
  const { authorities } = await adminAccess({ ...request, fleet }, ports, signal);
  t.deepEqual(subjects(authorities), ['CN=prod-a cluster CA 1', 'CN=prod-a.k8s.gauss.example.com']);
});

test('nobody is let in off the record', async t => {
  const { ports } = await world();
  const refused = new AppError('object-store', 'cannot write');
  const store = {
    ...ports.store,
    storeObjects: { ...ports.store.storeObjects, putIfAbsent: () => Promise.reject(refused) },
  };
  t.is(await t.throwsAsync(adminAccess(request, { ...ports, store }, signal)), refused);
});

test('an authority that the store has lost, or that has ended, signs nothing', async t => {
  const lost = await world({ 'admin-ca': [3] });
  const error = await t.throwsAsync(adminAccess(request, lost.ports, signal), { code: 'certificate-lost' });
  t.is(error.message, "admin-ca 3 of prod-a is not in the fleet's store");
  const late = await world({}, { now: new Date(Date.now() + 3651 * 86_400_000) });
  const ended = await t.throwsAsync(adminAccess(request, late.ports, signal), { code: 'unusable-certificate' });
  t.regex(ended.message, /^a certificate by the admin CA of prod-a expired on /);
  t.deepEqual(
    late.memory.calls.filter(call => call.includes(' access/')),
    [],
  );
});

test('masters of somebody else are not ours to let people into', async t => {
  const { ports } = await world({}, { owner: 'other/prod-a' });
  await t.throwsAsync(adminAccess(request, ports, signal), { code: 'no-masters' });
});
