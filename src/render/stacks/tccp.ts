import type { Cluster, Fleet, ManagementNetwork } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { partitionOf } from '../../model/partition.js';
import { cidrPart, zonePart } from '../logical-id.js';
import { clusterStack, clusterTag, fromSpec, type StackDefinition, targetOf } from '../stack-definition.js';
import { zoneHalves } from '../zone-halves.js';

/** The cluster's network: VPC, zones, peering, shared security groups. */
export function tccp(fleet: Fleet, cluster: Cluster): StackDefinition {
  const { name, connect, network, source } = cluster;
  return {
    ...clusterStack(fleet, cluster, 'tccp'),
    target: targetOf(cluster),
    // Nothing is taken from tccpi: the role's ARN must be literal, or every look at it would replace the peering.
    after: connect ? [names.stackId(cluster, 'tccpi')] : [],
    view: {
      description: `Cluster ${name}: network`,
      cluster: name,
      clusterTag: clusterTag(cluster),
      publicName: `${name}-public`,
      masterName: `${name}-master`,
      nodeName: `${name}-node`,
      cidr: fromSpec(network.cidr, source, '/spec/network/cidr'),
      zones: network.zones.map(zone => ({
        ...zoneIds(zone.name),
        name: fromSpec(zone.name, source, `${zone.pointer}/name`),
        publicCidr: fromSpec(zoneHalves(zone.cidr).lower, source, `${zone.pointer}/cidr`),
        privateCidr: fromSpec(zoneHalves(zone.cidr).upper, source, `${zone.pointer}/cidr`),
        publicName: `${name}-public-${zone.name}`,
        privateName: `${name}-private-${zone.name}`,
      })),
      peering: connect ? peering(fleet, cluster, connect) : null,
      management: connect ? { cidr: connect.vpc.cidr } : null,
      apiSources: apiSources(cluster),
    },
  };
}

/** Outputs of tccp that other stacks take. */
export const tccpOutputs = {
  vpcId: 'VpcId',
  masterSecurityGroupId: 'MasterSecurityGroupId',
  nodeSecurityGroupId: 'NodeSecurityGroupId',
  peeringId: 'PeeringId',
  privateSubnet: (zone: string) => zoneIds(zone).privateSubnet,
  privateRouteTable: (zone: string) => zoneIds(zone).privateRouteTable,
} as const;

function zoneIds(zone: string) {
  const part = zonePart(zone);
  return {
    publicSubnet: `PublicSubnet${part}`,
    publicRouteTableAssociation: `PublicSubnetRouteTableAssociation${part}`,
    privateSubnet: `PrivateSubnet${part}`,
    privateRouteTable: `PrivateRouteTable${part}`,
    privateRouteTableAssociation: `PrivateSubnetRouteTableAssociation${part}`,
    peeringRoute: `PeeringRoute${part}`,
  };
}

function peering(fleet: Fleet, cluster: Cluster, { account, region, vpc }: ManagementNetwork) {
  return {
    account: account.id,
    region,
    vpc: fromSpec(vpc.id, cluster.source, '/spec/connect'),
    cidr: fromSpec(vpc.cidr, cluster.source, '/spec/connect'),
    roleArn: `arn:${partitionOf(region)}:iam::${account.id}:role/${names.peeringRole(fleet, cluster)}`,
  };
}

/** Who may reach the API from outside the cluster's security groups. */
function apiSources({ connect, api, source }: Cluster) {
  const management = connect ? [fromSpec(connect.vpc.cidr, source, '/spec/connect')] : [];
  const others = (api.public?.allow ?? [])
    .map((cidr, index) => fromSpec(cidr, source, `/spec/api/public/allow/${index}`))
    .filter(({ value }) => value !== connect?.vpc.cidr)
    .toSorted((a, b) => (a.value < b.value ? -1 : 1));
  return [...management, ...others].map(cidr => ({ id: `MasterApiIngressFrom${cidrPart(cidr.value)}`, cidr }));
}
