import type { Cluster, NodePool } from './fleet.js';
import { maxPodsOfPool } from './max-pods.js';

/** A tag of a pool's group, and the field of the pool that decides it, if one does. */
export interface AutoscalerTag {
  readonly key: string;
  readonly value: string;
  readonly pointer?: string;
}

/**
 * Tags of a pool's group for the cluster autoscaler: whose the group is, and what a node of it will have, so that one
 * can be asked for when there is none ("Auto-Discovery Setup" and "Scaling a node group to 0" in its README for AWS).
 */
export function autoscalerTags(cluster: Cluster, pool: NodePool): readonly AutoscalerTag[] {
  const { labels, taints, volumes } = pool;
  const template = 'k8s.io/cluster-autoscaler/node-template';
  return [
    { key: 'k8s.io/cluster-autoscaler/enabled', value: 'true' },
    { key: `k8s.io/cluster-autoscaler/${cluster.name}`, value: 'owned' },
    { key: `${template}/label/clusterwright.io/pool`, value: pool.name },
    ...Object.keys(labels)
      .sort()
      .map(label => ({
        key: `${template}/label/${label}`,
        value: labels[label] ?? '',
        pointer: `/spec/labels/${label.replaceAll('/', '~1')}`,
      })),
    ...firstOfEachKey(taints).map(({ key, value = '', effect }) => ({
      key: `${template}/taint/${key}`,
      value: `${value}:${effect}`,
      pointer: `/spec/taints/${taints.findIndex(taint => taint.key === key)}/key`,
    })),
    {
      key: `${template}/resources/ephemeral-storage`,
      value: `${volumes.kubelet.sizeGiB}Gi`,
      pointer: '/spec/volumes/kubelet/sizeGiB',
    },
    { key: `${template}/resources/pods`, value: String(maxPodsOfPool(cluster, pool)), pointer: '/spec/maxPods' },
  ];
}

/** A key with two effects can only be told once. */
function firstOfEachKey(taints: NodePool['taints']): NodePool['taints'] {
  return taints.filter(({ key }, index) => taints.findIndex(other => other.key === key) === index);
}
