import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partitionOf } from '../../src/model/partition.js';

/**
 * Writes some forty fleet repositories below a folder, one combination of choices each, so that every two choices of
 * different kinds meet in one of them: `node fleet-matrix.js FOLDER`. They are the same on every run.
 */

const choices = {
  region: ['eu-central-1', 'us-east-1', 'cn-north-1', 'us-gov-west-1'],
  zones: [1, 3],
  masters: ['one', 'three'],
  connect: [true, false],
  nat: ['per-zone', 'single', 'none'],
  network: ['aws-vpc', 'cilium overlay', 'cilium eni'],
  api: ['private', 'public', 'public and internal'],
  route53: [true, false],
  endpoints: ['none', 's3', 'all'],
  flowLogs: [false, true],
  identity: ['none', 'addons', 'roles'],
  storage: ['own', 'shared', 'cluster key'],
  instances: ['on demand', 'spot', 'weighted', 'arm64'],
  pool: ['inside', 'own block', 'empty'],
  boundary: [false, true],
  access: ['ssh', 'everything', 'nothing'],
} as const;

type Choices = { readonly [Kind in keyof typeof choices]: (typeof choices)[Kind][number] };
type Kind = keyof Choices;

const kinds = Object.keys(choices) as Kind[];

/** Greedy all-pairs: each next combination meets as many pairs that no other has met as can be found. */
function combinations(atLeast: number): Choices[] {
  const wanted = new Set(
    kinds.flatMap((a, index) =>
      kinds.slice(index + 1).flatMap(b => choices[a].flatMap(x => choices[b].map(y => pair(a, x, b, y)))),
    ),
  );
  const random = sequence(1);
  const found: Choices[] = [];
  while (wanted.size > 0 || found.length < atLeast) {
    const tries = Array.from({ length: 40 }, () => sensible(any(random)));
    const best = tries.reduce((a, b) => (met(b, wanted) > met(a, wanted) ? b : a));
    if (met(best, wanted) === 0 && found.length >= atLeast) break;
    for (const one of pairsOf(best)) wanted.delete(one);
    found.push(best);
  }
  return found;
}

/** What validation would refuse is made what it would not. */
function sensible(picked: Choices): Choices {
  const zones = picked.masters === 'three' ? 3 : picked.zones;
  return { ...picked, zones, endpoints: picked.nat === 'none' ? 'all' : picked.endpoints };
}

function any(random: () => number): Choices {
  const entries = kinds.map(kind => [kind, choices[kind][Math.floor(random() * choices[kind].length)]]);
  return Object.fromEntries(entries) as Choices;
}

function pairsOf(picked: Choices): string[] {
  return kinds.flatMap((a, index) => kinds.slice(index + 1).map(b => pair(a, picked[a], b, picked[b])));
}

function met(picked: Choices, wanted: ReadonlySet<string>): number {
  return pairsOf(picked).filter(one => wanted.has(one)).length;
}

function pair(a: Kind, x: unknown, b: Kind, y: unknown): string {
  return `${a}=${String(x)} ${b}=${String(y)}`;
}

