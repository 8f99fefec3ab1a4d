import * as c from './conversions.js';
import { annotation, carried, changed, dropped, label, type MappingRow } from './row.js';

export const g8sControlPlaneRows: readonly MappingRow[] = [
  dropped('metadata.name', 'a cluster has one ControlPlane, which has its name'),
  carried('spec.replicas', 'ControlPlane spec.replicas', c.count),
  dropped('spec.infrastructureRef.**', 'a reference to another resource of the cluster'),
  dropped('status.**', 'clusterwright keeps a status of its own'),
];

export const awsControlPlaneRows: readonly MappingRow[] = [
  dropped('metadata.name', 'a cluster has one ControlPlane, which has its name'),
  changed(
    'spec.availabilityZones',
    ['ControlPlane spec.zones', 'Cluster spec.network.zones'],
    'the order stays: master N lives in zone N',
  ),
  carried('spec.instanceType', 'ControlPlane spec.instanceType', c.text),
  carried(annotation('alpha.aws.giantswarm.io/ebs-volume-iops'), 'ControlPlane spec.etcd.volume.iops', c.numberText),
  carried(
    annotation('alpha.aws.giantswarm.io/ebs-volume-throughput'),
    'ControlPlane spec.etcd.volume.throughputMiBps',
    c.numberText,
  ),
  changed(
    annotation('alpha.aws.giantswarm.io/metadata-v2'),
    'ControlPlane spec.metadataService',
    'tokens are always required, and replies reach pods only with hopLimit: 2',
    c.metadataVersion,
  ),
  changed(
    annotation('alpha.aws.giantswarm.io/logging-volume-size'),
    'ControlPlane spec.volumes.logs.sizeGiB',
    'documented, but aws-operator never read it on masters',
    c.sizeOf(5, c.numberText),
  ),
  changed(
    annotation('alpha.aws.giantswarm.io/containerd-volume-size'),
    'ControlPlane spec.volumes.containerd.sizeGiB',
    'documented, but aws-operator never read it on masters',
    c.sizeOf(20, c.numberText),
  ),
];

export const machineDeploymentRows: readonly MappingRow[] = [
  dropped('metadata.name', 'AWSMachineDeployment says it'),
  dropped(label('giantswarm.io/machine-deployment'), 'AWSMachineDeployment says it'),
  dropped('spec.clusterName', 'the label giantswarm.io/cluster says it'),
  dropped('spec.replicas', 'the autoscaler decides between scaling.min and scaling.max'),
  dropped('spec.selector.**', 'nodes belong to the pool whose group starts them'),
  dropped('spec.strategy.**', 'see update'),
  dropped('spec.template.**', 'a reference to another resource of the pool'),
  dropped('spec.minReadySeconds', 'nodes tell when they are ready'),
  dropped('spec.progressDeadlineSeconds', 'see update.pause'),
  dropped('spec.revisionHistoryLimit', 'Git keeps the history'),
  dropped('spec.paused', 'every imported cluster is paused'),
  dropped('status.**', 'clusterwright keeps a status of its own'),
  carried(
    annotation('alpha.cni.aws.giantswarm.io/prefix-delegation'),
    'NodePool spec.prefixDelegation',
    c.forVpcCni(c.onlyTrue),
  ),
  dropped(annotation('node.giantswarm.io/cgroupv1'), 'Kubernetes no longer runs on cgroup v1'),
  dropped(annotation('machinedeployment.clusters.x-k8s.io/**'), 'Cluster API keeps it'),
  dropped(annotation('machine-deployment.giantswarm.io/name'), 'the description of AWSMachineDeployment says it'),
];

