import { contains, formatCidr, overlaps, parseCidr } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import type { Place } from '../../model/source.js';
import { mistake } from './mistake.js';

/**
 * CW1208: where pods get addresses of the VPC, each zone has a block for them, and no block of pods meets another that
 * the cluster's machines talk to.
 */
export function podBlocks(cluster: Cluster): Finding[] {
  const { network, source } = cluster;
  const { cni, zones } = network;
  const place = { source, pointer: '/spec/network/cni/podCidr' };
  const pods = parseCidr(cni.podCidr);
  if (pods === undefined) return [];
  const met = reached(cluster).flatMap(({ text, owner }) => {
    const other = parseCidr(text);
    if (other === undefined || !overlaps(pods, other)) return [];
    const message = `the block of pods, ${cni.podCidr}, overlaps ${text} of ${owner}`;
    return [
      mistake('CW1208', place, { message, hint: 'set spec.network.cni.podCidr to a block that no machine uses' }),
    ];
  });
  if (cni.plugin === 'cilium' && cni.mode === 'overlay') return met;
  if (pods.prefix < 16 || pods.prefix > 25) {
    const message = `${cni.podCidr} cannot be shared out to zones: a block of a VPC has at most a /16, an eighth of it at least a /28`;
    return [...met, mistake('CW1208', place, { message, hint: 'take a block between /16 and /25' })];
  }
  return [...met, ...zones.flatMap(zone => zoneBlock(zone, { pods, source }))];
}

function zoneBlock(
  { podCidr, pointer }: Cluster['network']['zones'][number],
  { pods, source }: { readonly pods: NonNullable<ReturnType<typeof parseCidr>>; readonly source: Place['source'] },
): Finding[] {
  // There is an eighth for every letter that a zone can have; any other is CW1304.
  if (podCidr === undefined) return [];
  const block = parseCidr(podCidr);
  if (block === undefined) return [];
  const place = { source, pointer: `${pointer}/podCidr` };
  if (!contains(pods, block)) {
    const message = `${podCidr} is outside ${formatCidr(pods)}, the block of pods`;
    return [mistake('CW1208', place, { message, hint: 'take a part of spec.network.cni.podCidr' })];
  }
  if (block.prefix <= 28) return [];
  return [mistake('CW1208', place, { message: `${podCidr} is too small for a subnet`, hint: 'take a /28 or larger' })];
}

function reached({ network, nodePools, connect }: Cluster) {
  return [
    { text: network.cidr, owner: 'the cluster itself' },
    { text: network.serviceCidr, owner: 'its services' },
    ...nodePools.flatMap(({ cidr, name }) => (cidr === undefined ? [] : [{ text: cidr, owner: `pool ${name}` }])),
    ...(connect === undefined ? [] : [{ text: connect.vpc.cidr, owner: `management network ${connect.name}` }]),
  ];
}
