import type { StackInput } from '../../model/artifact.js';
import type { Cluster, Fleet, ManagementNetwork, NodePool } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import type { Located } from '../../template/located.js';
import { cidrPart, routeTablePart } from '../logical-id.js';
import { clusterStack, fromSpec, type StackDefinition } from '../stack-definition.js';
import { tccpOutputs } from './tccp.js';

/** In the management account: routes to the cluster's own block. */
export function tccpf(fleet: Fleet, cluster: Cluster, network: ManagementNetwork): StackDefinition {
  const cidr = fromSpec(cluster.network.cidr, cluster.source, '/spec/network/cidr');
  return {
    ...clusterStack(fleet, cluster, 'tccpf'),
    target: { account: network.account, region: network.region },
    inputs: { PeeringId: peeringId(cluster) },
    view: { description: `Cluster ${cluster.name}: routes back`, routes: routes(network, cidr) },
  };
}

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
      routes: routes(network, cidr),
    },
  };
}

function peeringId(cluster: Cluster): StackInput {
  return { from: 'output', stack: names.stackId(cluster, 'tccp'), name: tccpOutputs.peeringId };
}

/** Keyed by table and block, so that adding one never moves another. */
function routes({ routeTables }: ManagementNetwork, cidr: Located<string>) {
  return [...routeTables]
    .sort()
    .map(table => ({ id: `Route${routeTablePart(table)}To${cidrPart(cidr.value)}`, table, cidr }));
}