/** A linear congruential generator (Numerical Recipes), so that the same seed gives the same fleets. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function fleetOf(picked: Choices): string {
  const { region } = picked;
  const partition = partitionOf(region);
  const documents = [
    ['Fleet', 'matrix', fleetSpec(picked)],
    ['Account', 'platform', accountSpec('999900001111', partition, false)],
    ['Account', 'tenant', accountSpec('111122223333', partition, picked.boundary)],
    ['Release', 'v1.36.4', releaseSpec(region)],
    ['Cluster', 'prod', clusterSpec(picked)],
    ['ControlPlane', 'prod', controlPlaneSpec(picked)],
    ['NodePool', 'workers', poolSpec(picked)],
  ] as const;
  return documents
    .map(([kind, name, spec]) =>
      JSON.stringify({ apiVersion: 'clusterwright.io/v1alpha1', kind, metadata: { name }, spec }, null, 2),
    )
    .join('\n---\n');
}

function fleetSpec({ region, identity, route53 }: Choices) {
  return {
    domain: 'matrix.example.com',
    store: { account: 'platform', region },
    managementNetworks: [
      {
        name: 'main',
        account: 'platform',
        region,
        vpc: { id: 'vpc-0a1b2c3d4e5f60718', cidr: '10.0.0.0/16' },
        routeTables: ['rtb-0a1b2c3d4e5f60718', 'rtb-0b1c2d3e4f5a60718'],
        egressAddresses: ['198.51.100.7/32'],
        ...(route53 ? { hostedZone: 'Z0123456789ABCDEFGHIJ', privateHostedZone: 'Z1123456789ABCDEFGHIJ' } : {}),
      },
    ],
    ...(identity === 'none' ? {} : { workloadIdentity: { issuerUrl: 'https://identity.matrix.example.com' } }),
  };
}

function accountSpec(id: string, partition: string, boundary: boolean) {
  const role = (use: string) => `arn:${partition}:iam::${id}:role/clusterwright-${use}`;
  return {
    id,
    roles: { plan: role('plan'), apply: role('apply'), service: role('service') },
    ...(boundary ? { permissionsBoundary: `arn:${partition}:iam::${id}:policy/boundary` } : {}),
  };
}

function releaseSpec(region: string) {
  const digest = 'a'.repeat(64);
  return {
    kubernetes: {
      version: '1.36.4',
      kubelet: { url: 'https://dl.k8s.io/v1.36.4/{arch}/kubelet', sha256: { amd64: digest, arm64: digest } },
    },
    flatcar: {
      version: '4593.2.5',
      amis: { [region]: { amd64: 'ami-0123456789abcdef0', arm64: 'ami-0fedcba9876543210' } },
    },
  };
}

function zonesOf({ region, zones }: Choices): string[] {
  return ['a', 'b', 'c'].slice(0, zones).map(letter => `${region}${letter}`);
}

const everyEndpoint = [
  'autoscaling',
  'cloudformation',
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'elasticloadbalancing',
  'kms',
  'sts',
];

function clusterSpec(picked: Choices) {
  const [plugin, mode] = picked.network.split(' ');
  const { api, identity, storage, access } = picked;
  return {
    account: 'tenant',
    region: picked.region,
    release: 'v1.36.4',
    connect: picked.connect ? 'main' : 'none',
    network: {
      cidr: '10.64.0.0/20',
      zones: zonesOf(picked).map((name, index) => ({ name, cidr: `10.64.${index * 2}.0/23` })),
      nat: picked.nat,
      cni: { plugin, ...(mode === undefined ? {} : { mode }) },
      endpoints: { s3: picked.endpoints !== 'none', interface: picked.endpoints === 'all' ? everyEndpoint : [] },
      ...(picked.flowLogs ? { flowLogs: {} } : {}),
      ...(picked.connect
        ? {
            managementAccess: {
              ssh: access !== 'nothing',
              metrics: access === 'everything',
              etcd: access === 'everything',
            },
          }
        : {}),
    },
    api: {
      ...(api === 'private' ? {} : { public: { allow: ['203.0.113.0/24'] } }),
      ...(api === 'public and internal' ? { internal: { allow: ['10.200.0.0/16'] } } : {}),
    },
    dns: { route53: picked.route53 },
    downloads: { mirror: 's3://mirror' },
    storage: {
      ...(storage === 'shared' ? { sharedBucket: 'matrix-node-configs' } : {}),
      ...(storage === 'cluster key' ? { volumeKey: 'cluster' } : {}),
    },
    ...(identity === 'none' ? {} : { workloadIdentity: workloadIdentity(identity, partitionOf(picked.region)) }),
    tags: { 'cost-center': '4711' },
  };
}

function workloadIdentity(identity: 'addons' | 'roles', partition: string) {
  if (identity === 'addons') {
    return {
      addons: { loadBalancerController: true, externalDns: true, ebsCsi: true, cni: true, cloudController: true },
    };
  }
  const statements = [{ actions: ['s3:GetObject'], resources: [`arn:${partition}:s3:::backup/*`] }];
  return { roles: [{ name: 'backup', serviceAccounts: ['default/backup', 'velero/*'], statements }] };
}

function controlPlaneSpec(picked: Choices) {
  const replicas = picked.masters === 'three' ? 3 : 1;
  return { cluster: 'prod', replicas, zones: zonesOf(picked).slice(0, replicas), instanceType: 'm6i.large' };
}

function poolSpec(picked: Choices) {
  const own = picked.pool === 'own block';
  const zones = zonesOf(picked).slice(0, 2);
  return {
    cluster: 'prod',
    ...(own ? { cidr: '10.80.0.0/22' } : {}),
    zones: zones.map((name, index) => ({ name, cidr: own ? `10.80.${index}.0/24` : `10.64.${8 + index}.0/24` })),
    scaling: { min: picked.pool === 'empty' ? 0 : 2, max: 8 },
    instances: instancesOf(picked.instances),
    taints: [{ key: 'dedicated', value: 'x', effect: 'NoSchedule' }],
    labels: { workload: 'general' },
  };
}

function instancesOf(kind: Choices['instances']) {
  switch (kind) {
    case 'on demand':
      return { types: [{ type: 'm6i.large' }] };
    case 'spot':
      return { types: [{ type: 'm6i.large' }, { type: 'm5.large' }], onDemand: { percentageAbove: 0 } };
    case 'weighted':
      return {
        types: [
          { type: 'm6i.large', weight: 1 },
          { type: 'm6i.xlarge', weight: 2 },
        ],
        onDemand: { base: 1, percentageAbove: 20 },
        spot: { maxPrice: '0.2' },
      };
    case 'arm64':
      return { types: [{ type: 'm7g.large' }] };
  }
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: fleet-matrix FOLDER');
for (const [index, picked] of combinations(40).entries()) {
  const repository = join(folder, String(index + 1).padStart(2, '0'));
  mkdirSync(repository, { recursive: true });
  writeFileSync(join(repository, 'fleet.yaml'), `# ${JSON.stringify(picked)}\n${fleetOf(picked)}\n`);
}
