import type { Finding } from '../../model/finding.js';
import type { Cluster, Fleet } from '../../model/fleet.js';
import { doubt } from './mistake.js';

/**
 * CW1417: the internet finds a public name only where a parent zone leads to it. Told once for all clusters of a
 * management network, and for all without one, for they are mended together.
 */
export function delegation({ clusters }: Fleet): Finding[] {
  const lost = clusters.filter(isLost);
  const networks = [...new Set(lost.map(({ connect }) => connect?.name))];
  return networks.flatMap(network => {
    const [first, ...others] = lost.filter(({ connect }) => connect?.name === network);
    if (first === undefined) return [];
    const zones = `the public zone of cluster ${first.name}${others.length === 0 ? '' : `, nor to those of ${others.length} more`}`;
    const parent =
      network === undefined
        ? 'delegate it from your own zone to the name servers in the outputs of tccp'
        : `set hostedZone of management network ${network}, or delegate it from your own zone`;
    const place = { source: first.source, pointer: '/spec/api/public' };
    const message = `nothing on the internet leads to ${zones}`;
    return [doubt('CW1417', place, { message, hint: `${parent} and set spec.dns.delegatedByHand: true` })];
  });
}

function isLost({ api, dns, connect }: Cluster): boolean {
  return api.public !== undefined && dns.route53 && !dns.delegatedByHand && connect?.hostedZone === undefined;
}
