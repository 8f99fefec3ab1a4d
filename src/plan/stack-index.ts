import type { StackArtifact } from '../model/artifact.js';
import type { StackKind } from '../model/stack-kind.js';

/** Finds stacks of a fleet without going through all of them. */
export interface StackIndex {
  byId(id: string): StackArtifact | undefined;
  /** The cluster's only stack of a kind that it has one of, such as tcs. */
  ofCluster(cluster: string | undefined, kind: StackKind): StackArtifact | undefined;
  /** In the order in which they are first created. */
  allOfCluster(cluster: string): readonly StackArtifact[];
  /** The fleet's own. */
  readonly store: StackArtifact | undefined;
}

export function stackIndex(stacks: readonly StackArtifact[]): StackIndex {
  const byId = new Map(stacks.map(stack => [stack.id, stack]));
  const byKind = new Map(stacks.map(stack => [`${stack.cluster} ${stack.kind}`, stack]));
  const byCluster = new Map<string, StackArtifact[]>();
  for (const stack of stacks) {
    if (stack.cluster === undefined) continue;
    byCluster.set(stack.cluster, [...(byCluster.get(stack.cluster) ?? []), stack]);
  }
  return {
    byId: id => byId.get(id),
    ofCluster: (cluster, kind) => byKind.get(`${cluster} ${kind}`),
    allOfCluster: cluster => byCluster.get(cluster) ?? [],
    store: stacks.find(({ kind }) => kind === 'store'),
  };
}
