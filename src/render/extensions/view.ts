import { escapeKey } from '../../fleet/pointer.js';
import type { Cluster, Fleet, NodePool, Target } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import { partitionOf } from '../../model/partition.js';
import type { DocumentSource } from '../../model/source.js';
import { type ChosenNames, chosenNames } from '../../template/chosen-names.js';
import type { Located } from '../../template/located.js';
import { fromSpec, permissionsBoundary, type StackDefinition } from '../stack-definition.js';
import { zoneIds } from '../stacks/tccp/zones.js';
import { masterIds } from '../stacks/tccpn/master-ids.js';
import { poolZoneIds } from '../stacks/tcnp/zone-ids.js';
import { zoneHalves } from '../zone-halves.js';

type ExtendedStack = Pick<StackDefinition, 'kind' | 'stackName' | 'target' | 'subject'>;

/**
 * What `templates/extra/<stack>.yaml.hbs` gets. docs/extending.md promises these fields: they are added to, and none is
 * renamed or taken away.
 */
export function extensionView({ kind, stackName, target, subject }: ExtendedStack) {
  const { fleet, cluster, pool } = subject;
  const { account, region } = target;
  return {
    fleet: { name: fleet.name, domain: fromSpec(fleet.domain, fleet.source, '/spec/domain') },
    stack: { kind, name: stackName },
    account: { ...accountView(target), permissionsBoundary: permissionsBoundary(account) },
    region,
    partition: partitionOf(region),
    ...(cluster && { cluster: clusterView(fleet, cluster) }),
    ...(pool && { pool: poolView(pool) }),
  };
}

function accountView({ account }: Pick<Target, 'account'>) {
  return { name: account.name, id: fromSpec(account.id, account.source, '/spec/id') };
}

function clusterView(fleet: Fleet, cluster: Cluster) {
  const { name, source, region, labels, tags, network, release, dns, connect, controlPlane } = cluster;
  return {
    name,
    account: accountView(cluster),
    region,
    ring: cluster.ring === undefined ? null : fromSpec(cluster.ring, source, '/spec/ring'),
    labels: located(labels, source, '/metadata/labels'),
    tags: located(tags, source, '/spec/tags'),
    domain: names.clusterDomain(fleet, cluster),
    route53: fromSpec(dns.route53, source, '/spec/dns/route53'),
    release: release.name,
    kubernetesVersion: fromSpec(release.kubernetes.version, release.source, '/spec/kubernetes/version'),
    cidr: fromSpec(network.cidr, source, '/spec/network/cidr'),
    managementNetwork: connect === undefined ? null : managementNetworkView(connect.name, connect.vpc, source),
    zones: network.zones.map(zone => zoneView(zone, source)),
    masters: controlPlane.zones.map((zone, index) => ({
      number: index + 1,
      zone: fromSpec(zone, controlPlane.source, `/spec/zones/${index}`),
      ...masterIds(index + 1),
    })),
  };
}

function managementNetworkView(
  name: string,
  vpc: { readonly id: string; readonly cidr: string },
  source: DocumentSource,
) {
  return { name, vpc: fromSpec(vpc.id, source, '/spec/connect'), cidr: fromSpec(vpc.cidr, source, '/spec/connect') };
}

function zoneView({ name, cidr, pointer }: Cluster['network']['zones'][number], source: DocumentSource) {
  const { publicSubnet, privateSubnet, privateRouteTable } = zoneIds(name);
  const { lower, upper } = zoneHalves(cidr);
  return {
    name: fromSpec(name, source, `${pointer}/name`),
    publicSubnet,
    publicCidr: fromSpec(lower, source, `${pointer}/cidr`),
    privateSubnet,
    privateCidr: fromSpec(upper, source, `${pointer}/cidr`),
    privateRouteTable,
  };
}

function poolView({ name, source, labels, tags, cidr, zones, scaling }: NodePool) {
  return {
    name,
    labels: located(labels, source, '/spec/labels'),
    tags: located(tags, source, '/spec/tags'),
    ownBlock: cidr === undefined ? null : { cidr: fromSpec(cidr, source, '/spec/cidr') },
    zones: zones.map(zone => ({
      name: fromSpec(zone.name, source, `${zone.pointer}/name`),
      cidr: fromSpec(zone.cidr, source, `${zone.pointer}/cidr`),
      subnet: poolZoneIds(zone.name).subnet,
    })),
    min: fromSpec(scaling.min, source, '/spec/scaling/min'),
    max: fromSpec(scaling.max, source, '/spec/scaling/max'),
  };
}

function located(
  members: Readonly<Record<string, string>>,
  source: DocumentSource,
  pointer: string,
): ChosenNames<Located<string>> {
  const entries = Object.entries(members).map(
    ([name, value]) => [name, fromSpec(value, source, `${pointer}/${escapeKey(name)}`)] as const,
  );
  return chosenNames(Object.fromEntries(entries));
}
