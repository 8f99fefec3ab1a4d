import { architectureOf } from '../../model/architecture.js';
import type { NodeConfigArtifact, StackInput } from '../../model/artifact.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import { masterRole, names } from '../../model/names.js';
import { machineImage } from '../machine.js';
import {
  clusterStack,
  clusterTag,
  fromSpec,
  instanceTags,
  type StackDefinition,
  targetOf,
} from '../stack-definition.js';
import { tccpOutputs } from './tccp.js';
import { tcsOutputs } from './tcs.js';

/** The masters. `nodeConfigs` are theirs, in order. */
export function tccpn(fleet: Fleet, cluster: Cluster, nodeConfigs: readonly NodeConfigArtifact[]): StackDefinition {
  const { name, controlPlane } = cluster;
  const subnets = [...new Set(controlPlane.zones)].sort().map(tccpOutputs.privateSubnet);
  const fromTccp = (output: string): StackInput => ({
    from: 'output',
    stack: names.stackId(cluster, 'tccp'),
    name: output,
  });
  return {
    ...clusterStack(fleet, cluster, 'tccpn'),
    target: targetOf(cluster),
    capabilities: ['CAPABILITY_IAM'],
    inputs: {
      KeyArn: { from: 'output', stack: names.stackId(cluster, 'tcs'), name: tcsOutputs.keyArn },
      SecretsRevision: { from: 'revision', role: masterRole },
      MasterSecurityGroupId: fromTccp(tccpOutputs.masterSecurityGroupId),
      ...Object.fromEntries(subnets.map(subnet => [subnet, fromTccp(subnet)])),
    },
    nodeConfigs: nodeConfigs.map(({ id }) => id),
    secretsRole: masterRole,
    view: {
      description: `Cluster ${name}: masters`,
      cluster: name,
      clusterTag: clusterTag(cluster),
      role: masterRole,
      bucket: names.bucket(fleet, cluster),
      tags: instanceTags(cluster),
      zones: subnets.map(privateSubnet => ({ privateSubnet })),
      masters: nodeConfigs.map((nodeConfig, index) => master(cluster, index, nodeConfig)),
    },
  };
}

function master(cluster: Cluster, index: number, { node, key, sha512 }: NodeConfigArtifact) {
  const { source, zones, instanceType, etcd } = cluster.controlPlane;
  const zone = zones[index] ?? '';
  return {
    ...masterIds(index + 1),
    name: `${cluster.name}-${node}`,
    etcdName: `${cluster.name}-${node}-etcd`,
    zone: fromSpec(zone, source, `/spec/zones/${index}`),
    subnet: tccpOutputs.privateSubnet(zone),
    instanceType: fromSpec(instanceType, source, '/spec/instanceType'),
    imageId: machineImage(cluster, architectureOf(instanceType)),
    sizeGiB: fromSpec(etcd.volume.sizeGiB, source, '/spec/etcd/volume/sizeGiB'),
    iops: fromSpec(etcd.volume.iops, source, '/spec/etcd/volume/iops'),
    throughputMiBps: fromSpec(etcd.volume.throughputMiBps, source, '/spec/etcd/volume/throughputMiBps'),
    nodeConfig: { key, sha512 },
    after: index === 0 ? null : masterIds(index),
  };
}

function masterIds(number: number) {
  return {
    eni: `MasterEni${number}`,
    etcdVolume: `EtcdVolume${number}`,
    launchTemplate: `MasterLaunchTemplate${number}`,
    autoScalingGroup: `MasterAutoScalingGroup${number}`,
  };
}
