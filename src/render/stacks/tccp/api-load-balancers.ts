import type { Cluster, ManagementNetwork } from '../../../model/fleet.js';
import type { DocumentSource } from '../../../model/source.js';
import type { Located } from '../../../template/located.js';
import { cidrPart } from '../../logical-id.js';
import { fromName, fromSpec } from '../../stack-definition.js';
import { zoneIds } from './zones.js';

/** The load balancer inside the VPC, which every cluster has. */
export function internalApiView(cluster: Cluster) {
  const { name, network, connect, api, source } = cluster;
  return {
    ...apiIds('Internal'),
    name: fromName(`${name}-api-internal`, cluster),
    scheme: 'internal',
    internetFacing: false,
    // Masters that connect to it reach themselves: with their own address as source, the answer would never come back.
    preserveClientIp: 'false',
    subnets: network.zones.map(zone => ({ id: zoneIds(zone.name).privateSubnet })),
    sources: sources('InternalApi', [
      ...managementBlock(connect, source),
      ...allowed(api.internal.allow, source, 'internal'),
    ]),
    ...attributes(cluster),
  };
}

/** The one on the internet; null without `spec.api.public`. */
export function publicApiView(cluster: Cluster) {
  const { network, connect, api, source } = cluster;
  if (api.public === undefined) return null;
  return {
    ...apiIds('Public'),
    ...publicTargetGroupView(cluster),
    scheme: 'internet-facing',
    internetFacing: true,
    subnets: network.zones.map(zone => ({ id: zoneIds(zone.name).publicSubnet })),
    sources: sources('PublicApi', [...egressBlocks(connect, source), ...allowed(api.public.allow, source, 'public')]),
    ...attributes(cluster),
  };
}

/** Its target group is there in any case: masters' groups do not change when the load balancer comes or goes. */
export function publicTargetGroupView(cluster: Cluster) {
  const name = fromName(`${cluster.name}-api-public`, cluster);
  return { targetGroup: apiIds('Public').targetGroup, name, preserveClientIp: 'true' };
}

/** Logical ids of a load balancer and what belongs to it. */
export function apiIds(side: 'Internal' | 'Public') {
  return {
    loadBalancer: `${side}ApiLoadBalancer`,
    listener: `${side}ApiListener`,
    targetGroup: `${side}ApiTargetGroup`,
    securityGroup: `${side}ApiSecurityGroup`,
    egress: `${side}ApiEgress`,
    masterIngress: `MasterApiIngressFrom${side}Api`,
  };
}

function attributes({ api, source }: Cluster) {
  return {
    crossZone: fromSpec(String(api.crossZone), source, '/spec/api/crossZone'),
    deletionProtection: fromSpec(String(api.deletionProtection), source, '/spec/api/deletionProtection'),
  };
}

type Block = Located<string>;

function managementBlock(connect: ManagementNetwork | undefined, source: DocumentSource): readonly Block[] {
  return connect ? [fromSpec(connect.vpc.cidr, source, '/spec/connect')] : [];
}

function egressBlocks(connect: ManagementNetwork | undefined, source: DocumentSource): readonly Block[] {
  return (connect?.egressAddresses ?? []).map(cidr => fromSpec(cidr, source, '/spec/connect'));
}

function allowed(cidrs: readonly string[], source: DocumentSource, side: 'internal' | 'public'): readonly Block[] {
  return cidrs.map((cidr, index) => fromSpec(cidr, source, `/spec/api/${side}/allow/${index}`));
}

/** A rule per block, keyed by it: a list that changes adds and removes rules, and moves none. */
function sources(group: string, blocks: readonly Block[]) {
  const byCidr = new Map(blocks.toReversed().map(block => [block.value, block]));
  return [...byCidr.keys()]
    .sort()
    .map(cidr => ({ id: `${group}IngressFrom${cidrPart(cidr)}`, cidr: byCidr.get(cidr) }));
}
