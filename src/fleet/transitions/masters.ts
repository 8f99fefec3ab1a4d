import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import { mistake } from '../rules/mistake.js';
import type { Kept } from './transition.js';

/** CW1603 and CW1606: neither the volumes of etcd nor the number of its members shrink. */
export function shrinkingMasters({ before, after }: Kept<Cluster>): Finding[] {
  const { source } = after.controlPlane;
  const [old, now] = [before.controlPlane, after.controlPlane];
  const [oldSize, size] = [old.etcd.volume.sizeGiB, now.etcd.volume.sizeGiB];
  return [
    ...(size < oldSize
      ? [
          mistake(
            'CW1603',
            { source, pointer: '/spec/etcd/volume/sizeGiB' },
            {
              message: `a volume cannot shrink: it has ${oldSize} GiB`,
              hint: `write ${oldSize} or more`,
            },
          ),
        ]
      : []),
    ...(now.replicas < old.replicas
      ? [
          mistake(
            'CW1606',
            { source, pointer: '/spec/replicas' },
            {
              message: `a cluster cannot go from ${old.replicas} masters to ${now.replicas}: etcd would lose its quorum`,
              hint: `set it back to ${old.replicas}`,
            },
          ),
        ]
      : []),
  ];
}
