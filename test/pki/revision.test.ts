import test from 'ava';
import { firstGenerations } from '../../src/model/secrets.js';
import { type SecretsDecision, secretsRevision } from '../../src/pki/revision.js';
import { exampleCluster, exampleFleet, exampleKeyArn, examplePool } from './example-fleet.js';

const decision: SecretsDecision = {
  fleet: exampleFleet,
  cluster: exampleCluster,
  role: 'master',
  generations: firstGenerations,
  keyArn: exampleKeyArn,
};
const revision = secretsRevision(decision);

test('the same decision has the same revision', t => {
  t.regex(revision, /^[0-9a-f]{64}$/);
  t.is(secretsRevision(structuredClone(decision)), revision);
});

const changes: Readonly<Record<string, Partial<SecretsDecision>>> = {
  'another role': { role: 'workers' },
  'another KMS key': { keyArn: `${exampleKeyArn.slice(0, -1)}6` },
  'another generation of the authority': { generations: { ca: 2, leaf: 1 } },
  'another generation of the leaves': { generations: { ca: 1, leaf: 2 } },
  'another domain': { fleet: { ...exampleFleet, domain: 'other.example.com' } },
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

test('a domain of which no worker certificate speaks leaves the revision of the workers alone', t => {
  const workers = { ...decision, role: 'workers' };
  t.is(
    secretsRevision({ ...workers, fleet: { ...exampleFleet, domain: 'other.example.com' } }),
    secretsRevision(workers),
  );
});
