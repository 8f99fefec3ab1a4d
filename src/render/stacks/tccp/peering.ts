import type { Cluster, Fleet } from '../../../model/fleet.js';
import { names } from '../../../model/names.js';
import { partitionOf } from '../../../model/partition.js';
import { fromSpec } from '../../stack-definition.js';

/** The peering with the management network; null for a cluster that is connected to nothing. */
export function peeringView(fleet: Fleet, cluster: Cluster) {
  if (cluster.connect === undefined) return null;
  const { account, region, vpc } = cluster.connect;
  const connected = <Value>(value: Value) => fromSpec(value, cluster.source, '/spec/connect');
  return {
    account: connected(account.id),
    region: connected(region),
    vpc: connected(vpc.id),
    cidr: connected(vpc.cidr),
    roleArn: connected(`arn:${partitionOf(region)}:iam::${account.id}:role/${names.peeringRole(fleet, cluster)}`),
  };
}
