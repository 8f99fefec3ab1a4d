import type { StackInput } from '../../model/artifact.js';
import type { Cluster, Fleet, ManagementNetwork } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { clusterStack, fromName, fromSpec, type StackDefinition } from '../stack-definition.js';
import { peeringId, routesBack } from './routes-back.js';
import { tccpOutputs } from './tccp.js';

/** In the management account: routes to the cluster's own block, and its names in the management network's zones. */
export function tccpf(fleet: Fleet, cluster: Cluster, network: ManagementNetwork): StackDefinition {
  const cidr = fromSpec(cluster.network.cidr, cluster.source, '/spec/network/cidr');
  const delegation = delegationView(fleet, cluster, network);
  const privateNames = privateNamesView(fleet, cluster, network);
  const fromTccp = (name: string): StackInput => ({ from: 'output', stack: names.stackId(cluster, 'tccp'), name });
  return {
    ...clusterStack(fleet, cluster, 'tccpf'),
    target: { account: network.account, region: network.region },
    inputs: {
      PeeringId: peeringId(cluster),
      ...(delegation && { NameServers: fromTccp(tccpOutputs.nameServers) }),
      ...(privateNames && { InternalApiDnsName: fromTccp(tccpOutputs.internalApiDnsName) }),
    },
    view: {
      description: `Cluster ${cluster.name}: routes back and names`,
      routes: routesBack(fleet, network, cidr),
      delegation,
      privateNames,
    },
  };
}

function delegationView(fleet: Fleet, cluster: Cluster, { hostedZone, pointer }: ManagementNetwork) {
  if (!cluster.dns.route53 || hostedZone === undefined) return null;
  return {
    zone: fromSpec(hostedZone, fleet.source, `${pointer}/hostedZone`),
    name: fromName(names.clusterDomain(fleet, cluster), cluster),
  };
}

function privateNamesView(fleet: Fleet, cluster: Cluster, { privateHostedZone, pointer }: ManagementNetwork) {
  if (!cluster.dns.route53 || privateHostedZone === undefined) return null;
  return {
    zone: fromSpec(privateHostedZone, fleet.source, `${pointer}/privateHostedZone`),
    api: fromName(names.apiDomain(fleet, cluster), cluster),
    internalApi: fromName(names.internalApiDomain(fleet, cluster), cluster),
  };
}
