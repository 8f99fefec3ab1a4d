import { cidrSize, formatCidr, parseCidr } from '../model/cidr.js';
import type { Cluster, ClusterZone } from '../model/fleet.js';
import type { ClusterDocument } from '../model/spec/cluster.generated.js';
import { byName } from './surroundings.js';

type WrittenZone = ClusterDocument['spec']['network']['zones'][number];

/** Sorted by name, each with its place in the document and, where pods get addresses of the VPC, their block. */
export function clusterZones(zones: readonly WrittenZone[], cni: Cluster['network']['cni']): ClusterZone[] {
  const inVpc = cni.plugin === 'aws-vpc' || cni.mode === 'eni';
  return byName(
    zones.map(({ name, cidr, podCidr }, index) => ({
      name,
      cidr,
      podCidr: inVpc ? (podCidr ?? eighth(cni.podCidr, name)) : undefined,
      pointer: `/spec/network/zones/${index}`,
    })),
  );
}

/** By the zone's letter, so that a zone that comes or goes moves no other; undefined behind the eighth letter. */
function eighth(podCidr: string, zone: string): string | undefined {
  const block = parseCidr(podCidr);
  if (block === undefined) return undefined;
  const place = zone.charCodeAt(zone.length - 1) - 'a'.charCodeAt(0);
  if (place > 7) return undefined;
  return formatCidr({ start: block.start + (place * cidrSize(block)) / 8, prefix: block.prefix + 3 });
}
