import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectRoot } from '../cli/process.js';
import { edited, loadExample, summary } from './repository.js';
import { clusterCases } from './rule-cases/cluster.js';
import { fleetCases } from './rule-cases/fleet.js';
import { changed, type RuleCase, withWords } from './rule-cases/rule-case.js';

const fleet = 'fleet.yaml';
const dev = 'clusters/dev-b/cluster.yaml';
const prod = 'clusters/prod-a/cluster.yaml';
const workers = 'clusters/prod-a/workers.yaml';
const batch = 'clusters/prod-a/batch.yaml';
const release = 'releases/v1.36.4.yaml';

const cases: readonly RuleCase[] = [
  ...clusterCases,
  ...fleetCases,
  {
    title: 'the fewest nodes of a pool are no more than the most',
    edits: [[workers, 'min: 3', 'min: 12']],
    says: [`${workers}<12> CW1023 spec.scaling.min: min is 12, above max 10 | lower min to 10 or raise max`],
  },
  {
    title: 'no more nodes are on demand than there can be',
    edits: [[workers, 'base: 1', 'base: 11']],
    says: [
      `${workers}<11> CW1024 spec.instances.onDemand.base: 11 nodes are to be on demand, but max is 10 | lower base to 10 or raise spec.scaling.max`,
    ],
  },
  {
    title: 'there is a zone for each master',
    edits: [[prod, 'replicas: 3', 'replicas: 1']],
    says: [`${prod}<[eu-central-1a> CW1025 spec.zones: replicas is 1, but zones lists 3 | list one zone per master`],
  },
  {
    title: 'the volume of etcd has the size for its IOPS and the IOPS for its throughput',
    edits: [[prod, 'sizeGiB: 100, iops: 3000, throughputMiBps: 125', 'sizeGiB: 10, iops: 6000, throughputMiBps: 1000']],
    says: [
      `${prod}<6000> CW1028 spec.etcd.volume.iops: 6000 IOPS are more than a gp3 volume of 10 GiB can have | lower iops to 5000, or raise sizeGiB to 12`,
    ],
  },
  {
    title: 'the throughput of the volume of etcd is told even if its IOPS are the default',
    edits: [[prod, 'iops: 3000, throughputMiBps: 125', 'throughputMiBps: 751']],
    says: [
      `${prod}<751> CW1028 spec.etcd.volume.throughputMiBps: 751 MiB/s are more than a gp3 volume with 3000 IOPS can have | lower throughputMiBps to 750, or raise iops to 3004`,
    ],
  },
  {
    title: 'masters and nodes run Linux',
    edits: [
      [dev, 'instanceType: m6i.large', 'instanceType: mac2.metal'],
      [workers, 'type: m5.xlarge', 'type: mac1.metal'],
    ],
    says: [
      `${dev}<mac2.metal> CW1020 spec.instanceType: mac2.metal runs macOS only | take a type that runs Linux`,
      `${workers}<mac1.metal> CW1020 spec.instances.types[1].type: mac1.metal runs macOS only | take a type that runs Linux`,
    ],
  },
  {
    title: 'a pool has one architecture',
    edits: [[workers, 'type: m5.xlarge', 'type: m7g.xlarge']],
    says: [
      `${workers}<m7g.xlarge> CW1021 spec.instances.types[1].type: m7g.xlarge is arm64, but m6i.xlarge is amd64 | nodes of a pool boot one image: make a pool for each architecture`,
    ],
  },
  {
    title: 'all instance types of a pool are weighed, or none',
    edits: [[workers, 'type: m5.xlarge', 'type: m5.xlarge, weight: 1']],
    says: [
      `${workers}<{> CW1022 spec.instances.types[0]: m6i.xlarge has no weight, but other types of the pool have one | weigh all types or none`,
    ],
  },
  {
    title: 'an instance type comes once in a pool',
    edits: [[workers, 'type: m5.xlarge', 'type: m6i.xlarge']],
    says: [
      `${workers}<m6i.xlarge> CW1029 spec.instances.types[1].type: m6i.xlarge stands here twice | remove one of them`,
    ],
  },
  {
    title: 'a release has an image for each architecture and region that it is used in',
    edits: [[release, ', arm64: ami-0fedcba9876543210', '']],
    says: [
      `${release}<{> CW1026 spec.flatcar.amis.eu-central-1: no arm64 image in eu-central-1, which is needed at ${batch}<m7g.2xlarge> | add arm64 to spec.flatcar.amis.eu-central-1, or take another release, region or instance type`,
    ],
  },
  {
    title: 'a release has a kubelet for each architecture that it is used with, and its absence is told once',
    edits: [[release, /\n +amd64: cf25.*/, '']],
    says: [
      `${release}<arm64:> CW1027 spec.kubernetes.kubelet.sha256: no digest of the amd64 kubelet, which is needed at ${dev}<m6i.large> | add amd64 to spec.kubernetes.kubelet.sha256`,
    ],
  },
  {
    title: 'the roles of an account are in it',
    edits: [
      ['accounts/platform.yaml', '999900001111:role/clusterwright-apply', '111122223333:role/clusterwright-apply'],
    ],
    says: [
      'accounts/platform.yaml<arn:aws:iam::111122223333:role/clusterwright-apply> CW1101 spec.roles.apply: the role is in account 111122223333, but this is 999900001111 | name a role of this account, or correct spec.id',
    ],
  },
  {
    title: 'an account is written once, even if no cluster uses it',
    edits: [['accounts/spare.yaml', 'name: payments-dev', 'name: spare']],
    says: [
      'accounts/spare.yaml<"444455556666"> CW1102 spec.id: account 444455556666 exists already as "payments-dev" (accounts/payments-dev.yaml<"444455556666">) | refer to "payments-dev" and remove this one, or correct the id',
    ],
  },
  {
    title: 'management networks and address pools have names of their own',
    edits: [
      [
        fleet,
        '    - name: main',
        '    - { name: main, account: platform, region: eu-central-1, vpc: { id: vpc-0123456789, cidr: 10.1.0.0/16 }, routeTables: [rtb-0123456789] }\n    - name: main',
      ],
      [
        fleet,
        '    - { name: default,',
        '    - { name: default, cidr: 10.32.0.0/12, clusterPrefix: 20 }\n    - { name: default,',
      ],
    ],
    says: [
      `${fleet}<main> CW1010 spec.managementNetworks[1].name: management network "main" exists already (${fleet}<main>) | rename or remove one of them`,
      `${fleet}<default> CW1010 spec.addressPools[1].name: address pool "default" exists already (${fleet}<default>) | rename or remove one of them`,
    ],
  },
  {
    title: 'clusters have blocks apart, and the next free one is named',
    edits: [
      [dev, 'cidr: 10.64.16.0/20', 'cidr: 10.64.0.0/20'],
      [dev, 'cidr: 10.64.16.0/23', 'cidr: 10.64.6.0/23'],
      [dev, 'cidr: 10.64.24.0/24', 'cidr: 10.64.10.0/24'],
    ],
    says: [
      `${dev}<10.64.0.0/20> CW1201 spec.network.cidr: 10.64.0.0/20 overlaps cluster prod-a (${prod}<10.64.0.0/20>) | next free /20 in pool "default" is 10.64.16.0/20`,
    ],
  },
  {
    title: 'a cluster does not overlap the management network, which stays where it is, whichever is larger',
    edits: [[fleet, 'cidr: 10.0.0.0/16', 'cidr: 10.64.20.0/24']],
    says: [
      `${dev}<10.64.16.0/20> CW1201 spec.network.cidr: 10.64.16.0/20 overlaps 10.64.20.0/24 of management network main (${fleet}<10.64.20.0/24>) | next free /20 in pool "default" is 10.64.32.0/20`,
    ],
  },
  {
    title: 'the own block of a pool overlaps no cluster, not even its own',
    edits: [
      [batch, 'cidr: 10.80.0.0/22', 'cidr: 10.64.12.0/22'],
      [batch, 'cidr: 10.80.0.0/24', 'cidr: 10.64.12.0/24'],
      [batch, 'cidr: 10.80.1.0/24', 'cidr: 10.64.13.0/24'],
    ],
    says: [
      `${batch}<10.64.12.0/22> CW1201 spec.cidr: 10.64.12.0/22 overlaps 10.64.0.0/20 of cluster prod-a (${prod}<10.64.0.0/20>) | next free /22 in pool "default" is 10.64.32.0/22`,
    ],
  },
  {
    title: 'a free block is suggested from the address pool that the cluster is in',
    edits: [
      [
        fleet,
        '    - { name: default,',
        '    - { name: other, cidr: 10.128.0.0/12, clusterPrefix: 20 }\n    - { name: default,',
      ],
      [fleet, 'cidr: 10.0.0.0/16', 'cidr: 10.64.16.0/22'],
    ],
    says: [
      `${dev}<10.64.16.0/20> CW1201 spec.network.cidr: 10.64.16.0/20 overlaps 10.64.16.0/22 of management network main (${fleet}<10.64.16.0/22>) | next free /20 in pool "default" is 10.64.32.0/20`,
    ],
  },
  {
    title: 'subnets are not held against the cluster where the block of their pool is malformed',
    edits: [[batch, 'cidr: 10.80.0.0/22', 'cidr: 10.80.0.0/33']],
    says: [
      `${batch}<10.80.0.0/33> CW1202 spec.cidr: 10.80.0.0/33 is no IPv4 block | write four numbers from 0 to 255 without leading zeros, and behind / a prefix length up to 32`,
    ],
  },
  {
    title: 'a type that does not run Linux is not told a second time for its architecture',
    edits: [[batch, '{ type: m7g.2xlarge }', '{ type: m7g.2xlarge }, { type: mac1.metal }']],
    says: [
      `${batch}<mac1.metal> CW1020 spec.instances.types[1].type: mac1.metal runs macOS only | take a type that runs Linux`,
    ],
  },
  {
    title: 'two masters are not in one zone',
    edits: [[prod, 'eu-central-1b, eu-central-1c]', 'eu-central-1a, eu-central-1c]']],
    says: [`${prod}<eu-central-1a> CW1303 spec.zones[1]: zone eu-central-1a stands here twice | remove one of them`],
  },
  {
    title: 'a block is an IPv4 block, and nothing else is said about one that is not',
    edits: [[dev, 'cidr: 10.64.16.0/20', 'cidr: 10.064.16.0/20']],
    says: [
      `${dev}<10.064.16.0/20> CW1202 spec.network.cidr: 10.064.16.0/20 is no IPv4 block | write four numbers from 0 to 255 without leading zeros, and behind / a prefix length up to 32`,
    ],
  },
  {
    title: 'a block begins where it is said to, and the block that was meant is told',
    edits: [
      [dev, 'cidr: 10.64.24.0/24', 'cidr: 10.64.24.1/24'],
      [fleet, '10.64.0.0/12', '10.70.0.0/12'],
    ],
    says: [
      `${dev}<10.64.24.1/24> CW1203 spec.zones[0].cidr: 10.64.24.1/24 does not begin where its block begins | write 10.64.24.0/24`,
      `${fleet}<10.70.0.0/12> CW1203 spec.addressPools[0].cidr: 10.70.0.0/12 does not begin where its block begins | write 10.64.0.0/12`,
    ],
  },
  {
    title: 'a source of the API is a block, too',
    edits: [[prod, '203.0.113.0/24', '203.0.113.7/24']],
    says: [
      `${prod}<203.0.113.7/24]> CW1203 spec.api.public.allow[0]: 203.0.113.7/24 does not begin where its block begins | write 203.0.113.0/24`,
    ],
  },
  {
    title: 'blocks have sizes that AWS and Kubernetes take',
    edits: [
      [dev, 'cidr: 10.64.16.0/23', 'cidr: 10.64.16.0/28'],
      [dev, 'cidr: 10.64.24.0/24', 'cidr: 10.64.24.0/29'],
      [dev, '    zones:', '    serviceCidr: 96.0.0.0/8\n    zones:'],
      [fleet, 'clusterPrefix: 20', 'clusterPrefix: 16'],
      [fleet, '10.64.0.0/12', '10.64.0.0/17'],
    ],
    says: [
      `${dev}<96.0.0.0/8> CW1204 spec.network.serviceCidr: 96.0.0.0/8 is too large: Kubernetes takes at most a /12, and needs room for its own services | take a block between /12 and /28`,
      `${dev}<96.0.0.0/8> CW1210 spec.network.serviceCidr: 96.0.0.0/8 is part of the internet: nodes could not reach whoever has these addresses there | take a private block, for example of 10.0.0.0/8`,
      `${dev}<10.64.16.0/28> CW1204 spec.network.zones[0].cidr: 10.64.16.0/28 is too small: each half is a subnet, which has at least a /28 | take a block between /16 and /27`,
      `${dev}<10.64.24.0/29> CW1204 spec.zones[0].cidr: 10.64.24.0/29 is too small: a subnet is between /16 and /28 | take a block between /16 and /28`,
      `${fleet}<16> CW1204 spec.addressPools[0].clusterPrefix: no /16 fits into 10.64.0.0/17 | take a cluster prefix of 17 or more`,
    ],
  },
  {
    title: 'a cluster and the own block of a pool are no larger than a VPC block',
    edits: [
      [prod, 'cidr: 10.64.0.0/20', 'cidr: 10.96.0.0/15'],
      [prod, 'cidr: 10.64.0.0/23', 'cidr: 10.96.0.0/23'],
      [prod, 'cidr: 10.64.2.0/23', 'cidr: 10.96.2.0/23'],
      [prod, 'cidr: 10.64.4.0/23', 'cidr: 10.96.4.0/23'],
      [workers, 'cidr: 10.64.8.0/24', 'cidr: 10.96.8.0/24'],
      [workers, 'cidr: 10.64.9.0/24', 'cidr: 10.96.9.0/24'],
      [batch, 'cidr: 10.80.0.0/22', 'cidr: 10.80.0.0/15'],
    ],
    says: [
      `${batch}<10.80.0.0/15> CW1204 spec.cidr: 10.80.0.0/15 is too large: a block of a VPC is between /16 and /28 | take a block between /16 and /28`,
      `${prod}<10.96.0.0/15> CW1204 spec.network.cidr: 10.96.0.0/15 is too large: a VPC has at most a /16, and a zone needs a /27 | take a block between /16 and /27`,
    ],
  },
  {
    title: 'zones and subnets lie in the block that they are cut from, and each is sent to a free place of its own',
    edits: [
      [batch, 'cidr: 10.80.0.0/24', 'cidr: 10.80.4.0/24'],
      [batch, 'cidr: 10.80.1.0/24', 'cidr: 10.64.10.0/24'],
      [prod, 'cidr: 10.64.2.0/23', 'cidr: 10.64.16.0/23'],
    ],
    says: [
      `${batch}<10.80.4.0/24> CW1205 spec.zones[0].cidr: 10.80.4.0/24 is outside 10.80.0.0/22, the block of pool batch of cluster prod-a (${batch}<10.80.0.0/22>) | next free /24 in 10.80.0.0/22 is 10.80.0.0/24`,
      `${batch}<10.64.10.0/24> CW1205 spec.zones[1].cidr: 10.64.10.0/24 is outside 10.80.0.0/22, the block of pool batch of cluster prod-a (${batch}<10.80.0.0/22>) | next free /24 in 10.80.0.0/22 is 10.80.1.0/24`,
      `${prod}<10.64.16.0/23> CW1205 spec.network.zones[1].cidr: 10.64.16.0/23 is outside 10.64.0.0/20, the block of cluster prod-a (${prod}<10.64.0.0/20>) | next free /23 in 10.64.0.0/20 is 10.64.2.0/23`,
    ],
  },
  {
    title: 'subnets of zones and pools lie apart',
    edits: [[workers, 'cidr: 10.64.8.0/24', 'cidr: 10.64.3.0/24']],
    says: [
      `${workers}<10.64.3.0/24> CW1206 spec.zones[0].cidr: 10.64.3.0/24 overlaps 10.64.2.0/23 of zone eu-central-1b (${prod}<10.64.2.0/23>) | next free /24 in 10.64.0.0/20 is 10.64.6.0/24`,
    ],
  },
  {
    title: 'services have addresses that no machine has',
    edits: [
      [fleet, 'cidr: 10.0.0.0/16', 'cidr: 172.31.0.0/16'],
      [prod, '    zones:', '    serviceCidr: 10.80.0.0/14\n    zones:'],
    ],
    says: [
      `${dev}<cidr:> CW1207 spec.network.serviceCidr: the block of services, 172.31.0.0/16, overlaps 172.31.0.0/16 of management network main | set spec.network.serviceCidr to a block that no machine has an address in`,
      `${prod}<10.80.0.0/14> CW1207 spec.network.serviceCidr: the block of services, 10.80.0.0/14, overlaps 10.80.0.0/22 of pool batch | set spec.network.serviceCidr to a block that no machine has an address in`,
    ],
  },
  {
    title: 'zones are in the region of their cluster',
    edits: [
      [prod, 'name: eu-central-1b, cidr', 'name: eu-west-1b, cidr'],
      [prod, '1a, eu-central-1b,', '1a, eu-west-1b,'],
      [batch, 'name: eu-central-1b', 'name: eu-west-1b'],
    ],
    says: [
      `${prod}<eu-west-1b> CW1301 spec.network.zones[1].name: zone eu-west-1b is not in region eu-central-1 | zones of eu-central-1 are called eu-central-1a and so on`,
    ],
  },
  {
    title: 'masters and pools are in zones of their cluster',
    edits: [
      [dev, 'zones: [eu-central-1a]', 'zones: [eu-central-1b]'],
      [dev, 'name: eu-central-1a, cidr: 10.64.24', 'name: eu-central-1c, cidr: 10.64.24'],
    ],
    says: [
      `${dev}<eu-central-1b]> CW1302 spec.zones[0]: eu-central-1b is no zone of cluster dev-b | take one of eu-central-1a, or add it to the cluster's zones`,
      `${dev}<eu-central-1c> CW1302 spec.zones[0].name: eu-central-1c is no zone of cluster dev-b | take one of eu-central-1a, or add it to the cluster's zones`,
    ],
  },
  {
    title: 'a zone comes once in a list, and the later one is told',
    edits: [[workers, 'name: eu-central-1a', 'name: eu-central-1c']],
    says: [
      `${workers}<eu-central-1c> CW1303 spec.zones[1].name: zone eu-central-1c stands here twice | remove one of them`,
    ],
  },
];

