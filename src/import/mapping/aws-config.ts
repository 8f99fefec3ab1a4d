import { freeLabels } from './clusters.js';
import * as c from './conversions.js';
import { carried, changed, dropped, label, type MappingRow } from './row.js';

const fixed = 'the same in all clusters now';
const pods = 'pods had a network of their own; now they get addresses of the VPC, of network.cni.podCidr';
const oneLoadBalancer = 'network load balancers have no such setting';

/** The resource of the years before node pools: a whole cluster in one. */
export const awsConfigRows: readonly MappingRow[] = [
  freeLabels,
  dropped('metadata.name', 'spec.cluster.id says it'),
  dropped(label('customer'), 'spec.cluster.customer.id says it'),
  dropped(label('clusterID'), 'spec.cluster.id says it'),
  changed('spec.cluster.id', 'Cluster metadata.name', 'a new name where the old one does not fit, or --rename'),
  dropped('spec.cluster.version', 'the Release says it'),
  dropped('spec.versionBundle.**', 'the Release says it'),
  changed('spec.cluster.customer.id', 'Cluster metadata.labels.organization', 'a free label', c.shortened(63)),
  dropped('spec.cluster.calico.subnet', pods),
  dropped('spec.cluster.calico.cidr', pods),
  dropped('spec.cluster.calico.mtu', 'the pod network finds it'),
  dropped('spec.cluster.docker.**', 'there is no Docker'),
  dropped('spec.cluster.etcd.**', fixed),
  carried('spec.cluster.kubernetes.api.clusterIPRange', 'Cluster spec.network.serviceCidr', c.text),
  changed('spec.cluster.kubernetes.api.domain', 'Fleet spec.domain', 'the API answers on api.<cluster>.k8s.<domain>'),
  dropped('spec.cluster.kubernetes.api.securePort', 'it is always 443'),
  dropped('spec.cluster.kubernetes.api.insecurePort', 'there is none'),
  dropped('spec.cluster.kubernetes.api.altNames', 'api.altNames takes further names'),
  dropped('spec.cluster.kubernetes.cloudProvider', 'it is always aws'),
  carried('spec.cluster.kubernetes.domain', 'Cluster spec.kubernetes.clusterDomain', c.text),
  dropped('spec.cluster.kubernetes.dns.**', 'the tenth address of the block of services'),
  dropped(
    'spec.cluster.kubernetes.ingressController.**',
    'an ingress controller is installed in the cluster; dns.ingressWildcard leads to it',
  ),
  dropped('spec.cluster.kubernetes.kubelet.**', fixed),
  dropped('spec.cluster.kubernetes.networkSetup.docker.**', 'nothing needs the image'),
  carried(
    'spec.cluster.kubernetes.networkSetup.kubeProxy.conntrackMaxPerCore',
    'Cluster spec.kubernetes.kubeProxy.conntrackMaxPerCore',
    c.positiveCount,
  ),
  changed(
    'spec.cluster.kubernetes.ssh.userList',
    'Cluster spec.ssh.users',
    'a list of keys for each; certificates (ssh.trustedCaKeys) serve better',
    c.users,
  ),
  changed('spec.cluster.masters', 'ControlPlane spec.replicas', 'as many as are listed'),
  dropped('spec.cluster.workers.**', 'spec.cluster.scaling says how many'),
  changed('spec.cluster.scaling.min', 'NodePool spec.scaling.min', 'of the pool workers', c.count),
  changed('spec.cluster.scaling.max', 'NodePool spec.scaling.max', 'of the pool workers', c.count),
  changed('spec.aws.az', 'ControlPlane spec.zones', 'the zone of the only master'),
  dropped('spec.aws.availabilityZones', 'status.aws.availabilityZones says which'),
  dropped('spec.aws.api.**', oneLoadBalancer),
  dropped('spec.aws.etcd.**', 'etcd has no load balancer'),
  dropped('spec.aws.ingress.**', 'the load balancer of an ingress controller is its own'),
  changed(
    'spec.aws.hostedZones.**',
    'Fleet spec.managementNetworks.*.hostedZone',
    'one parent zone for all names of clusters',
  ),
  changed(
    'spec.aws.credentialSecret.name',
    'Cluster spec.account',
    'an Account of this repository, named with --account',
  ),
  changed(
    'spec.aws.credentialSecret.namespace',
    'Cluster spec.account',
    'an Account of this repository, named with --account',
  ),
  changed('spec.aws.masters', 'ControlPlane spec.instanceType', 'the type of the first', c.firstInstanceType),
  changed(
    'spec.aws.workers',
    ['NodePool spec.instances.types', 'NodePool spec.volumes.containerd.sizeGiB'],
    'the type of the first; all must be alike',
  ),
  carried('spec.aws.region', 'Cluster spec.region', c.text),
  changed(
    'spec.aws.vpc.cidr',
    'Fleet spec.routedRanges',
    'reserved, so that the new clusters stay clear of the old one; they get new blocks',
  ),
  dropped('spec.aws.vpc.privateSubnetCidr', 'it lies in the block of the VPC, which is reserved'),
  dropped('spec.aws.vpc.publicSubnetCidr', 'it lies in the block of the VPC, which is reserved'),
  changed(
    'spec.aws.vpc.routeTableNames',
    'Fleet spec.managementNetworks.*.routeTables',
    'ids instead of names, once for all clusters',
  ),
  changed('spec.aws.vpc.peerId', 'Fleet spec.managementNetworks.*.vpc.id', 'once for all clusters'),
  changed('status.aws.availabilityZones', ['Cluster spec.network.zones', 'NodePool spec.zones'], 'with new blocks'),
  dropped('status.aws.autoScalingGroup.**', 'the new cluster has groups of its own'),
  changed(
    'status.cluster.network.cidr',
    'Fleet spec.routedRanges',
    'reserved, so that the new clusters stay clear of the old one',
  ),
  dropped('status.cluster.**', 'clusterwright keeps a status of its own'),
];
