import * as c from './conversions.js';
import { annotation, carried, changed, dropped, label, type MappingRow } from './row.js';

const batchNote = 'a percentage of scaling.max; a number of nodes is converted';
const pauseNote = 'it is now the longest wait for nodes to be ready, so it is never below PT15M';

/** Labels of the resource that is the cluster. */
export const freeLabels = carried(label('*'), 'Cluster metadata.labels.*', c.shortened(63), "somebody's own");

export const awsClusterRows: readonly MappingRow[] = [
  freeLabels,
  changed('metadata.name', 'Cluster metadata.name', 'a new name where the old one does not fit, or --rename'),
  carried('spec.cluster.description', 'Cluster spec.description', c.shortened(200)),
  changed('spec.cluster.dns.domain', 'Fleet spec.domain', 'one domain for the fleet'),
  carried(
    'spec.cluster.kubeProxy.conntrackMaxPerCore',
    'Cluster spec.kubernetes.kubeProxy.conntrackMaxPerCore',
    c.forKubeProxy(c.positiveCount),
  ),
  carried('spec.cluster.oidc.clientID', 'Cluster spec.oidc.clientId', c.text),
  carried('spec.cluster.oidc.issuerURL', 'Cluster spec.oidc.issuerUrl', c.text),
  changed(
    'spec.cluster.oidc.claims.username',
    'Cluster spec.oidc.usernameClaim',
    'names get the prefix oidc: unless usernamePrefix says otherwise; adapt role bindings',
    c.text,
  ),
  changed(
    'spec.cluster.oidc.claims.groups',
    'Cluster spec.oidc.groupsClaim',
    'names get the prefix oidc: unless groupsPrefix says otherwise; adapt role bindings',
    c.text,
  ),
  changed(
    'spec.provider.credentialSecret.name',
    'Cluster spec.account',
    'an Account of this repository, named with --account',
  ),
  changed(
    'spec.provider.credentialSecret.namespace',
    'Cluster spec.account',
    'an Account of this repository, named with --account',
  ),
  dropped('spec.provider.master.**', 'AWSControlPlane took its place'),
  changed(
    'spec.provider.nodes.networkPool',
    'Fleet spec.routedRanges',
    'the new cluster gets its addresses from the address pools',
  ),
  carried('spec.provider.pods.cidrBlock', 'Cluster spec.network.cni.podCidr', c.text),
  carried('spec.provider.pods.externalSNAT', 'Cluster spec.network.cni.externalSnat', c.forVpcCni(c.boolean)),
  carried('spec.provider.region', 'Cluster spec.region', c.text),
  dropped('status.cluster.**', 'clusterwright keeps a status of its own'),
  changed(
    'status.provider.network.cidr',
    'Fleet spec.routedRanges',
    'reserved, so that the new clusters stay clear of the old one; they get new blocks',
  ),
  dropped('status.provider.network.vpcID', 'the new cluster has a VPC of its own'),
  carried(
    annotation('alpha.cni.aws.giantswarm.io/minimum-ip-target'),
    'Cluster spec.network.cni.minimumIpTarget',
    c.withoutPrefixes(c.positiveNumberText),
  ),
  carried(
    annotation('alpha.cni.aws.giantswarm.io/warm-ip-target'),
    'Cluster spec.network.cni.warmIpTarget',
    c.withoutPrefixes(c.numberText),
  ),
  carried(
    annotation('alpha.cni.aws.giantswarm.io/prefix-delegation'),
    'Cluster spec.network.cni.prefixDelegation',
    c.forVpcCni(c.onlyTrue),
  ),
  carried(
    annotation('alpha.aws.giantswarm.io/iam-roles-for-service-accounts'),
    'Cluster spec.workloadIdentity.enabled',
    c.workloadIdentity,
    'the issuer is that of the Fleet',
  ),
  changed(
    annotation('alpha.aws.giantswarm.io/update-max-batch-size'),
    'NodePool spec.update.maxBatch',
    `${batchNote}, for pools without one of their own`,
    c.batch,
  ),
  changed(
    annotation('alpha.aws.giantswarm.io/update-pause-time'),
    'NodePool spec.update.pause',
    `${pauseNote}; for pools without one of their own`,
    c.pause,
  ),
  changed(
    annotation('alpha.aws.giantswarm.io/aws-subnet-size'),
    'Fleet spec.addressPools.*.clusterPrefix',
    'the address pool says how large a cluster is, its node pools included',
  ),
  carried(
    annotation('alpha.node.giantswarm.io/terminate-unhealthy'),
    'Cluster spec.nodes.replaceUnhealthy',
    c.trueOrFalse,
  ),
  carried(
    annotation('node.giantswarm.io/terminate-unhealthy'),
    'Cluster spec.nodes.replaceUnhealthy',
    c.trueOrFalse,
    'documented, but aws-operator never read this name',
  ),
  dropped(
    annotation('aws-operator.giantswarm.io/legacy-aws-cni-pod-cidr'),
    'it was for a move to Cilium within one VPC',
  ),
];

export const capiClusterRows: readonly MappingRow[] = [
  freeLabels,
  dropped('metadata.name', 'AWSCluster says it'),
  dropped('spec.infrastructureRef.**', 'a reference to another resource of the cluster'),
  dropped('spec.controlPlaneRef.**', 'a reference to another resource of the cluster'),
  dropped('spec.controlPlaneEndpoint.**', 'the new API has a name of its own, api.<cluster>.k8s.<domain>'),
  dropped('spec.clusterNetwork.**', 'aws-operator never read it'),
  dropped('spec.paused', 'every imported cluster is paused'),
  dropped('status.**', 'clusterwright keeps a status of its own'),
  carried(
    label('tag.provider.giantswarm.io/*'),
    'Cluster spec.tags.*',
    c.text,
    'the prefix goes; they now reach every stack',
  ),
  changed(
    annotation('cilium.giantswarm.io/pod-cidr'),
    'Cluster spec.network.cni.podCidr',
    'from release 19 on it comes before spec.provider.pods.cidrBlock',
    c.ciliumPods,
  ),
  changed(
    annotation('cilium.giantswarm.io/ipam-mode'),
    'Cluster spec.network.cni.mode',
    'kubernetes is now overlay',
    c.ipamMode,
  ),
  dropped(annotation('cluster.giantswarm.io/description'), 'spec.cluster.description of the AWSCluster says it'),
  dropped(annotation('cilium.giantswarm.io/force-disable-cilium-kube-proxy'), 'nothing read it'),
  changed(
    annotation('etcd.giantswarm.io/quota-backend-bytes'),
    'ControlPlane spec.etcd.quotaGiB',
    'in GiB, rounded up',
    c.quota,
  ),
  carried(
    annotation('controllermanager.giantswarm.io/terminated-pod-gc-threshold'),
    'Cluster spec.kubernetes.terminatedPodGcThreshold',
    c.positiveNumberText,
  ),
];