for (const { title, edits, says } of cases) {
  test(title, async t => {
    const files = changed(edits);
    const loaded = await loadExample(files);
    t.deepEqual(
      summary(loaded).map(line => withWords(line, files)),
      says,
    );
    t.is(
      loaded.fleet === undefined,
      loaded.findings.some(({ severity }) => severity === 'error'),
    );
  });
}

test('what is exactly at a limit is fine', async t => {
  const loaded = await loadExample(
    changed([
      [workers, 'min: 3', 'min: 10'],
      [workers, 'base: 1', 'base: 10'],
      [prod, 'sizeGiB: 100, iops: 3000', 'sizeGiB: 10, iops: 5000'],
      [prod, '    zones:', '    serviceCidr: 172.16.0.0/12\n    zones:'],
      [dev, 'm6i.large\n---', 'm6i.large\n  etcd: { volume: { throughputMiBps: 750 } }\n---'],
      [dev, 'cidr: 10.64.16.0/20', 'cidr: 10.65.0.0/16\n    serviceCidr: 192.168.0.0/28'],
      [dev, 'cidr: 10.64.16.0/23', 'cidr: 10.65.0.0/27'],
      [dev, 'cidr: 10.64.24.0/24', 'cidr: 10.65.1.0/28'],
      [fleet, 'cidr: 10.64.0.0/12, clusterPrefix: 20', 'cidr: 10.64.0.0/16, clusterPrefix: 16'],
    ]),
  );
  t.deepEqual(summary(loaded), []);
});

