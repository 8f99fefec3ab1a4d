import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { transitionFindings } from '../../src/fleet/transitions.js';
import { formatPosition } from '../../src/model/source.js';
import { projectRoot } from '../cli/process.js';
import { loadExample, summary } from './repository.js';
import { changed, type Edit, paths, withWords } from './rule-cases/rule-case.js';

const { dev, fleet, prod, release, workers } = paths;

/** What a commit changes, after the first edits are there, and what validation says of it. */
const cases: readonly {
  readonly title: string;
  readonly first?: readonly Edit[];
  readonly commit: readonly Edit[];
  readonly says: readonly string[];
}[] = [
  {
    title: 'a cluster stays where it is',
    commit: [
      [dev, 'account: payments-dev', 'account: payments-prod'],
      [dev, 'network:\n    cidr: 10.64.16.0/20', 'network:\n    serviceCidr: 172.30.0.0/16\n    cidr: 10.64.16.0/20'],
    ],
    says: [
      `${dev}<payments-prod> CW1601: this cannot change: it was payments-dev and is payments-prod`,
      `${dev}<172.30.0.0/16> CW1601: this cannot change: it was 172.31.0.0/16 and is 172.30.0.0/16`,
    ],
  },
  {
    title: 'the fleet keeps its name once it has clusters',
    commit: [[fleet, 'name: gauss', 'name: euler']],
    says: [`${fleet}<euler> CW1601: this cannot change: it was gauss and is euler`],
  },
  {
    title: 'the domain that clusters have their names from stays',
    commit: [[fleet, 'domain: gauss.example.com', 'domain: euler.example.com']],
    says: [`${fleet}<euler.example.com> CW1601: this cannot change: it was gauss.example.com and is euler.example.com`],
  },
  {
    title: 'a public load balancer that is protected does not go, nor in the commit that takes the protection away',
    first: [[prod, '  api:\n', '  api:\n    deletionProtection: true\n']],
    commit: [[prod, / {4}public: .*\n/, '    deletionProtection: false\n']],
    says: [`${prod}<deletionProtection:> CW1611: the public load balancer cannot go: it is protected from deletion`],
  },
  {
    title: 'a public load balancer that is no longer protected may go',
    first: [[prod, '  api:\n', '  api:\n    deletionProtection: false\n']],
    commit: [[prod, / {4}public: .*\n/, '    deletionProtection: false\n']],
    says: [],
  },
  {
    title: 'a zone leaves without anything else',
    first: [secondZone()],
    commit: [[dev, 'min: 1, max: 3', 'min: 1, max: 4']],
    says: [`${dev}<-> CW1602: eu-central-1b leaves the cluster together with other changes of it`],
  },
  {
    title: 'a zone that nothing is in may leave',
    first: [secondZone()],
    commit: [],
    says: [],
  },
  {
    title: 'masters stay in their zones',
    commit: [[prod, '[eu-central-1a, eu-central-1b, eu-central-1c]', '[eu-central-1b, eu-central-1a, eu-central-1c]']],
    says: [
      `${prod}<eu-central-1b> CW1607: master 1 cannot move from eu-central-1a to eu-central-1b: its etcd volume stays in its zone`,
      `${prod}<eu-central-1a> CW1607: master 2 cannot move from eu-central-1b to eu-central-1a: its etcd volume stays in its zone`,
    ],
  },
  {
    title: 'the volume of etcd grows only',
    commit: [[prod, 'sizeGiB: 100', 'sizeGiB: 50']],
    says: [`${prod}<50> CW1603: a volume cannot shrink: it has 100 GiB`],
  },
  {
    title: 'Kubernetes does not go back',
    commit: [[release, 'version: 1.36.4', 'version: 1.36.3']],
    says: [
      `${fleet}<v1.36.4> CW1604: Kubernetes cannot go back from 1.36.4 to 1.36.3: etcd may hold what the older one cannot read`,
      `${release}<1.36.3> CW1608: release v1.36.4 is in use and had another value here`,
    ],
  },
  {
    title: 'Kubernetes goes one minor at a time',
    first: [[release, 'version: 1.36.4', 'version: 1.35.8']],
    commit: [[release, 'version: 1.36.4', 'version: 1.37.0']],
    says: [
      `${fleet}<v1.36.4> CW1605: Kubernetes cannot go from 1.35.8 to 1.37.0 at once`,
      `${release}<1.37.0> CW1608: release v1.36.4 is in use and had another value here`,
    ],
  },
  {
    title: 'etcd keeps its members',
    commit: [
      [prod, 'replicas: 3', 'replicas: 1'],
      [prod, 'zones: [eu-central-1a, eu-central-1b, eu-central-1c]', 'zones: [eu-central-1a]'],
    ],
    says: [`${prod}<1> CW1606: a cluster cannot go from 3 masters to 1: etcd would lose its quorum`],
  },
  {
    title: 'subnets do not move',
    commit: [[workers, 'cidr: 10.64.8.0/24', 'cidr: 10.64.10.0/24']],
    says: [`${workers}<10.64.10.0/24> CW1607: a block cannot move: it was 10.64.8.0/24 and is 10.64.10.0/24`],
  },
  {
    title: 'what a release says stays, and what it lacked may be added',
    commit: [
      [release, 'ami-0123456789abcdef0', 'ami-0aaaaaaaaaaaaaaaa'],
      [release, '      eu-central-1:', '      eu-west-1: { amd64: ami-0123456789abcdef0 }\n      eu-central-1:'],
    ],
    says: [`${release}<ami-0aaaaaaaaaaaaaaaa> CW1608: release v1.36.4 is in use and had another value here`],
  },
  {
    title: 'no cluster begins to use a deprecated release',
    commit: [
      ['releases/v1.36.5.yaml', /[\s\S]*/, deprecated()],
      [dev, 'spec:\n', 'spec:\n  release: v1.36.5\n'],
    ],
    says: [`${dev}<v1.36.5> CW1609: release v1.36.5 is deprecated: no cluster should begin to use it`],
  },
  {
    title: 'generations go up one at a time',
    first: [rotated('admin-ca', 2)],
    commit: [rotated('admin-ca', 4)],
    says: [`${dev}<4> CW1620: admin-ca cannot go from generation 2 to 4`],
  },
  {
    title: 'a generation that nodes have does not go away',
    first: [rotated('ca', 2)],
    commit: [],
    says: [`${dev}<account:> CW1620: ca cannot go from generation 2 to 1`],
  },
  {
    title: 'a pool that leaves Git stays in AWS',
    commit: [[paths.batch, 'name: batch', 'name: heavy']],
    says: [
      `${prod}<prod-a> CW1610: pool batch of cluster prod-a is gone from Git, but not from AWS: removing a file deletes nothing`,
    ],
  },
  {
    title: 'a cluster that leaves Git stays in AWS',
    commit: [[dev, /dev-b/g, 'dev-c']],
    says: [
      `${fleet}<apiVersion:> CW1610: cluster dev-b is gone from Git, but not from AWS: removing a file deletes nothing`,
    ],
  },
];

