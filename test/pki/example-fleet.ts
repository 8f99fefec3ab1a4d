import type { Account, Cluster, Fleet, NodePool } from '../../src/model/fleet.js';
import type { Generations } from '../../src/model/secrets.js';
import type { DocumentSource } from '../../src/model/source.js';
import { clusterSettings, controlPlaneSettings, instancesOf, poolSettings } from '../model/settled.js';

const source: DocumentSource = { file: 'fleet.yaml', values: new Map(), keys: new Map() };

const account: Account = {
  name: 'payments-prod',
  id: '111122223333',
  roles: {
    plan: 'arn:aws:iam::111122223333:role/clusterwright-plan',
    apply: 'arn:aws:iam::111122223333:role/clusterwright-apply',
    service: 'arn:aws:iam::111122223333:role/clusterwright-service',
  },
  source,
};

export function examplePool(name: string): NodePool {
  return {
    ...poolSettings(),
    name,
    cidr: undefined,
    zones: [{ name: 'eu-central-1a', cidr: '10.64.8.0/24', pointer: '/spec/zones/0' }],
    scaling: { min: 1, max: 3 },
    instances: instancesOf('m6i.xlarge'),
    update: { maxBatch: 1, pause: 'PT15M' },
    source,
  };
}

export const exampleCluster: Cluster = {
  ...clusterSettings({
    cidr: '10.64.0.0/20',
    zones: [{ name: 'eu-central-1a', cidr: '10.64.0.0/23', pointer: '/spec/network/zones/0' }],
  }),
  name: 'prod-a',
  labels: {},
  account,
  region: 'eu-central-1',
  release: {
    name: 'v1.36.0',
    kubernetes: { version: '1.36.4', kubelet: { url: 'https://dl.k8s.io/{arch}/kubelet', sha256: {} } },
    flatcar: { version: '4593.2.5', amis: {} },
    source,
  },
  connect: undefined,
  controlPlane: {
    ...controlPlaneSettings(),
    name: 'prod-a',
    replicas: 1,
    zones: ['eu-central-1a'],
    instanceType: 'm6i.xlarge',
    source,
  },
  nodePools: [examplePool('workers'), examplePool('gpu')],
  source,
};

export const exampleFleet: Fleet = {
  name: 'gauss',
  domain: 'gauss.example.com',
  store: { account, region: 'eu-central-1' },
  clusters: [exampleCluster],
  pki: { source: 'embedded' },
  extensions: [],
  source,
};

export const exampleKeyArn = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';

export const exampleGenerations: Generations = {
  leaves: '2026-11-21',
  rotating: {
    ca: [1],
    'etcd-ca': [1],
    'front-proxy-ca': [1],
    'kubelet-ca': [1],
    'admin-ca': [1],
    'service-account': [1],
    encryption: [1],
  },
};
