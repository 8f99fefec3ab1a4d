import type { NodeConfigArtifact } from '../model/artifact.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import type { CheckedStack } from './stack-artifact.js';

export interface RenderedCluster {
  readonly stacks: readonly CheckedStack[];
  readonly nodeConfigs: readonly NodeConfigArtifact[];
}

/** What clusters rendered to the last time, by name; for who renders the same fleet again and again. */
export type EarlierClusters = Map<string, { readonly content: string; readonly rendered: RenderedCluster }>;

/**
 * The cluster as it was rendered before, if nothing that its bytes are made of has changed since; otherwise anew. Places
 * in the specs may be those of that time, so a cluster with findings, which name them, is always rendered anew.
 */
export function asEarlier(
  earlier: EarlierClusters,
  { fleet, cluster }: { fleet: Fleet; cluster: Cluster },
  renderAnew: () => RenderedCluster,
): RenderedCluster {
  // Of sources only the names of files enter: their places, which change with every line above, are maps.
  const content = JSON.stringify([{ ...fleet, clusters: undefined }, cluster]);
  const known = earlier.get(cluster.name);
  if (known?.content === content && known.rendered.stacks.every(({ findings }) => findings.length === 0)) {
    return known.rendered;
  }
  const rendered = renderAnew();
  earlier.set(cluster.name, { content, rendered });
  return rendered;
}
