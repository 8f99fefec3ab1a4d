import { zonePart } from '../../logical-id.js';

/** Logical ids of what a pool has once per zone. */
export function poolZoneIds(zone: string) {
  const part = zonePart(zone);
  return { subnet: `Subnet${part}`, routeTableAssociation: `SubnetRouteTableAssociation${part}` };
}
