import type { Cluster } from '../../../model/fleet.js';

/**
 * Zones with a NAT gateway. A single one stands in the zone of the first master: the spec says which that is, and it
 * stays when zones come, go or change places, while a gateway in "the first zone" would move, with its address, to
 * every new zone that comes before it.
 */
export function natZones({ network: { nat, zones }, controlPlane }: Cluster): readonly string[] {
  if (nat === 'none') return [];
  const all = zones.map(({ name }) => name);
  if (nat === 'per-zone') return all;
  const ofFirstMaster = all.find(zone => zone === controlPlane.zones[0]);
  return [ofFirstMaster ?? all[0]].filter(zone => zone !== undefined);
}