function rotated(name: string, generation: number): Edit {
  return [dev, 'spec:\n', `spec:\n  pki: { rotations: [{ name: ${name}, generation: ${generation} }] }\n`];
}

function secondZone(): Edit {
  const zone = '      - { name: eu-central-1a';
  return [dev, zone, `      - { name: eu-central-1b, cidr: 10.64.18.0/23 }\n${zone}`];
}

function deprecated(): string {
  const text = readFileSync(join(projectRoot, 'examples/fleet', release), 'utf8');
  return text.replace('name: v1.36.4', 'name: v1.36.5').replace('spec:\n', 'spec:\n  state: deprecated\n');
}

for (const { title, first = [], commit, says } of cases) {
  test(title, async t => {
    const files = changed(commit);
    const [before, after] = await Promise.all([loadExample(changed(first)), loadExample(files)]);
    if (before.fleet === undefined) throw new Error(summary(before).join('\n'));
    if (after.fleet === undefined) throw new Error(summary(after).join('\n'));
    const findings = transitionFindings(before.fleet, after.fleet).map(
      ({ at, code, message }) => `${formatPosition(at)} ${code}: ${message}`,
    );
    t.deepEqual(findings.map(line => withWords(line, files)).sort(), [...says].sort());
  });
}

test('the same fleet twice is no transition, wherever its documents stand', async t => {
  const [before, after] = await Promise.all([
    loadExample(),
    loadExample({ [dev]: `# moved down\n${readFileSync(join(projectRoot, 'examples/fleet', dev), 'utf8')}` }),
  ]);
  if (before.fleet === undefined || after.fleet === undefined) throw new Error('the example has mistakes');
  t.deepEqual(transitionFindings(before.fleet, after.fleet), []);
});

test('the documentation lists exactly the transitions that are checked, each with a case here', t => {
  const text = readFileSync(join(projectRoot, 'docs/rules.md'), 'utf8');
  const documented = [...text.matchAll(/^\| (CW16\d{2}) \|/gm)].map(match => match[1] ?? '');
  const folder = join(projectRoot, 'src/fleet/transitions');
  const source = readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8'));
  const codes = new Set([...source.join('').matchAll(/'(CW\d{4})'/g)].map(match => match[1] ?? ''));
  const shown = new Set(cases.flatMap(({ says }) => says.map(line => /CW\d{4}/.exec(line)?.[0] ?? '')));
  t.deepEqual(documented, [...codes].sort());
  t.deepEqual(documented, [...shown].sort());
});
