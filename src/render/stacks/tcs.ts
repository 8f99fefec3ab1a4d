import type { Cluster, Fleet } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { bucketView, clusterStack, fromName, fromSpec, type StackDefinition, targetOf } from '../stack-definition.js';

/** Key of a cluster, and its bucket with access logs unless it shares one; kept when the stack is deleted. */
export function tcs(fleet: Fleet, cluster: Cluster): StackDefinition {
  const { sharedBucket, volumeKey } = cluster.storage;
  return {
    ...clusterStack(fleet, cluster, 'tcs'),
    target: targetOf(cluster),
    view: {
      description: `Cluster ${cluster.name}: key and bucket`,
      keyDescription: `Cluster ${cluster.name}: encrypts its secrets and etcd volumes`,
      keyAlias: fromName(names.keyAlias(fleet, cluster), cluster),
      secretsOf: { cluster: fromName(cluster.name, cluster) },
      nodeVolumes: volumeKey === 'cluster',
      bucket: bucketView(fleet, cluster).bucket,
      ownBucket: sharedBucket === undefined,
      accessLogs: accessLogs(fleet, cluster),
    },
  };
}

/** Null where nobody keeps them; of a shared bucket, whoever it belongs to decides. */
function accessLogs(fleet: Fleet, cluster: Cluster) {
  const { sharedBucket, accessLogs: logs } = cluster.storage;
  if (sharedBucket !== undefined || !logs.enabled) return null;
  return {
    bucket: fromName(names.accessLogBucket(fleet, cluster), cluster),
    expireDays: fromSpec(logs.expireDays, cluster.source, '/spec/storage/accessLogs/expireDays'),
  };
}

/** Outputs of tcs that other stacks take. */
export const tcsOutputs = { keyArn: 'KeyArn' } as const;
