import { contains, formatCidr, parseCidr } from '../../model/cidr.js';
import type { Finding } from '../../model/finding.js';
import type { Cluster } from '../../model/fleet.js';
import type { Place } from '../../model/source.js';
import { doubt, mistake } from './mistake.js';

/** CW1402: no block of an allow list lies in another, and nothing that may connect anyway is listed. */
export function allowLists({ api, network, connect, source }: Cluster): Finding[] {
  const inside = [network.cidr, ...(connect === undefined ? [] : [connect.vpc.cidr])];
  return [
    ...redundant(api.public?.allow ?? [], [], { source, pointer: '/spec/api/public/allow' }),
    ...redundant(api.internal.allow ?? [], inside, { source, pointer: '/spec/api/internal/allow' }),
    ...inverted(api, source),
  ];
}

function redundant(list: readonly string[], always: readonly string[], { source, pointer }: Place): Finding[] {
  const outer = [...list, ...always];
  return list.flatMap((text, index) => {
    const block = parseCidr(text);
    if (block === undefined) return [];
    const holder = outer.find((other, at) => {
      const range = at === index ? undefined : parseCidr(other);
      return (
        range !== undefined && contains(range, block) && (formatCidr(range) !== text || at < index || at >= list.length)
      );
    });
    if (holder === undefined) return [];
    const message = `${text} may connect already, as part of ${holder}`;
    return [doubt('CW1402', { source, pointer: `${pointer}/${index}` }, { message, hint: 'remove it' })];
  });
}

/** CW1403: the load balancer inside cannot be reached from the internet, whatever its list says. */
function inverted(api: Cluster['api'], source: Place['source']): Finding[] {
  return (api.internal.allow ?? []).flatMap((text, index) => {
    const block = parseCidr(text);
    // No network that anybody knows is larger than a /8; halves of the internet are no better than all of it.
    if (block === undefined || block.prefix >= 8) return [];
    const place = { source, pointer: `/spec/api/internal/allow/${index}` };
    const message = 'the internal load balancer is for known networks';
    return [mistake('CW1403', place, { message, hint: 'list the networks, or use spec.api.public' })];
  });
}
