import type { Cluster } from '../../../model/fleet.js';
import { zonePart } from '../../logical-id.js';
import { fromSpec } from '../../stack-definition.js';
import { zoneIds } from './zones.js';

/** The VPC's second block and its subnets, for pods with addresses of the VPC; null when they have a network of their own. */
export function podsView({ name, network: { cni, zones }, source }: Cluster) {
  const subnets = zones.flatMap(zone =>
    zone.podCidr === undefined
      ? []
      : {
          subnet: `PodSubnet${zonePart(zone.name)}`,
          routeTableAssociation: `PodSubnetRouteTableAssociation${zonePart(zone.name)}`,
          privateRouteTable: zoneIds(zone.name).privateRouteTable,
          zone: fromSpec(zone.name, source, `${zone.pointer}/name`),
          cidr: fromSpec(zone.podCidr, source, `${zone.pointer}/podCidr`),
          name: fromSpec(`${name}-pods-${zone.name}`, source, `${zone.pointer}/name`),
        },
  );
  return subnets.length === 0 ? null : { cidr: fromSpec(cni.podCidr, source, '/spec/network/cni/podCidr'), subnets };
}

/** Whether pods have a subnet in the zone, so that they leave the addresses of their nodes' subnets to others. */
export function podsHaveSubnet({ network }: Cluster, zone: string): boolean {
  return network.zones.some(({ name, podCidr }) => name === zone && podCidr !== undefined);
}
