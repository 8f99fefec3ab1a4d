import type { Cluster, Fleet } from '../../../model/fleet.js';
import { names } from '../../../model/names.js';
import { clusterTag, permissionsBoundary } from '../../stack-definition.js';

/** Where a node belongs, whichever it is: what its role, its user data and its tags are made of. */
export function nodeView(fleet: Fleet, cluster: Cluster, role: string) {
  return {
    cluster: cluster.name,
    clusterTag: clusterTag(cluster),
    role,
    bucket: names.bucket(fleet, cluster),
    apiByLoadBalancer: !cluster.dns.route53,
    permissionsBoundary: permissionsBoundary(cluster.account),
  };
}
