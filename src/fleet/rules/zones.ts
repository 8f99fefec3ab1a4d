import type { Finding } from '../../model/finding.js';
import type { Cluster, ZoneBlock } from '../../model/fleet.js';
import { hasZoneLetter, lastZoneLetter } from '../../model/regions.js';
import type { Place } from '../../model/source.js';
import { doubt, mistake } from './mistake.js';

interface ZoneName {
  readonly name: string;
  readonly place: Place;
}

/** CW1301 to CW1304: zones lie in the cluster's region, masters and pools in its zones, and each comes once. */
export function zones(cluster: Cluster): Finding[] {
  const { controlPlane, nodePools, source } = cluster;
  const own = blockZones(cluster.network.zones, source);
  const masters = controlPlane.zones.map((name, index): ZoneName => {
    return { name, place: { source: controlPlane.source, pointer: `/spec/zones/${index}` } };
  });
  const pools = nodePools.map(pool => blockZones(pool.zones, pool.source));
  return [
    ...own.flatMap(zone => outsideRegion(zone, cluster)),
    ...own.flatMap(zone => unknownLetter(zone, cluster)),
    ...[masters, ...pools].flat().flatMap(zone => outsideCluster(zone, cluster)),
    ...[own, masters, ...pools].flatMap(repeated),
  ];
}

/** Sorted by name; those of one name in the order in which they are written. */
function blockZones(blocks: readonly ZoneBlock[], source: Place['source']): readonly ZoneName[] {
  return blocks.map(({ name, pointer }) => ({ name, place: { source, pointer: `${pointer}/name` } }));
}

function outsideRegion({ name, place }: ZoneName, { region }: Cluster): Finding[] {
  if (name.slice(0, -1) === region) return [];
  const hint = `zones of ${region} are called ${region}a and so on`;
  return [mistake('CW1301', place, { message: `zone ${name} is not in region ${region}`, hint })];
}

/**
 * CW1304: letters that regions have. An account sees some of a region's zones, and only AWS knows which, so one that
 * others do not see is no error here.
 */
function unknownLetter({ name, place }: ZoneName, { region }: Cluster): Finding[] {
  const letter = name.slice(-1);
  if (name.slice(0, -1) !== region || hasZoneLetter(region, letter) === true) return [];
  const message = `region ${region} has no zone ${name}`;
  const hint = `aws ec2 describe-availability-zones --region ${region} lists those of your account`;
  if (letter > lastZoneLetter) return [mistake('CW1304', place, { message, hint })];
  if (hasZoneLetter(region, letter) === undefined) return [];
  return [doubt('CW1304', place, { message: `${message}, as far as we know`, hint })];
}

function outsideCluster({ name, place }: ZoneName, { network, ...cluster }: Cluster): Finding[] {
  if (network.zones.some(zone => zone.name === name)) return [];
  const known = [...new Set(network.zones.map(zone => zone.name))].join(', ');
  const message = `${name} is no zone of cluster ${cluster.name}`;
  return [mistake('CW1302', place, { message, hint: `take one of ${known}, or add it to the cluster's zones` })];
}

function repeated(names: readonly ZoneName[]): Finding[] {
  return names.flatMap(({ name, place }, index) => {
    if (names.findIndex(zone => zone.name === name) === index) return [];
    return [mistake('CW1303', place, { message: `zone ${name} stands here twice`, hint: 'remove one of them' })];
  });
}
