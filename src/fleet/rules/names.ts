import type { Finding } from '../../model/finding.js';
import type { Cluster, Fleet, NodePool } from '../../model/fleet.js';
import { names } from '../../model/names.js';
import type { Place } from '../../model/source.js';
import { stackKinds } from '../../model/stack-kind.js';
import { mistake, placeText, related } from './mistake.js';

interface NamedStack {
  readonly stackName: string;
  readonly id: string;
  readonly place: Place;
}

/**
 * CW1413: no two stacks have one name, for names are made of parts: a pool `tcs` of cluster prod and the storage of a
 * cluster prod-tcnp would both be `…-prod-tcnp-tcs`.
 */
export function stackNames(fleet: Fleet): Finding[] {
  const first = new Map<string, NamedStack>();
  return fleet.clusters
    .flatMap(cluster => stacksOf(fleet, cluster))
    .flatMap(stack => {
      const other = first.get(stack.stackName);
      if (other === undefined) {
        first.set(stack.stackName, stack);
        return [];
      }
      const message = `the stack of ${stack.id} would be called ${stack.stackName}, as that of ${other.id} (${placeText(other.place)})`;
      const others = [related(other.place, `the name that ${other.id} is made of`)];
      return [mistake('CW1413', stack.place, { message, hint: 'take another name', related: others })];
    });
}

function stacksOf(fleet: Fleet, cluster: Cluster): NamedStack[] {
  const named = (kind: (typeof stackKinds)[number], pool?: NodePool): NamedStack => ({
    stackName: names.stack(fleet, cluster, kind, pool),
    id: names.stackId(cluster, kind, pool),
    place: { source: pool?.source ?? cluster.source, pointer: '/metadata/name' },
  });
  const pools = cluster.nodePools.flatMap(pool => [named('tcnp', pool), named('tcnpf', pool)]);
  const others = stackKinds.filter(kind => !['store', 'tcnp', 'tcnpf'].includes(kind));
  return [...others.map(kind => named(kind)), ...pools];
}
