import type { Finding } from '../../model/finding.js';
import type { ControlPlane, NodePool } from '../../model/fleet.js';
import type { Place } from '../../model/source.js';
import { mistake } from './mistake.js';

/** CW1028: every gp3 volume has the size for its IOPS, and the IOPS for its throughput. */
export function masterVolumes({ etcd, volumes, source }: ControlPlane): Finding[] {
  return [...ratios(etcd.volume, { source, pointer: '/spec/etcd/volume' }), ...nodeVolumes({ volumes, source })];
}

/** The same of a pool's. */
export function nodeVolumes({ volumes, source }: Pick<NodePool, 'volumes' | 'source'>): Finding[] {
  return Object.entries(volumes).flatMap(([name, volume]) => {
    return ratios(volume, { source, pointer: `/spec/volumes/${name}` });
  });
}

/** EBS user guide, "General Purpose SSD volumes", gp3. */
const iopsPerGiB = 500;
const mibpsPerIops = 0.25;

type Volume = NodePool['volumes']['root'];

function ratios({ sizeGiB, iops, throughputMiBps }: Volume, { source, pointer }: Place): Finding[] {
  const findings: Finding[] = [];
  if (iops > iopsPerGiB * sizeGiB) {
    const message = `${iops} IOPS are more than a gp3 volume of ${sizeGiB} GiB can have`;
    const hint = `lower iops to ${iopsPerGiB * sizeGiB}, or raise sizeGiB to ${Math.ceil(iops / iopsPerGiB)}`;
    findings.push(mistake('CW1028', { source, pointer: `${pointer}/iops` }, { message, hint }));
  }
  if (throughputMiBps > mibpsPerIops * iops) {
    const message = `${throughputMiBps} MiB/s are more than a gp3 volume with ${iops} IOPS can have`;
    const most = Math.floor(mibpsPerIops * iops);
    const hint = `lower throughputMiBps to ${most}, or raise iops to ${Math.ceil(throughputMiBps / mibpsPerIops)}`;
    findings.push(mistake('CW1028', { source, pointer: `${pointer}/throughputMiBps` }, { message, hint }));
  }
  return findings;
}

/** CW1038: etcd fills its volume up to its quota, and keeps its log and, while it is defragmented, a copy beside it. */
export function etcdQuota({ etcd: { quotaGiB, volume }, source }: ControlPlane): Finding[] {
  if (quotaGiB < volume.sizeGiB) return [];
  const message = `etcd may grow to ${quotaGiB} GiB, for which its volume of ${volume.sizeGiB} GiB has no room`;
  const hint = `raise spec.etcd.volume.sizeGiB to ${3 * quotaGiB}, or lower quotaGiB`;
  return [mistake('CW1038', { source, pointer: '/spec/etcd/quotaGiB' }, { message, hint })];
}
