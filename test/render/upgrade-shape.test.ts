import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import { type ResourceChange, resourceChanges } from '../../src/cfn/resource-changes.js';
import { loadSpecification, type ResourceSpecification } from '../../src/cfn/specification.js';
import type { StackArtifact } from '../../src/model/artifact.js';
import { render } from '../../src/render/render.js';
import { type FleetEdit, type TellingFleet, tellingFleet } from '../fleets.js';
import { isGolden } from '../golden.js';

/**
 * Typical edits of specs, and what each does to the stacks: resources that come (+), go (-), change in place (~), are
 * replaced (!), or may be, as CloudFormation decides (?).
 */
const edits: readonly {
  readonly title: string;
  readonly fleet: TellingFleet;
  /** What is there before the edit, if not the fleet as it stands. */
  readonly first?: readonly FleetEdit[];
  readonly commit: readonly FleetEdit[];
}[] = [
  ...edit('a tag of the cluster', 'everything', prod('tags: { cost-center: "4711" }', 'tags: { cost-center: "0815" }')),
  ...edit(
    'one more tag of the cluster',
    'everything',
    prod('tags: { cost-center: "4711" }', 'tags: { cost-center: "4711", floor: "3" }'),
  ),
  ...edit('a tag of a pool', 'everything', prod('tags: { tier: workers }', 'tags: { tier: nodes }')),
  { title: 'one more zone', fleet: 'small', commit: [zoneB()] },
  { title: 'one zone less', fleet: 'small', first: [zoneB()], commit: [] },
  {
    title: 'a NAT gateway per zone instead of one',
    fleet: 'small',
    first: [zoneB()],
    commit: [zoneB(), only('nat: single', 'nat: per-zone')],
  },
  {
    title: 'one NAT gateway instead of one per zone',
    fleet: 'everything',
    commit: [prod('nat: per-zone', 'nat: single')],
  },
  { title: 'one more pool', fleet: 'small', commit: [only(/$/, anotherPool())] },
  { title: 'one pool less', fleet: 'small', first: [only(/$/, anotherPool())], commit: [] },
  {
    title: 'one more zone of a pool',
    fleet: 'everything',
    commit: [
      prod(
        '- { name: eu-central-1c, cidr: 10.64.9.0/24 }',
        '- { name: eu-central-1b, cidr: 10.64.10.0/24 }\n    - { name: eu-central-1c, cidr: 10.64.9.0/24 }',
      ),
    ],
  },
  {
    title: 'three masters instead of one',
    fleet: 'small',
    first: [zonesBC()],
    commit: [
      zonesBC(),
      only(
        'replicas: 1\n  zones: [eu-central-1a]',
        'replicas: 3\n  zones: [eu-central-1a, eu-central-1b, eu-central-1c]',
      ),
    ],
  },
  ...edit('larger masters', 'everything', prod('instanceType: m6i.xlarge', 'instanceType: m6i.2xlarge')),
  ...edit('larger nodes', 'small', only('types: [{ type: m6i.large }]', 'types: [{ type: m6i.xlarge }]')),
  {
    title: 'a new release',
    fleet: 'small',
    commit: [
      only('version: 1.36.4', 'version: 1.36.5'),
      only('cf2562db', 'df2562db'),
      only('4593.2.5', '4593.2.6'),
      only('ami-0123', 'ami-0124'),
    ],
  },
  ...edit('larger volumes of etcd', 'everything', prod('volume: { sizeGiB: 100', 'volume: { sizeGiB: 200')),
  ...edit(
    'faster volumes of etcd',
    'everything',
    prod('iops: 4000, throughputMiBps: 200', 'iops: 6000, throughputMiBps: 400'),
  ),
  ...edit(
    'one more network that may use the API',
    'everything',
    prod('allow: [203.0.113.0/24,', 'allow: [198.51.100.128/25, 203.0.113.0/24,'),
  ),
  ...edit('one network less that may use the API', 'everything', prod('allow: [203.0.113.0/24,', 'allow: [')),
  ...edit(
    'an API on the internet',
    'small',
    only('  network:\n', '  api: { public: { allow: [203.0.113.0/24] } }\n  network:\n'),
  ),
  { title: 'an API that leaves the internet', fleet: 'everything', commit: [prod(/ {4}public: \{ allow.*\n/, '')] },
  ...edit('another login', 'everything', prod('clientId: kubernetes', 'clientId: k8s')),
  ...edit('one more interface endpoint', 'everything', prod('[ec2, kms, sts]', '[ec2, kms, logs, sts]')),
  ...edit('flow logs', 'small', only('    nat: single\n', '    nat: single\n    flowLogs: {}\n')),
  ...edit('flow logs of everything', 'everything', prod('traffic: reject', 'traffic: all')),
  ...edit('no Route 53', 'everything', prod('route53: true, ingressWildcard: true', 'route53: false')),
  ...edit('more nodes', 'everything', prod('min: 3, max: 12', 'min: 4, max: 20')),
  ...edit('a pool that may be empty', 'small', only('min: 1, max: 3', 'min: 0, max: 3')),
  ...edit('fewer nodes on demand', 'everything', prod('percentageAbove: 50', 'percentageAbove: 20')),
  ...edit('a label of nodes', 'everything', prod('workload: general', 'workload: special')),
  ...edit('a taint of nodes', 'everything', prod('value: payments, effect', 'value: billing, effect')),
  ...edit('larger volumes of nodes', 'everything', prod('containerd: { sizeGiB: 200', 'containerd: { sizeGiB: 250')),
  ...edit('larger batches', 'everything', prod('maxBatch: 20%', 'maxBatch: 50%')),
  ...edit(
    'one more authority for SSH',
    'small',
    only('  network:\n', '  ssh: { trustedCaKeys: [ssh-ed25519 AAAA ca] }\n  network:\n'),
  ),
  ...edit('another Flatcar for a pool', 'everything', prod('version: 4593.2.6', 'version: 4593.2.5')),
  {
    title: 'one more address that the management network comes from',
    fleet: 'everything',
    commit: [['fleet.yaml', '198.51.100.8/32', '198.51.100.8/32, 198.51.100.9/32']],
  },
  {
    title: 'one more route table of the management network',
    fleet: 'everything',
    commit: [['fleet.yaml', 'rtb-0b1c2d3e4f5a60718]', 'rtb-0b1c2d3e4f5a60718, rtb-0c1c2d3e4f5a60718]']],
  },
  ...edit(
    'one more role for pods',
    'everything',
    prod(
      '    roles:\n',
      '    roles:\n      - { name: more, serviceAccounts: [a/b], policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }\n',
    ),
  ),
  ...edit('what a role for pods may do', 'everything', prod('"s3:PutObject"', '"s3:DeleteObject"')),
  ...edit('longer access logs', 'everything', prod('expireDays: 90', 'expireDays: 180')),
  ...edit(
    'load balancers that may be deleted',
    'everything',
    prod('deletionProtection: true', 'deletionProtection: false'),
  ),
  ...edit('volumes under the key of the account', 'everything', prod('volumeKey: cluster', 'volumeKey: aws')),
  ...edit('no more etcd for the management network', 'everything', prod('etcd: true }', 'etcd: false }')),
  {
    title: 'no permissions boundary',
    fleet: 'everything',
    commit: [['accounts.yaml', /\n {2}permissionsBoundary: .*/, '']],
  },
];

test('what typical edits of specs do to stacks', async t => {
  const specification = await loadSpecification();
  const told: string[] = [];
  for (const { title, fleet, first = [], commit } of edits) {
    const [before, after] = await Promise.all([stacks(fleet, first), stacks(fleet, commit)]);
    told.push(`${title}\n`, ...differences(before, after, specification), '\n');
  }
  isGolden(t, 'upgrade-shape.txt', told.join(''));
});

function edit(title: string, fleet: TellingFleet, ...commit: readonly FleetEdit[]) {
  return [{ title, fleet, commit }];
}

function prod(from: string | RegExp, to: string): FleetEdit {
  return ['prod-a.yaml', from, to];
}

function only(from: string | RegExp, to: string): FleetEdit {
  return ['fleet.yaml', from, to];
}

function zoneB(): FleetEdit {
  const zone = '      - { name: eu-central-1a, cidr: 10.0.0.0/23 }\n';
  return only(zone, `${zone}      - { name: eu-central-1b, cidr: 10.0.2.0/23 }\n`);
}

function zonesBC(): FleetEdit {
  const zone = '      - { name: eu-central-1a, cidr: 10.0.0.0/23 }\n';
  const more = ['b, cidr: 10.0.2.0/23', 'c, cidr: 10.0.4.0/23'].map(rest => `      - { name: eu-central-1${rest} }\n`);
  return only(zone, `${zone}${more.join('')}`);
}

function anotherPool(): string {
  return `---
apiVersion: clusterwright.io/v1alpha1
kind: NodePool
metadata: { name: more }
spec:
  cluster: one
  zones:
    - { name: eu-central-1a, cidr: 10.0.9.0/24 }
  scaling: { min: 1, max: 3 }
  instances:
    types: [{ type: m6i.large }]
`;
}

async function stacks(name: TellingFleet, changes: readonly FleetEdit[]): Promise<readonly StackArtifact[]> {
  return (await render(await tellingFleet(name, changes))).stacks;
}

function differences(
  before: readonly StackArtifact[],
  after: readonly StackArtifact[],
  specification: ResourceSpecification,
): string[] {
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  return ids.flatMap(id => {
    const [old, now] = [before, after].map(list => list.find(stack => stack.id === id));
    if (old === undefined || now === undefined) return [`  ${old === undefined ? '+' : '-'} ${id}\n`];
    const lines = resourceChanges(old.template, now.template, specification).map(told);
    const tags = isDeepStrictEqual(old.tags, now.tags) ? [] : ['    ~ tags of the stack, and so of its resources\n'];
    return lines.length + tags.length === 0 ? [] : [`  ${id}\n`, ...tags, ...lines];
  });
}

function told({ logicalId, action, replacement, differences }: ResourceChange): string {
  if (action !== 'modify') return `    ${action === 'add' ? '+' : '-'} ${logicalId}\n`;
  const sign = { always: '!', conditional: '?', never: '~' }[replacement];
  const properties = differences.filter(({ path }) => path[0] === 'Properties').map(({ path }) => path[1]);
  const attributes = differences.filter(({ path }) => path[0] !== 'Properties').map(({ path }) => path[0]);
  return `    ${sign} ${logicalId} ${[...new Set([...properties, ...attributes])].join(', ')}\n`;
}
