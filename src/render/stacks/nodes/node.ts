import type { Cluster, Fleet } from '../../../model/fleet.js';
import { masterRole, names } from '../../../model/names.js';
import { clusterTag, permissionsBoundary } from '../../stack-definition.js';

/** Where a node belongs, whichever it is: what its role, its user data and its tags are made of. */
export function nodeView(fleet: Fleet, cluster: Cluster, role: string) {
  const tag = clusterTag(cluster);
  return {
    cluster: cluster.name,
    clusterTag: tag,
    /** Keys of IAM conditions. */
    resourceTag: `aws:ResourceTag/${tag}`,
    requestTag: `aws:RequestTag/${tag}`,
    role,
    bucket: names.bucket(fleet, cluster),
    folder: names.folder(cluster),
    apiByLoadBalancer: !cluster.dns.route53,
    permissionsBoundary: permissionsBoundary(cluster.account),
    may: permissions(cluster, role),
  };
}

/** What a node does for Kubernetes, unless the pods that do it have roles of their own. Controllers run on masters. */
function permissions({ network: { cni }, workloadIdentity }: Cluster, role: string) {
  const addons = workloadIdentity?.addons;
  const onMaster = role === masterRole;
  return {
    // Cilium's operator takes addresses for all nodes.
    podNetwork: cni.plugin === 'aws-vpc' ? addons?.cni !== true : cni.mode === 'eni' && onMaster,
    cloudController: onMaster && addons?.cloudController !== true,
    ebsCsi: onMaster && addons?.ebsCsi !== true,
  };
}
