import type { StackArtifact } from '../model/artifact.js';
import type { StackKind } from '../model/stack-kind.js';

/** Finds stacks of a fleet without going through all of them. */
export interface StackIndex {
  byId(id: string): StackArtifact | undefined;
  /** The cluster's only stack of a kind that it has one of, such as tcs. */
  ofCluster(cluster: string | undefined, kind: StackKind): StackArtifact | undefined;
  /** The fleet's own. */
  readonly store: StackArtifact | undefined;
}

export function stackIndex(stacks: readonly StackArtifact[]): StackIndex {
  const byId = new Map(stacks.map(stack => [stack.id, stack]));
  const byKind = new Map(stacks.map(stack => [`${stack.cluster} ${stack.kind}`, stack]));
  return {
    byId: id => byId.get(id),
    ofCluster: (cluster, kind) => byKind.get(`${cluster} ${kind}`),
    store: stacks.find(({ kind }) => kind === 'store'),
  };
}