test('management networks may overlap each other, as long as no cluster does', async t => {
  const other =
    '    - { name: old, account: platform, region: eu-central-1, vpc: { id: vpc-0123456789, cidr: 10.0.8.0/24 }, routeTables: [rtb-0123456789] }\n';
  const loaded = await loadExample(changed([[fleet, '    - name: main', `${other}    - name: main`]]));
  t.deepEqual(summary(loaded), []);
});

test('rules are told together with the mistakes of documents, for the clusters that could be read', async t => {
  const loaded = await loadExample(
    changed([
      [dev, 'replicas: 1', 'replicas: 2'],
      [workers, 'min: 3', 'min: 12'],
    ]),
  );
  t.deepEqual(
    loaded.findings.map(({ code, at }) => `${at.file} ${code}`),
    [`${dev} CW1005`, `${workers} CW1023`],
  );
});

test('clusters in the same place are each sent to a place of their own', async t => {
  const copies = Object.fromEntries(
    ['dev-c', 'dev-d'].map(name => [`clusters/${name}.yaml`, edited(dev, /dev-b/g, name)]),
  );
  const { findings } = await loadExample(copies);
  t.deepEqual(
    findings.map(({ code, at, hint }) => `${at.file} ${code} ${hint}`),
    [
      `${dev} CW1201 next free /20 in pool "default" is 10.64.32.0/20`,
      'clusters/dev-c.yaml CW1201 next free /20 in pool "default" is 10.64.48.0/20',
    ],
  );
});

