import { clusterDefaults } from '../../src/model/defaults.js';
import type { Account, Cluster, Fleet, ManagementNetwork, NodePool, Release } from '../../src/model/fleet.js';
import type { DocumentSource } from '../../src/model/source.js';
import { clusterSettings, controlPlaneSettings, instancesOf, poolSettings } from '../model/settled.js';

/** A document in which the value at each pointer stands on a line of its own, in the given order. */
function source(file: string, ...pointers: readonly string[]): DocumentSource {
  const lines = ['', ...pointers].map((pointer, index) => [pointer, { file, line: index + 1, column: 3 }] as const);
  return { file, values: new Map(lines), keys: new Map() };
}

function account(name: string, id: string): Account {
  const role = (purpose: string) => `arn:aws:iam::${id}:role/clusterwright-${purpose}`;
  return {
    name,
    id,
    roles: { plan: role('plan'), apply: role('apply'), service: role('service') },
    source: source(`accounts/${name}.yaml`, '/spec/id', '/spec/roles/service'),
  };
}

export const platform = account('platform', '999988887777');

export const network: ManagementNetwork = {
  name: 'main',
  account: platform,
  region: 'eu-central-1',
  vpc: { id: 'vpc-0a1b2c3d4e5f60718', cidr: '10.0.0.0/16' },
  routeTables: ['rtb-0a1b2c3d4e5f60718', 'rtb-0b1c2d3e4f5a60718'],
  pointer: '/spec/managementNetworks/0',
};

export const release: Release = {
  name: 'v1.36.4',
  kubernetes: {
    version: '1.36.4',
    kubelet: {
      url: 'https://dl.k8s.io/v1.36.4/bin/linux/{arch}/kubelet',
      sha256: { amd64: 'a'.repeat(64), arm64: 'b'.repeat(64) },
    },
  },
  flatcar: {
    version: '4593.2.5',
    amis: {
      'eu-central-1': { amd64: 'ami-0123456789abcdef0', arm64: 'ami-0fedcba9876543210' },
      'cn-north-1': { amd64: 'ami-0c0c0c0c0c0c0c0c0' },
    },
  },
  source: source('releases/v1.36.4.yaml', '/spec/flatcar/amis/eu-central-1/amd64'),
};

export function pool(name: string, changes: Partial<NodePool> = {}): NodePool {
  return {
    ...poolSettings(),
    name,
    cidr: undefined,
    zones: [
      { name: 'eu-central-1a', cidr: '10.64.8.0/24', pointer: '/spec/zones/0' },
      { name: 'eu-central-1c', cidr: '10.64.9.0/24', pointer: '/spec/zones/1' },
    ],
    scaling: { min: 3, max: 10 },
    instances: instancesOf('m6i.xlarge', { base: 1, percentageAbove: 50 }),
    labels: { workload: 'general' },
    update: { maxBatch: 1, pause: 'PT10M' },
    source: source(
      `clusters/prod-a/${name}.yaml`,
      '/spec/scaling/min',
      '/spec/scaling/max',
      '/spec/instances/types/0/type',
      '/spec/cidr',
    ),
    ...changes,
  };
}

export function cluster(name: string, changes: Partial<Cluster> = {}): Cluster {
  return {
    name,
    labels: {},
    account: account('payments-prod', '111122223333'),
    region: 'eu-central-1',
    release,
    connect: network,
    ...clusterSettings({
      cidr: '10.64.0.0/20',
      zones: [
        { name: 'eu-central-1a', cidr: '10.64.0.0/23', pointer: '/spec/network/zones/0' },
        { name: 'eu-central-1b', cidr: '10.64.2.0/23', pointer: '/spec/network/zones/1' },
        { name: 'eu-central-1c', cidr: '10.64.4.0/23', pointer: '/spec/network/zones/2' },
      ],
    }),
    api: { ...clusterDefaults.api, public: { allow: ['203.0.113.0/24'] } },
    ssh: { trustedCaKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ ops'], users: [] },
    tags: { 'cost-center': '4711' },
    controlPlane: {
      ...controlPlaneSettings(),
      name,
      replicas: 3,
      zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
      instanceType: 'm6i.xlarge',
      source: source(`clusters/${name}/cluster.yaml`, '/spec/zones/1', '/spec/etcd/volume/sizeGiB'),
    },
    nodePools: [pool('workers')],
    source: source(
      `clusters/${name}/cluster.yaml`,
      '/spec/network/cidr',
      '/spec/network/zones',
      '/spec/tags/cost-center',
    ),
    ...changes,
  };
}

export function fleet(...clusters: readonly Cluster[]): Fleet {
  return {
    name: 'gauss',
    domain: 'gauss.example.com',
    store: { account: platform, region: 'eu-central-1' },
    clusters,
    pki: { source: 'embedded' },
    extensions: [],
    source: source('fleet.yaml'),
  };
}
