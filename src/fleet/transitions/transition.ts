import type { Cluster, Fleet, NodePool } from '../../model/fleet.js';

/** Something that is there before and after. */
export interface Kept<Thing> {
  readonly before: Thing;
  readonly after: Thing;
}

/** Clusters that are there before and after, by name. */
export function keptClusters(before: Fleet, after: Fleet): Kept<Cluster>[] {
  return kept(before.clusters, after.clusters);
}

export function keptPools({ before, after }: Kept<Cluster>): Kept<NodePool>[] {
  return kept(before.nodePools, after.nodePools);
}

export function kept<Thing extends { readonly name: string }>(
  before: readonly Thing[],
  after: readonly Thing[],
): Kept<Thing>[] {
  const byName = new Map(before.map(thing => [thing.name, thing]));
  return after.flatMap(thing => {
    const old = byName.get(thing.name);
    return old === undefined ? [] : [{ before: old, after: thing }];
  });
}
