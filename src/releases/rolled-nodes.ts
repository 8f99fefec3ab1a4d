import { architectureOf } from '../model/architecture.js';
import type { Architecture, Cluster } from '../model/fleet.js';
import type { ImageChange } from './image-changes.js';

/** Nodes that get another image, and so are replaced when the change is applied. */
export interface RolledNodes {
  readonly cluster: string;
  readonly ring: string | undefined;
  readonly region: string;
  readonly architecture: Architecture;
  /** Undefined for the masters. */
  readonly pool: string | undefined;
  readonly nodes: { readonly min: number; readonly max: number };
}

/** The masters and pools that run on an image which changes. An image that was missing rolls nobody. */
export function rolledNodes(
  clusters: readonly Cluster[],
  release: string,
  changes: readonly ImageChange[],
): readonly RolledNodes[] {
  const rolled = new Set(changes.filter(({ before }) => before !== undefined).map(keyOf));
  return clusters
    .filter(cluster => cluster.release.name === release)
    .flatMap(cluster =>
      groupsOf(cluster).flatMap(({ version, ...nodes }) => (rolled.has(keyOf({ version, ...nodes })) ? [nodes] : [])),
    );
}

function groupsOf({ name, ring, region, release, controlPlane, nodePools }: Cluster) {
  const { replicas, instanceType } = controlPlane;
  const place = { cluster: name, ring, region };
  const masters = {
    ...place,
    version: release.flatcar.version,
    architecture: architectureOf(instanceType),
    pool: undefined,
    nodes: { min: replicas, max: replicas },
  };
  const pools = nodePools.map(({ name: pool, instances, scaling, flatcar }) => ({
    ...place,
    version: flatcar?.version ?? release.flatcar.version,
    // A pool has one architecture (CW1021), that of its first type.
    architecture: architectureOf(instances.types[0]?.type ?? ''),
    pool,
    nodes: { min: scaling.min, max: scaling.max },
  }));
  return [masters, ...pools];
}

function keyOf({ version, region, architecture }: Pick<ImageChange, 'version' | 'region' | 'architecture'>): string {
  return `${version}/${region}/${architecture}`;
}
