import type { Finding } from '../../model/finding.js';
import type { Cluster, ZoneBlock } from '../../model/fleet.js';
import type { DocumentSource } from '../../model/source.js';
import { mistake } from '../rules/mistake.js';
import { type Kept, kept, keptPools } from './transition.js';

/** CW1607: subnets stay where they are, and so do the masters, whose volumes cannot change their zone. */
export function movedBlocks(cluster: Kept<Cluster>): Finding[] {
  const { before, after } = cluster;
  return [
    ...kept(before.network.zones, after.network.zones).flatMap(zone => {
      const pods = { before: { cidr: zone.before.podCidr }, after: { cidr: zone.after.podCidr } };
      const { pointer } = zone.after;
      return [
        ...moved(zone, { source: after.source, pointer: `${pointer}/cidr` }),
        ...(pods.before.cidr === undefined || before.network.cni.podCidr !== after.network.cni.podCidr
          ? []
          : moved(pods, { source: after.source, pointer: `${pointer}/podCidr` })),
      ];
    }),
    ...keptPools(cluster).flatMap(pool => [
      ...moved(pool, { source: pool.after.source, pointer: '/spec/cidr' }),
      ...kept<ZoneBlock>(pool.before.zones, pool.after.zones).flatMap(zone =>
        moved(zone, { source: pool.after.source, pointer: `${zone.after.pointer}/cidr` }),
      ),
    ]),
    ...movedMasters(before.controlPlane.zones, after),
  ];
}

function moved(
  { before, after }: Kept<{ readonly cidr: string | undefined }>,
  place: { readonly source: DocumentSource; readonly pointer: string },
): Finding[] {
  if (before.cidr === after.cidr) return [];
  const message = `a block cannot move: it was ${before.cidr ?? 'not there'} and is ${after.cidr ?? 'gone'}`;
  return [mistake('CW1607', place, { message, hint: 'make another pool or cluster, and move what runs on this one' })];
}

function movedMasters(zones: readonly string[], { controlPlane }: Cluster): Finding[] {
  return zones.flatMap((zone, index) => {
    const now = controlPlane.zones[index];
    if (now === undefined || now === zone) return [];
    const message = `master ${index + 1} cannot move from ${zone} to ${now}: its etcd volume stays in its zone`;
    const place = { source: controlPlane.source, pointer: `/spec/zones/${index}` };
    return [mistake('CW1607', place, { message, hint: 'keep the order of zones; new masters come last' })];
  });
}
