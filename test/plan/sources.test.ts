import test from 'ava';
import { AppError } from '../../src/errors.js';
import type { Cluster, Fleet } from '../../src/model/fleet.js';
import type { Seen } from '../../src/observe/seen.js';
import type { SeenSources } from '../../src/observe/sources.js';
import { type Offered, readOffered } from '../../src/pki/offered.js';
import { offeredExpiryFindings } from '../../src/plan/offered-expiry.js';
import { decideSources } from '../../src/plan/sources.js';
import { asSecrets, certificateData, vaultAuthority } from '../pki/cert-operator.js';
import { exampleCluster, exampleFleet } from '../pki/example-fleet.js';
import { artifact } from './fixtures.js';

const at = new Date();
const authority = await vaultAuthority();
const hosts = [
  '*.prod-a.k8s.gauss.example.com',
  'kubernetes',
  '*.default',
  '*.default.svc',
  '*.default.svc.cluster.local',
];
const names = {
  hosts: [...hosts, 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'],
};
const api = await offered({ ...names, addresses: ['127.0.0.1', '172.31.0.1', '10.96.0.1'] });
const tokens = await offered({});

async function offered(wishes: Parameters<typeof certificateData>[1]): Promise<Offered> {
  const found = readOffered(asSecrets(await certificateData(authority, wishes)));
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const cluster: Cluster = {
  ...exampleCluster,
  secrets: [
    { name: 'token', path: '/etc/registry/token', nodes: ['workers'], secretRef: { ssm: { name: '/token' } } },
    { name: 'audit', path: '/etc/audit', nodes: ['control-plane'], secretRef: { ssm: { name: '/audit' } } },
  ],
};
const problem = new AppError('secret-missing', 'it is not there', { hint: 'put it there' });
const absent: Seen<never> = { found: undefined, problem, waits: false };
const embedded: Fleet = { ...exampleFleet, clusters: [cluster] };
const fromSecrets: Fleet = { ...embedded, pki: { source: 'kubernetes' } };
const masters = artifact('prod-a/tccpn', { secretsNodes: ['master-1'] });
const workers = artifact('prod-a/tcnp-workers', { secretsNodes: ['workers'] });

function seen(
  secrets: Readonly<Record<string, Seen<string>>>,
  certificates?: { readonly api: Seen<Offered>; readonly 'service-account': Seen<Offered> },
): SeenSources {
  return {
    at,
    secrets: new Map([['prod-a', new Map(Object.entries(secrets))]]),
    offered: new Map(certificates === undefined ? [] : [['prod-a', certificates]]),
  };
}

const both = { token: { found: '3' }, audit: { found: '7' } };
const around = { cluster, loadBalancers: [] };

test('nodes depend on what is theirs alone', t => {
  const context = { fleet: embedded, seen: seen(both) };
  t.deepEqual(decideSources(workers, around, context), { sources: { 'secret token': '3' }, problem: undefined });
  t.deepEqual(decideSources(masters, around, context), { sources: { 'secret audit': '7' }, problem: undefined });
});

test('a source that is not there concerns the nodes that need it', t => {
  const context = { fleet: embedded, seen: seen({ ...both, token: absent }) };
  t.deepEqual(decideSources(workers, around, context).problem, {
    code: 'secret-missing',
    message: 'it is not there',
    hint: 'put it there',
  });
  t.is(decideSources(masters, around, context).problem, undefined);
});

test('masters depend on certificates of Secrets, workers on their authority', t => {
  const context = {
    fleet: fromSecrets,
    seen: seen(both, { api: { found: api }, 'service-account': { found: tokens } }),
  };
  t.deepEqual(Object.keys(decideSources(masters, around, context).sources).toSorted(), [
    'authority api',
    'offered api',
    'offered service-account',
    'secret audit',
  ]);
  t.deepEqual(Object.keys(decideSources(workers, around, context).sources).toSorted(), [
    'authority api',
    'secret token',
  ]);
});

test('what is waited for holds, what is wrong stops', t => {
  const wait = { ...absent, waits: true };
  const waiting = { fleet: fromSecrets, seen: seen(both, { api: wait, 'service-account': { found: tokens } }) };
  t.is(decideSources(workers, around, waiting).problem?.waits, true);
  const named = { cluster, loadBalancers: ['internal-1.elb.example.com'] };
  const unfit = { fleet: fromSecrets, seen: seen(both, { api: { found: api }, 'service-account': { found: tokens } }) };
  t.like(decideSources(masters, named, unfit).problem, {
    code: 'unusable-certificate',
    message: 'certificate api of prod-a is not for internal-1.elb.example.com',
    waits: undefined,
  });
});

test('a certificate that should have been renewed is told', async t => {
  const late = await offered({ ...names, notAfter: new Date(at.getTime() + 70 * 86_400_000) });
  const certificates = { api: { found: late }, 'service-account': { found: tokens } };
  const [finding, ...others] = offeredExpiryFindings(fromSecrets, seen({}, certificates));
  t.like(finding, { code: 'CW4003', severity: 'warning', path: 'spec.pki.source' });
  t.regex(
    finding?.message ?? '',
    /^certificate api of prod-a, from a Secret, ends on \d{4}-\d\d-\d\d, and was due for renewal$/,
  );
  t.deepEqual(others, []);
  const good = { ...certificates, api: { found: api } };
  t.deepEqual(offeredExpiryFindings(fromSecrets, seen({}, good)), []);
});
