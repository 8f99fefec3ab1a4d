import { architectureOf } from '../../model/architecture.js';
import type { NodeConfigArtifact, StackInput } from '../../model/artifact.js';
import type { Cluster, Fleet, NodePool } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { zonePart } from '../logical-id.js';
import { machineImage } from '../machine.js';
import {
  clusterStack,
  clusterTag,
  fromSpec,
  instanceTags,
  type StackDefinition,
  targetOf,
} from '../stack-definition.js';
import { podsHaveSubnet } from './tccp/pods.js';
import { tccpOutputs } from './tccp.js';
import { tcsOutputs } from './tcs.js';

/** A pool of nodes with its subnets. */
export function tcnp(fleet: Fleet, cluster: Cluster, pool: NodePool, nodeConfig: NodeConfigArtifact): StackDefinition {
  const { source, scaling, instances } = pool;
  const firstType = instances.types[0]?.type ?? '';
  return {
    ...clusterStack(fleet, cluster, 'tcnp', pool),
    target: targetOf(cluster),
    capabilities: ['CAPABILITY_IAM'],
    inputs: inputs(cluster, pool),
    // Nodes join masters that are there, and run a Kubernetes that is never newer than theirs.
    after: [names.stackId(cluster, 'tccpn')],
    nodeConfigs: [nodeConfig.id],
    secretsRole: pool.name,
    view: {
      description: `Cluster ${cluster.name}: pool ${pool.name}`,
      cluster: cluster.name,
      clusterTag: clusterTag(cluster),
      name: `${cluster.name}-${pool.name}`,
      role: pool.name,
      bucket: names.bucket(fleet, cluster),
      tags: instanceTags(cluster),
      block: pool.cidr === undefined ? null : { cidr: fromSpec(pool.cidr, source, '/spec/cidr') },
      zones: pool.zones.map(zone => ({
        subnet: `Subnet${zonePart(zone.name)}`,
        routeTableAssociation: `SubnetRouteTableAssociation${zonePart(zone.name)}`,
        privateRouteTable: tccpOutputs.privateRouteTable(zone.name),
        name: fromSpec(zone.name, source, `${zone.pointer}/name`),
        cidr: fromSpec(zone.cidr, source, `${zone.pointer}/cidr`),
        podsElsewhere: podsHaveSubnet(cluster, zone.name),
      })),
      imageId: machineImage(cluster, architectureOf(firstType)),
      instanceType: fromSpec(firstType, source, '/spec/instances/types/0/type'),
      nodeConfig: { key: nodeConfig.key, sha512: nodeConfig.sha512 },
      // Sizes are text in CloudFormation's resource type.
      scaling: {
        min: fromSpec(String(scaling.min), source, '/spec/scaling/min'),
        max: fromSpec(String(scaling.max), source, '/spec/scaling/max'),
      },
      types: instances.types.map(({ type, weight }, index) => ({
        name: fromSpec(type, source, `/spec/instances/types/${index}/type`),
        weighted:
          weight === undefined
            ? null
            : { weight: fromSpec(String(weight), source, `/spec/instances/types/${index}/weight`) },
      })),
      onDemand: {
        base: fromSpec(instances.onDemand.base, source, '/spec/instances/onDemand/base'),
        percentageAbove: fromSpec(
          instances.onDemand.percentageAbove,
          source,
          '/spec/instances/onDemand/percentageAbove',
        ),
      },
      spotStrategy: fromSpec(instances.spot.strategy, source, '/spec/instances/spot/strategy'),
      creation: creation(pool),
      update: update(pool),
    },
  };
}

function inputs(cluster: Cluster, pool: NodePool): Readonly<Record<string, StackInput>> {
  const fromTccp = (name: string): StackInput => ({ from: 'output', stack: names.stackId(cluster, 'tccp'), name });
  const routeTables = pool.zones.map(zone => tccpOutputs.privateRouteTable(zone.name));
  return {
    KeyArn: { from: 'output', stack: names.stackId(cluster, 'tcs'), name: tcsOutputs.keyArn },
    SecretsRevision: { from: 'revision', role: pool.name },
    VpcId: fromTccp(tccpOutputs.vpcId),
    NodeSecurityGroupId: fromTccp(tccpOutputs.nodeSecurityGroupId),
    ...Object.fromEntries(routeTables.map(table => [table, fromTccp(table)])),
  };
}

/** How many nodes must report ready before the stack is complete; with weights, the fewest that `min` can be. */
function creation({ scaling, instances, source }: NodePool) {
  const heaviest = Math.max(...instances.types.map(({ weight }) => weight ?? 1));
  const count = Math.ceil(scaling.min / heaviest);
  return count === 0 ? null : { count: fromSpec(count, source, '/spec/scaling/min') };
}

function update({ scaling, update: { maxBatch, pause }, source }: NodePool) {
  return {
    // Below the maximum by one batch, or CloudFormation refuses the update.
    minInService: fromSpec(Math.max(0, Math.min(scaling.min, scaling.max - maxBatch)), source, '/spec/scaling/min'),
    maxBatch: fromSpec(maxBatch, source, '/spec/update/maxBatch'),
    pause: fromSpec(pause, source, '/spec/update/pause'),
  };
}
