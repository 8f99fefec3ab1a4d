import type { NodeConfigArtifact, StackInput } from '../../model/artifact.js';
import { secretsRevision } from '../../model/bookkeeping.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import { masterRole, names } from '../../model/names.js';
import {
  clusterStack,
  fromName,
  fromSpec,
  instanceTags,
  nodeStackTags,
  type StackDefinition,
  targetOf,
} from '../stack-definition.js';
import { instanceView } from './nodes/instance.js';
import { nodeView } from './nodes/node.js';
import { tccpOutputs } from './tccp.js';
import { masterIds } from './tccpn/master-ids.js';
import { workloadIdentityView } from './tccpn/workload-identity.js';
import { tcsOutputs } from './tcs.js';

/** The masters. `nodeConfigs` are theirs, in order. */
export function tccpn(fleet: Fleet, cluster: Cluster, nodeConfigs: readonly NodeConfigArtifact[]): StackDefinition {
  const { name, controlPlane } = cluster;
  const { source, instanceType, updatePause, replicas } = controlPlane;
  const subnets = masterSubnets(cluster);
  const masters = nodeConfigs.map((nodeConfig, index) => master(fleet, cluster, { index, nodeConfig }));
  return {
    ...clusterStack(fleet, cluster, 'tccpn'),
    tags: nodeStackTags(cluster, controlPlane),
    target: targetOf(cluster),
    // Roles of pods have names that are chosen.
    capabilities: [cluster.workloadIdentity === undefined ? 'CAPABILITY_IAM' : 'CAPABILITY_NAMED_IAM'],
    inputs: inputs(cluster, nodeConfigs),
    nodeConfigs: nodeConfigs.map(({ id }) => id),
    secretsNodes: nodeConfigs.map(({ node }) => node),
    view: {
      description: `Cluster ${name}: masters`,
      node: nodeView(fleet, cluster, masterRole),
      instance: instanceView(cluster, controlPlane, { type: instanceType, pointer: '/spec/instanceType' }),
      tags: instanceTags(cluster, controlPlane),
      pause: fromSpec(updatePause, source, '/spec/updatePause'),
      drain: replicas === 1 ? null : { timeoutSeconds: masterDrainSeconds },
      zones: subnets.map(privateSubnet => ({ privateSubnet })),
      identity: workloadIdentityView(fleet, cluster),
      secretsRevisions: masters.map(({ secretsRevision }) => secretsRevision),
      keeps: { masters },
      masters,
    },
  };
}

/** What runs on masters besides the control plane leaves quickly, and meanwhile a member of etcd is about to go. */
const masterDrainSeconds = 300;

function inputs(cluster: Cluster, nodeConfigs: readonly NodeConfigArtifact[]): Readonly<Record<string, StackInput>> {
  const fromTccp = (...outputs: readonly string[]) =>
    Object.fromEntries(
      outputs.map(name => [name, { from: 'output', stack: names.stackId(cluster, 'tccp'), name } as const]),
    );
  return {
    KeyArn: { from: 'output', stack: names.stackId(cluster, 'tcs'), name: tcsOutputs.keyArn },
    ...Object.fromEntries(
      nodeConfigs.map(({ node }, index) => [secretsRevision(index + 1), { from: 'revision', node } as const]),
    ),
    ...fromTccp(
      tccpOutputs.masterSecurityGroupId,
      tccpOutputs.internalApiTargetGroup,
      tccpOutputs.publicApiTargetGroup,
      cluster.dns.route53 ? tccpOutputs.privateHostedZoneId : tccpOutputs.internalApiDnsName,
      ...masterSubnets(cluster),
    ),
  };
}

function masterSubnets({ controlPlane }: Cluster): readonly string[] {
  return [...new Set(controlPlane.zones)].sort().map(tccpOutputs.privateSubnet);
}

function master(
  fleet: Fleet,
  cluster: Cluster,
  { index, nodeConfig: { node, key, sha512 } }: { readonly index: number; readonly nodeConfig: NodeConfigArtifact },
) {
  const { source, zones, etcd } = cluster.controlPlane;
  const zone = zones[index] ?? '';
  return {
    ...masterIds(index + 1),
    secretsRevision: secretsRevision(index + 1),
    number: index + 1,
    name: fromName(`${cluster.name}-${node}`, cluster),
    etcdName: fromName(`${cluster.name}-${node}-etcd`, cluster),
    zone: fromSpec(zone, source, `/spec/zones/${index}`),
    subnet: tccpOutputs.privateSubnet(zone),
    sizeGiB: fromSpec(etcd.volume.sizeGiB, source, '/spec/etcd/volume/sizeGiB'),
    iops: fromSpec(etcd.volume.iops, source, '/spec/etcd/volume/iops'),
    throughputMiBps: fromSpec(etcd.volume.throughputMiBps, source, '/spec/etcd/volume/throughputMiBps'),
    restore: restore(cluster, index),
    record: cluster.dns.route53
      ? { id: `EtcdRecord${index + 1}`, name: fromName(names.etcdDomain(fleet, cluster, index + 1), cluster) }
      : null,
    nodeConfig: { key, sha512 },
    after: index === 0 ? null : masterIds(index),
  };
}

/** The others get their data from the first one. */
function restore({ controlPlane: { etcd, source } }: Cluster, index: number) {
  if (etcd.restoreFrom === undefined || index > 0) return null;
  return { snapshot: fromSpec(etcd.restoreFrom, source, '/spec/etcd/restoreFrom') };
}
