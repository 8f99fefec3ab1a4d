import test from 'ava';
import { ensureBundles } from '../../../src/apply/secrets/bundle.js';
import type { Cluster } from '../../../src/model/fleet.js';
import { exampleCluster } from '../../pki/example-fleet.js';
import type { Node } from '../../reconcile/cluster-in-sandbox.js';
import { mistrust } from '../../reconcile/trust.js';
import { type MemoryWorld, memoryWorld } from './memory-ports.js';
import { generations, openBundle, requestFor } from './requests.js';

const { signal } = new AbortController();
const names = ['ca', 'etcd-ca', 'front-proxy-ca', 'kubelet-ca', 'admin-ca', 'service-account', 'encryption'] as const;
const threeMasters: Cluster = { ...exampleCluster, controlPlane: { ...exampleCluster.controlPlane, replicas: 3 } };

/** Nodes of a cluster with all names in these generations. */
async function nodesOf(world: MemoryWorld, cluster: Cluster, list: readonly number[]): Promise<readonly Node[]> {
  const masters = Array.from({ length: cluster.controlPlane.replicas }, (_, index) => `master-${index + 1}`);
  const rotating = Object.fromEntries(names.map(name => [name, list]));
  const request = requestFor([...masters, 'workers'], { cluster, generations: generations('2026-11-21', rotating) });
  await ensureBundles(request, world.ports, signal);
  return Promise.all(
    Object.entries(request.revisions).map(async ([name, revision]) => {
      const files = await openBundle(world, request, name);
      const paths = [...files].map(([path, content]) => [path.replace('/etc/kubernetes/pki/', ''), content] as const);
      return { name, isMaster: name !== 'workers', revision, files: new Map(paths) };
    }),
  );
}

test('masters that join in the middle of a rotation, or with its next step, and those that are there trust each other', async t => {
  const world = memoryWorld();
  const alone = await nodesOf(world, exampleCluster, [1, 2]);
  for (const list of [
    [1, 2],
    [2, 1],
  ]) {
    t.deepEqual(mistrust([...alone, ...(await nodesOf(world, threeMasters, list))]), [], list.join('+'));
  }
});

test('nodes two steps apart would not, which is why a step waits for all of them', async t => {
  const world = memoryWorld();
  const nodes = [...(await nodesOf(world, exampleCluster, [1])), ...(await nodesOf(world, threeMasters, [2, 1]))];
  t.true(mistrust(nodes).length > 10);
});