test('a management network has no more clusters than a VPC can be peered with', async t => {
  const copies = Object.fromEntries(
    Array.from({ length: 124 }, (_, index) => {
      const block = `10.${65 + Math.floor(index / 16)}.${(index % 16) * 16}`;
      const subnet = `10.${65 + Math.floor(index / 16)}.${(index % 16) * 16 + 8}`;
      const text = edited(dev, /dev-b/g, `dev-${index}`).replaceAll('10.64.16', block).replaceAll('10.64.24', subnet);
      return [`clusters/dev-${index}.yaml`, text];
    }),
  );
  t.deepEqual(await peeringFindings({ ...copies, 'clusters/dev-0.yaml': '' }), []);
  const [line = '', ...others] = await peeringFindings(copies);
  t.regex(line, /spec\.defaults\.cluster\.connect: management network main has more than 125 clusters/);
  t.deepEqual(others, []);
});

async function peeringFindings(files: Record<string, string>): Promise<string[]> {
  return summary(await loadExample(files)).filter(line => line.includes('CW1502'));
}

test('the documentation lists exactly the rules that exist, each with a case here', t => {
  const text = readFileSync(join(projectRoot, 'docs/rules.md'), 'utf8');
  const rules = text.slice(text.indexOf('\n## Rules'), text.indexOf('\n## Transitions'));
  const documented = [...rules.matchAll(/^\| (CW\d{4}) \|/gm)].map(match => match[1]);
  const shown = new Set(cases.flatMap(({ says }) => says.map(line => /CW\d{4}/.exec(line)?.[0] ?? '')));
  shown.add('CW1502'); // Has a test of its own.
  for (const code of withDocuments) shown.delete(code);
  t.deepEqual(documented, [...shown].sort());
  t.deepEqual(documented, codesInSource());
});

/** Listed with the mistakes of documents. */
const withDocuments = ['CW1003', 'CW1010', 'CW1011'];

function codesInSource(): readonly string[] {
  const folder = join(projectRoot, 'src/fleet/rules');
  const text = readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8'));
  const codes = new Set([...text.join('').matchAll(/'(CW\d{4})'/g)].map(match => match[1] ?? ''));
  for (const code of withDocuments) codes.delete(code);
  return [...codes].sort();
}
