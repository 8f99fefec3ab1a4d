import * as c from './conversions.js';
import { annotation, carried, changed, dropped, type MappingRow } from './row.js';

export const networkPoolRows: readonly MappingRow[] = [
  changed('metadata.name', 'Fleet spec.routedRanges', 'names the range'),
  changed('spec.cidrBlock', 'Fleet spec.routedRanges', 'reserved: its addresses are still in use'),
];

export const releaseRows: readonly MappingRow[] = [
  changed('metadata.name', 'Release metadata.name', 'or the name of another Release, with --release'),
  changed(
    'spec.components',
    ['Release spec.kubernetes', 'Release spec.flatcar', 'Release spec.components'],
    'digests and images, which it never had, are asked for',
  ),
  dropped('spec.apps.**', 'apps are installed in the cluster, by tools that do that'),
  changed('spec.state', 'Release spec.state', 'wip is now preview'),
  dropped('spec.date', 'Git keeps the history'),
  dropped('spec.endOfLifeDate', 'set state: deprecated when the time comes'),
  carried('spec.notice', 'Release spec.notes', c.shortened(2000)),
  dropped('status.**', 'validate says whether it is complete'),
  dropped(annotation('giantswarm.io/release-notes'), 'spec.notes has room for a link'),
];

/** Components of a Release that ours has a place for. */
export const componentTargets: Readonly<Record<string, string>> = {
  kubernetes: 'kubernetes/version',
  containerlinux: 'flatcar/version',
  etcd: 'components/etcd/version',
  containerd: 'components/containerd/version',
  coredns: 'components/coreDns/version',
  'aws-cni': 'components/awsVpcCni/version',
  cilium: 'components/cilium/version',
  'aws-cloud-controller-manager': 'components/cloudControllerManager/version',
  'aws-ebs-csi-driver': 'components/ebsCsiDriver/version',
};
