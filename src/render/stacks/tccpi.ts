import type { Cluster, Fleet, ManagementNetwork } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { clusterStack, fromName, fromSpec, permissionsBoundary, type StackDefinition } from '../stack-definition.js';

/** In the management account: the role that accepts the cluster's peering. */
export function tccpi(fleet: Fleet, cluster: Cluster, network: ManagementNetwork): StackDefinition {
  const { account } = cluster;
  return {
    ...clusterStack(fleet, cluster, 'tccpi'),
    target: { account: network.account, region: network.region },
    // The role's name is literal, because the peering refers to it by a literal ARN.
    capabilities: ['CAPABILITY_NAMED_IAM'],
    view: {
      description: `Cluster ${cluster.name}: role that accepts its VPC peering`,
      roleName: fromName(names.peeringRole(fleet, cluster), cluster),
      tenantAccount: fromSpec(account.id, account.source, '/spec/id'),
      serviceRole: fromSpec(account.roles.service, account.source, '/spec/roles/service'),
      vpc: fromSpec(network.vpc.id, cluster.source, '/spec/connect'),
      boundary: permissionsBoundary(network.account),
    },
  };
}
