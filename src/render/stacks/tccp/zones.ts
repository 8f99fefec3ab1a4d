import type { Cluster, ClusterZone } from '../../../model/fleet.js';
import { zonePart } from '../../logical-id.js';
import { fromName, fromSpec } from '../../stack-definition.js';
import { zoneHalves } from '../../zone-halves.js';
import { natZones } from './nat.js';

/** Each zone's subnets and what leads out of its private one. */
export function zoneViews(cluster: Cluster) {
  const nat = natZones(cluster);
  return cluster.network.zones.map(zone => ({ ...zoneView(zone, cluster), ...egress(zone.name, nat, cluster) }));
}

/** Logical ids, and so names of outputs, of what is there once per zone. */
export function zoneIds(zone: string) {
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

function zoneView({ name, cidr, podCidr, pointer }: ClusterZone, { name: cluster, source }: Cluster) {
  const { lower, upper } = zoneHalves(cidr);
  return {
    ...zoneIds(name),
    name: fromSpec(name, source, `${pointer}/name`),
    publicCidr: fromSpec(lower, source, `${pointer}/cidr`),
    privateCidr: fromSpec(upper, source, `${pointer}/cidr`),
    publicName: fromSpec(`${cluster}-public-${name}`, source, `${pointer}/name`),
    privateName: fromSpec(`${cluster}-private-${name}`, source, `${pointer}/name`),
    podsElsewhere: podCidr !== undefined,
  };
}

/** The zone's own gateway, if it has one, and the route to its own or the only one. */
function egress(zone: string, nat: readonly string[], cluster: Cluster) {
  const through = nat.includes(zone) ? zone : nat[0];
  return {
    nat: nat.includes(zone) ? { ...natIds(zone), name: fromName(`${cluster.name}-nat-${zone}`, cluster) } : null,
    natRoute: through === undefined ? null : { id: `NatRoute${zonePart(zone)}`, gateway: natIds(through).gateway },
  };
}

function natIds(zone: string) {
  return { address: `NatAddress${zonePart(zone)}`, gateway: `NatGateway${zonePart(zone)}` };
}
