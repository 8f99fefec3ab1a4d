import type { Cluster, Fleet } from '../../../model/fleet.js';
import { clusterTag, masterRole, names } from '../../../model/names.js';
import { bucketView, fromName, permissionsBoundary } from '../../stack-definition.js';

/** Where a node belongs, whichever it is: what its role, its user data and its tags are made of. */
export function nodeView(fleet: Fleet, cluster: Cluster, role: string) {
  const tag = clusterTag(cluster);
  return {
    cluster: fromName(cluster.name, cluster),
    clusterTag: fromName(tag, cluster),
    /** Keys of IAM conditions. */
    resourceTag: `aws:ResourceTag/${tag}`,
    requestTag: `aws:RequestTag/${tag}`,
    role,
    ...bucketView(fleet, cluster),
    configFolder: fromName(names.nodeConfigFolder(cluster, role), cluster),
    secretsFolder: fromName(names.secretsFolder(cluster, role), cluster),
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
