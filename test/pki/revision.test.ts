import test from 'ava';
import { type SecretsDecision, secretsRevision } from '../../src/pki/revision.js';
import { generations } from '../apply/secrets/requests.js';
import { exampleCluster, exampleFleet, exampleGenerations, exampleKeyArn, examplePool } from './example-fleet.js';

const decision: SecretsDecision = {
  fleet: exampleFleet,
  cluster: exampleCluster,
  node: 'master-1',
  generations: exampleGenerations,
  keyArn: exampleKeyArn,
  loadBalancers: [],
  sources: {},
};
const workers: SecretsDecision = { ...decision, node: 'workers' };
const revision = secretsRevision(decision);

test('the same decision has the same revision', t => {
  t.regex(revision, /^[0-9a-f]{64}$/);
  t.is(secretsRevision(structuredClone(decision)), revision);
});

const changes: Readonly<Record<string, Partial<SecretsDecision>>> = {
  'another node': { node: 'workers' },
  'another KMS key': { keyArn: `${exampleKeyArn.slice(0, -1)}6` },
  'another day of the leaves': { generations: generations('2027-02-19') },
  'a second authority to trust': { generations: generations('2026-11-21', { ca: [1, 2] }) },
  'a key of service accounts to sign with': { generations: generations('2026-11-21', { 'service-account': [2, 1] }) },
  'another domain': { fleet: { ...exampleFleet, domain: 'other.example.com' } },
  'a further name of the API': {
    cluster: { ...exampleCluster, api: { ...exampleCluster.api, altNames: ['k8s.lan'] } },
  },
  'a load balancer that is the only name of the API': { loadBalancers: ['internal-1.elb.amazonaws.com'] },
  'another service block': {
    cluster: { ...exampleCluster, network: { ...exampleCluster.network, serviceCidr: '10.96.0.0/12' } },
  },
};
for (const [what, change] of Object.entries(changes)) {
  test(`${what} makes another revision`, t => {
    t.not(secretsRevision({ ...decision, ...change }), revision);
  });
}

test('a new pool and settings without secrets leave the revisions of the others alone', t => {
  const cluster = {
    ...exampleCluster,
    nodePools: [...exampleCluster.nodePools, examplePool('extra')],
    tags: { team: 'payments' },
    labels: { a: 'b' },
  };
  t.is(secretsRevision({ ...decision, cluster }), revision);
});

test('further masters leave the bundle of the first one alone', t => {
  const cluster = { ...exampleCluster, controlPlane: { ...exampleCluster.controlPlane, replicas: 3 as const } };
  t.is(secretsRevision({ ...decision, cluster }), revision);
  t.not(secretsRevision({ ...decision, cluster, node: 'master-2' }), revision);
});

test('a domain of which no worker certificate speaks leaves the revision of the workers alone', t => {
  t.is(
    secretsRevision({ ...workers, fleet: { ...exampleFleet, domain: 'other.example.com' } }),
    secretsRevision(workers),
  );
});

for (const [rotating, list, who] of [
  ['etcd-ca', [1, 2], 'master-1'],
  ['front-proxy-ca', [2, 1], 'master-1'],
  ['admin-ca', [1, 2], 'master-1'],
  ['encryption', [1, 2], 'master-1'],
  ['service-account', [2], 'master-1'],
  ['ca', [2, 1], 'master-1 workers'],
  ['kubelet-ca', [2, 1], 'master-1 workers'],
  ['kubelet-ca', [1, 2], 'master-1'],
  // Whoever signs for admins does it elsewhere: masters trust both as before.
  ['admin-ca', [2, 1], 'as 1+2'],
] as const) {
  test(`${rotating} at ${list.join('+')} reaches ${who}`, t => {
    const before = generations('2026-11-21', who === 'as 1+2' ? { [rotating]: [1, 2] } : {});
    const after = generations('2026-11-21', { [rotating]: list });
    const reached = ['master-1', 'workers'].filter(node => {
      const at = (state: typeof before) => secretsRevision({ ...decision, node, generations: state });
      return at(before) !== at(after);
    });
    t.is(reached.join(' '), who === 'as 1+2' ? '' : who);
  });
}
