import type { Cluster, Fleet } from '../../model/fleet.js';
import { clusterTag, names } from '../../model/names.js';
import { clusterStack, fromName, fromSpec, type StackDefinition, targetOf } from '../stack-definition.js';
import { apiIds, internalApiView, publicApiView, publicTargetGroupView } from './tccp/api-load-balancers.js';
import { dnsView } from './tccp/dns.js';
import { endpointsView } from './tccp/endpoints.js';
import { flowLogsView } from './tccp/flow-logs.js';
import { peeringView } from './tccp/peering.js';
import { podsView } from './tccp/pods.js';
import { securityGroupsView } from './tccp/security-groups.js';
import { zoneIds, zoneViews } from './tccp/zones.js';

/** The cluster's network: VPC, zones, peering, load balancers of the API, shared security groups. */
export function tccp(fleet: Fleet, cluster: Cluster): StackDefinition {
  const { name, connect, network, source } = cluster;
  return {
    ...clusterStack(fleet, cluster, 'tccp'),
    target: targetOf(cluster),
    // Nothing is taken from tccpi: the role's ARN must be literal, or every look at it would replace the peering.
    after: connect ? [names.stackId(cluster, 'tccpi')] : [],
    // The role that writes flow logs.
    capabilities: network.flowLogs ? ['CAPABILITY_IAM'] : [],
    view: {
      description: `Cluster ${name}: network`,
      cluster: fromName(name, cluster),
      clusterTag: fromName(clusterTag(cluster), cluster),
      publicName: fromName(`${name}-public`, cluster),
      cidr: fromSpec(network.cidr, source, '/spec/network/cidr'),
      zones: zoneViews(cluster),
      pods: podsView(cluster),
      peering: peeringView(fleet, cluster),
      endpoints: endpointsView(cluster),
      flowLogs: flowLogsView(cluster),
      securityGroups: securityGroupsView(cluster),
      internalApi: internalApiView(cluster),
      publicApi: publicApiView(cluster),
      publicTargetGroup: publicTargetGroupView(cluster),
      dns: dnsView(fleet, cluster),
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
  /** Both target groups of the API are always there; every master's group belongs to both. */
  internalApiTargetGroup: apiIds('Internal').targetGroup,
  publicApiTargetGroup: apiIds('Public').targetGroup,
  /** Name of the internal load balancer: the API's name where Route 53 is off. */
  internalApiDnsName: 'InternalApiDnsName',
  /** With Route 53: the cluster's zones, and who answers for the public one, joined by commas. */
  publicHostedZoneId: 'PublicHostedZoneId',
  privateHostedZoneId: 'PrivateHostedZoneId',
  nameServers: 'NameServers',
} as const;
