/** Parts of logical ids, which are alphanumeric. Distinct names give distinct parts. */

/** `eu-central-1a` → `EuCentral1a`. */
export function zonePart(zone: string): string {
  return zone.split('-').map(capitalised).join('');
}

/** `10.64.0.0/20` → `10x64x0x0x20`. */
export function cidrPart(cidr: string): string {
  return cidr.replaceAll(/[./]/g, 'x');
}

/** `rtb-0a1b2c` → `Rtb0a1b2c`. */
export function routeTablePart(id: string): string {
  return id.split('-').map(capitalised).join('');
}

function capitalised(part: string): string {
  return part.charAt(0).toUpperCase() + part.slice(1);
}
