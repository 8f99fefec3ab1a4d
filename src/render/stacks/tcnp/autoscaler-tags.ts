import type { Cluster, NodePool } from '../../../model/fleet.js';
import { maxPodsOfPool } from '../../../model/max-pods.js';
import { fromSpec } from '../../stack-definition.js';

/**
 * Tags of a pool's group for the cluster autoscaler: whose the group is, and what a node of it will have, so that one
 * can be asked for when there is none ("Auto-Discovery Setup" and "Scaling a node group to 0" in its README for AWS).
 */
export function autoscalerTags(cluster: Cluster, pool: NodePool) {
  const { labels, taints, volumes, source } = pool;
  const template = 'k8s.io/cluster-autoscaler/node-template';
  return [
    { key: 'k8s.io/cluster-autoscaler/enabled', value: 'true' },
    { key: `k8s.io/cluster-autoscaler/${cluster.name}`, value: 'owned' },
    { key: `${template}/label/clusterwright.io/pool`, value: pool.name },
    ...Object.keys(labels)
      .sort()
      .map(label => ({
        key: `${template}/label/${label}`,
        value: fromSpec(labels[label] ?? '', source, '/spec/labels'),
      })),
    ...firstOfEachKey(taints).map(({ key, value = '', effect }) => ({
      key: `${template}/taint/${key}`,
      value: fromSpec(`${value}:${effect}`, source, '/spec/taints'),
    })),
    {
      key: `${template}/resources/ephemeral-storage`,
      value: fromSpec(`${volumes.kubelet.sizeGiB}Gi`, source, '/spec/volumes/kubelet/sizeGiB'),
    },
    {
      key: `${template}/resources/pods`,
      value: fromSpec(String(maxPodsOfPool(cluster, pool)), source, '/spec/maxPods'),
    },
  ];
}

/** A key with two effects can only be told once. */
function firstOfEachKey(taints: NodePool['taints']): NodePool['taints'] {
  return taints.filter(({ key }, index) => taints.findIndex(other => other.key === key) === index);
}
