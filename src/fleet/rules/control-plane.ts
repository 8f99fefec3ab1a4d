import type { Finding } from '../../model/finding.js';
import type { ControlPlane } from '../../model/fleet.js';
import { mistake } from './mistake.js';

/** CW1025: master N lives in zone N. */
export function masterZones({ replicas, zones, source }: ControlPlane): Finding[] {
  if (zones.length === replicas) return [];
  const message = `replicas is ${replicas}, but zones lists ${zones.length}`;
  const hint = 'list one zone per master';
  return [mistake('CW1025', { source, pointer: '/spec/zones' }, { message, hint })];
}

/** EBS user guide, "General Purpose SSD volumes", gp3. */
const iopsPerGiB = 500;
const mibpsPerIops = 0.25;

/** CW1028: a gp3 volume has the size for its IOPS, and the IOPS for its throughput. */
export function etcdVolume({ etcd, source }: ControlPlane): Finding[] {
  const { sizeGiB, iops, throughputMiBps } = etcd.volume;
  const findings: Finding[] = [];
  if (iops > iopsPerGiB * sizeGiB) {
    const message = `${iops} IOPS are more than a gp3 volume of ${sizeGiB} GiB can have`;
    const hint = `lower iops to ${iopsPerGiB * sizeGiB}, or raise sizeGiB to ${Math.ceil(iops / iopsPerGiB)}`;
    findings.push(mistake('CW1028', { source, pointer: '/spec/etcd/volume/iops' }, { message, hint }));
  }
  if (throughputMiBps > mibpsPerIops * iops) {
    const message = `${throughputMiBps} MiB/s are more than a gp3 volume with ${iops} IOPS can have`;
    const most = Math.floor(mibpsPerIops * iops);
    const hint = `lower throughputMiBps to ${most}, or raise iops to ${Math.ceil(throughputMiBps / mibpsPerIops)}`;
    findings.push(mistake('CW1028', { source, pointer: '/spec/etcd/volume/throughputMiBps' }, { message, hint }));
  }
  return findings;
}
