import type { NodeConfigArtifact, StackInput } from '../../model/artifact.js';
import { autoscalerTags } from '../../model/autoscaler-tags.js';
import { secretsRevision } from '../../model/bookkeeping.js';
import type { Cluster, Fleet, NodePool } from '../../model/fleet.js';
import { names } from '../../model/names.js';
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
import { podsHaveSubnet } from './tccp/pods.js';
import { tccpOutputs } from './tccp.js';
import { instancesView } from './tcnp/instances.js';
import { rollingView } from './tcnp/rolling.js';
import { poolZoneIds } from './tcnp/zone-ids.js';
import { tcsOutputs } from './tcs.js';

/** A pool of nodes with its subnets. */
export function tcnp(fleet: Fleet, cluster: Cluster, pool: NodePool, nodeConfig: NodeConfigArtifact): StackDefinition {
  const { source, scaling, instances } = pool;
  const firstType = { type: instances.types[0]?.type ?? '', pointer: '/spec/instances/types/0/type' };
  return {
    ...clusterStack(fleet, cluster, 'tcnp', pool),
    tags: nodeStackTags(cluster, pool),
    target: targetOf(cluster),
    capabilities: ['CAPABILITY_IAM'],
    inputs: inputs(cluster, pool),
    // Nodes join masters that are there, and run a Kubernetes that is never newer than theirs.
    after: [names.stackId(cluster, 'tccpn')],
    nodeConfigs: [nodeConfig.id],
    secretsNodes: [pool.name],
    view: {
      description: `Cluster ${cluster.name}: pool ${pool.name}`,
      node: nodeView(fleet, cluster, pool.name),
      name: fromName(`${cluster.name}-${pool.name}`, pool),
      tags: instanceTags(cluster, pool),
      autoscalerTags: autoscalerTags(cluster, pool).map(({ key, value, pointer }) =>
        pointer === undefined
          ? { key: fromName(key, cluster), value }
          : { key: fromSpec(key, source, pointer), value: fromSpec(value, source, pointer) },
      ),
      block: pool.cidr === undefined ? null : { cidr: fromSpec(pool.cidr, source, '/spec/cidr') },
      zones: pool.zones.map(zone => ({
        ...poolZoneIds(zone.name),
        privateRouteTable: tccpOutputs.privateRouteTable(zone.name),
        name: fromSpec(zone.name, source, `${zone.pointer}/name`),
        cidr: fromSpec(zone.cidr, source, `${zone.pointer}/cidr`),
        podsElsewhere: podsHaveSubnet(cluster, zone.name),
      })),
      internalLoadBalancers: pool.internalLoadBalancers,
      instance: instanceView(cluster, pool, firstType),
      nodeConfig: { key: nodeConfig.key, sha512: nodeConfig.sha512 },
      secretsRevisions: [secretsRevision()],
      // Sizes are text in CloudFormation's resource type.
      scaling: {
        min: fromSpec(String(scaling.min), source, '/spec/scaling/min'),
        max: fromSpec(String(scaling.max), source, '/spec/scaling/max'),
      },
      ...instancesView(pool),
      ...rollingView(pool),
    },
  };
}

function inputs(cluster: Cluster, pool: NodePool): Readonly<Record<string, StackInput>> {
  const fromTccp = (name: string): StackInput => ({ from: 'output', stack: names.stackId(cluster, 'tccp'), name });
  const { vpcId, nodeSecurityGroupId, privateRouteTable, internalApiDnsName } = tccpOutputs;
  const api = cluster.dns.route53 ? [] : [internalApiDnsName];
  const routeTables = pool.zones.map(zone => privateRouteTable(zone.name));
  return {
    KeyArn: { from: 'output', stack: names.stackId(cluster, 'tcs'), name: tcsOutputs.keyArn },
    [secretsRevision()]: { from: 'revision', node: pool.name },
    ...Object.fromEntries([vpcId, nodeSecurityGroupId, ...api, ...routeTables].map(name => [name, fromTccp(name)])),
  };
}
