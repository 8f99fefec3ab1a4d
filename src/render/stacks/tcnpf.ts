import type { Cluster, Fleet, ManagementNetwork, NodePool } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { clusterStack, fromSpec, type StackDefinition } from '../stack-definition.js';
import { peeringId, routesBack } from './routes-back.js';

/** In the management account: routes to the block of a pool that has its own. */
export function tcnpf(fleet: Fleet, cluster: Cluster, network: ManagementNetwork, pool: NodePool): StackDefinition {
  const cidr = fromSpec(pool.cidr ?? '', pool.source, '/spec/cidr');
  return {
    ...clusterStack(fleet, cluster, 'tcnpf', pool),
    target: { account: network.account, region: network.region },
    inputs: { PeeringId: peeringId(cluster) },
    // The pool's stack adds the block to the VPC.
    after: [names.stackId(cluster, 'tcnp', pool)],
    view: {
      description: `Cluster ${cluster.name}, pool ${pool.name}: routes back`,
      routes: routesBack(fleet, network, cidr),
    },
  };
}
