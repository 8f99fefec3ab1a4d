import { architectureOf } from '../../../model/architecture.js';
import type { Cluster, NodePool } from '../../../model/fleet.js';
import { machineImage } from '../../machine.js';
import { fromSpec } from '../../stack-definition.js';

/** Masters or a pool, as far as their launch templates go. */
type Launched = Pick<NodePool, 'volumes' | 'metadataService' | 'detailedMonitoring' | 'source'> &
  Partial<Pick<NodePool, 'flatcar'>>;

interface InstanceType {
  readonly type: string;
  /** Where it stands in the document. */
  readonly pointer: string;
}

/** What a launch template says of its instances, besides who they are. */
export function instanceView(cluster: Cluster, launched: Launched, { type, pointer }: InstanceType) {
  const { metadataService, detailedMonitoring, source, flatcar } = launched;
  return {
    imageId: machineImage(cluster, architectureOf(type), flatcar?.version),
    instanceType: fromSpec(type, source, pointer),
    hopLimit: fromSpec(metadataService.hopLimit, source, '/spec/metadataService/hopLimit'),
    detailedMonitoring: fromSpec(detailedMonitoring, source, '/spec/detailedMonitoring'),
    volumes: Object.entries(devices).map(([name, device]) => volumeView(launched, name as VolumeName, device)),
    clusterKey: cluster.storage.volumeKey === 'cluster',
  };
}

type VolumeName = keyof NodePool['volumes'];

/** Names that udev makes links of, also while Ignition runs; the node configs' file systems lie on them. */
const devices: Readonly<Record<VolumeName, string>> = {
  root: '/dev/xvda',
  containerd: '/dev/xvdi',
  kubelet: '/dev/xvdg',
  logs: '/dev/xvdf',
};

function volumeView({ volumes, source }: Launched, name: VolumeName, device: string) {
  const { sizeGiB, iops, throughputMiBps } = volumes[name];
  const at = (field: string) => `/spec/volumes/${name}/${field}`;
  return {
    device,
    sizeGiB: fromSpec(sizeGiB, source, at('sizeGiB')),
    iops: fromSpec(iops, source, at('iops')),
    throughputMiBps: fromSpec(throughputMiBps, source, at('throughputMiBps')),
  };
}
