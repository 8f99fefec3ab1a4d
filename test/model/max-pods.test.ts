import test from 'ava';
import type { Cluster, NodePool } from '../../src/model/fleet.js';
import { networkLimitsOf } from '../../src/model/instance-types.js';
import { maxPodsOfMasters, maxPodsOfPool } from '../../src/model/max-pods.js';
import { cluster, pool } from '../render/example-fleet.js';
import { instancesOf } from './settled.js';

type Cni = Partial<Cluster['network']['cni']>;

function withCni(cni: Cni): Cluster {
  const { network, ...rest } = cluster('prod-a');
  return { ...rest, network: { ...network, cni: { ...network.cni, ...cni } } };
}

function types(...names: readonly string[]): Partial<NodePool> {
  return { instances: { ...instancesOf('m6i.xlarge'), types: names.map(type => ({ type, weight: undefined })) } };
}

for (const [what, cni, changes, most] of [
  ['an m6i.xlarge has three interfaces with 14 addresses for pods', {}, {}, 44],
  ['the smallest type of a pool decides', {}, types('m6i.xlarge', 'm6i.large'), 20],
  ['no node has more than 110', {}, types('m6i.4xlarge'), 110],
  ['delegated prefixes count 16 times', { prefixDelegation: true }, types('t3.micro'), 18],
  ['a pool may delegate prefixes by itself', {}, { ...types('t3.micro'), prefixDelegation: true }, 18],
  ['the spec may say it', {}, { maxPods: 200 }, 200],
  ['an overlay needs no addresses', { plugin: 'cilium', mode: 'overlay' }, types('t3.micro'), 110],
] as const) {
  test(`most pods of a node: ${what}`, t => {
    t.is(maxPodsOfPool(withCni(cni), pool('workers', changes)), most);
  });
}

test('a master needs an interface for its address, and runs the control plane in its own network', t => {
  t.is(maxPodsOfMasters(cluster('prod-a')), 2 * 14 + 2 + 5);
});

test('a type that is not known counts as the poorest of its size', t => {
  const { interfaces, addresses } = networkLimitsOf('m99z.large');
  t.deepEqual({ interfaces, addresses }, { interfaces: 2, addresses: 10 });
});
