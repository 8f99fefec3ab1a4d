import type { Cluster } from '../../../model/fleet.js';
import { fromName, fromSpec } from '../../stack-definition.js';

/** What the security groups of masters and nodes depend on. */
export function securityGroupsView(cluster: Cluster) {
  const { cni } = cluster.network;
  const cilium = cni.plugin === 'cilium';
  return {
    masterName: fromName(`${cluster.name}-master`, cluster),
    nodeName: fromName(`${cluster.name}-node`, cluster),
    management: managementView(cluster),
    cilium,
    overlay: cilium && cni.mode === 'overlay',
  };
}

/** What the management network may reach; null for a cluster that is connected to nothing. */
function managementView({ connect, network: { managementAccess }, source }: Cluster) {
  return connect ? { ...managementAccess, cidr: fromSpec(connect.vpc.cidr, source, '/spec/connect') } : null;
}
