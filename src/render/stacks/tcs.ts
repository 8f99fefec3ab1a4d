import type { Cluster, Fleet } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { clusterStack, type StackDefinition, targetOf } from '../stack-definition.js';

/** Key, bucket and access logs of a cluster, kept when the stack is deleted. */
export function tcs(fleet: Fleet, cluster: Cluster): StackDefinition {
  return {
    ...clusterStack(fleet, cluster, 'tcs'),
    target: targetOf(cluster),
    view: {
      description: `Cluster ${cluster.name}: key and bucket`,
      keyDescription: `Cluster ${cluster.name}: encrypts its secrets and etcd volumes`,
      keyAlias: names.keyAlias(fleet, cluster),
      bucket: names.bucket(fleet, cluster),
      accessLogBucket: names.accessLogBucket(fleet, cluster),
    },
  };
}

/** Outputs of tcs that other stacks take. */
export const tcsOutputs = { keyArn: 'KeyArn' } as const;
