import type { Cluster, Fleet } from '../../../model/fleet.js';
import { names } from '../../../model/names.js';
import { partitionOf } from '../../../model/partition.js';
import { fromSpec } from '../../stack-definition.js';

/** The peering with the management network; null for a cluster that is connected to nothing. */
export function peeringView(fleet: Fleet, cluster: Cluster) {
  if (cluster.connect === undefined) return null;
  const { account, region, vpc } = cluster.connect;
  return {
    account: account.id,
    region,
    vpc: fromSpec(vpc.id, cluster.source, '/spec/connect'),
    cidr: fromSpec(vpc.cidr, cluster.source, '/spec/connect'),
    roleArn: `arn:${partitionOf(region)}:iam::${account.id}:role/${names.peeringRole(fleet, cluster)}`,
  };
}