export const awsMachineDeploymentRows: readonly MappingRow[] = [
  changed('metadata.name', 'NodePool metadata.name', 'a new name where the old one does not fit, or --rename'),
  changed(
    label('giantswarm.io/machine-deployment'),
    'NodePool spec.labels.*',
    'nodes keep this label, so that selectors of workloads find them',
    c.text,
  ),
  dropped(label('cgroups.giantswarm.io/version'), 'nodes always have cgroup v2'),
  carried('spec.nodePool.description', 'NodePool spec.description', c.shortened(200)),
  changed(
    'spec.nodePool.machine.dockerVolumeSizeGB',
    'NodePool spec.volumes.containerd.sizeGiB',
    'there is no Docker; images and containers are on this volume, unless its own annotation says more',
    c.sizeOf(20, c.positiveCount),
  ),
  carried(
    'spec.nodePool.machine.kubeletVolumeSizeGB',
    'NodePool spec.volumes.kubelet.sizeGiB',
    c.sizeOf(10, c.positiveCount),
  ),
  carried('spec.nodePool.scaling.min', 'NodePool spec.scaling.min', c.count),
  carried('spec.nodePool.scaling.max', 'NodePool spec.scaling.max', c.count),
  changed('spec.provider.availabilityZones', ['NodePool spec.zones', 'Cluster spec.network.zones'], 'with new blocks'),
  carried('spec.provider.instanceDistribution.onDemandBaseCapacity', 'NodePool spec.instances.onDemand.base', c.count),
  carried(
    'spec.provider.instanceDistribution.onDemandPercentageAboveBaseCapacity',
    'NodePool spec.instances.onDemand.percentageAbove',
    c.percentage,
  ),
  changed('spec.provider.worker.instanceType', 'NodePool spec.instances.types', 'the first of a list', c.instanceTypes),
  changed(
    'spec.provider.worker.useAlikeInstanceTypes',
    'NodePool spec.instances.types',
    "types are listed; the operator's table is read with --alike. Spot nodes are chosen by price and capacity instead of by price alone (instances.spot.strategy)",
  ),
  dropped('status.**', 'clusterwright keeps a status of its own'),
  changed(
    annotation('alpha.aws.giantswarm.io/update-max-batch-size'),
    'NodePool spec.update.maxBatch',
    'a percentage of scaling.max; a number of nodes is converted',
    c.batch,
  ),
  changed(
    annotation('alpha.aws.giantswarm.io/update-pause-time'),
    'NodePool spec.update.pause',
    'it is now the longest wait for nodes to be ready, so it is never below PT15M',
    c.pause,
  ),
  changed(
    annotation('alpha.aws.giantswarm.io/metadata-v2'),
    'NodePool spec.metadataService',
    'tokens are always required, and replies reach pods only with hopLimit: 2',
    c.metadataVersion,
  ),
  changed(
    annotation('alpha.aws.giantswarm.io/aws-subnet-size'),
    'Fleet spec.addressPools.*.subnetPrefix',
    'the address pool says how large a subnet of a pool is',
  ),
  changed(
    annotation('alpha.aws.giantswarm.io/internal-elb'),
    'NodePool spec.internalLoadBalancers',
    'its presence turned it on',
    c.present,
  ),
  carried(
    annotation('alpha.aws.giantswarm.io/logging-volume-size'),
    'NodePool spec.volumes.logs.sizeGiB',
    c.sizeOf(5, c.numberText),
  ),
  carried(
    annotation('alpha.aws.giantswarm.io/containerd-volume-size'),
    'NodePool spec.volumes.containerd.sizeGiB',
    c.sizeOf(20, c.numberText),
  ),
  carried(
    annotation('alpha.giantswarm.io/flatcar-release-version'),
    'NodePool spec.flatcar.version',
    c.flatcarVersion,
    'if the Release has images of it',
  ),
  changed(
    annotation('machine-deployment.giantswarm.io/subnet'),
    'Fleet spec.routedRanges',
    'reserved, so that the new clusters stay clear of the old one; the pool gets new blocks',
  ),
  changed(
    label('machine-deployment.giantswarm.io/subnet'),
    'Fleet spec.routedRanges',
    'the older form of the annotation',
  ),
];
