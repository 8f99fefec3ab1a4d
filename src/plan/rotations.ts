import type { Artifacts } from '../model/artifact.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import type { Generations, RotatingName } from '../model/secrets.js';
import { ownerOf } from '../observe/ownership.js';
import { placeOf, type Snapshot, targetKey } from '../observe/snapshot.js';
import { rotationsUnderWay } from '../pki/decide-generations.js';
import { liveStacks } from './live.js';
import { appliedGenerations } from './secrets.js';

/** A cluster with a rotation whose next step has to wait for all nodes. */
export interface RotatingCluster {
  readonly cluster: Cluster;
  readonly names: readonly RotatingName[];
  /** Names of its stacks that no spec asks for any more: their nodes are beyond the reach of a rotation. */
  readonly beyondReach: readonly string[];
}

export interface Applied {
  readonly fleet: Fleet;
  readonly artifacts: Artifacts;
  readonly snapshot: Snapshot;
}

export function rotatingClusters(applied: Applied): readonly RotatingCluster[] {
  return appliedByCluster(applied).flatMap(({ cluster, generations }) => {
    const names = rotationsUnderWay(cluster, generations);
    return names.length === 0 ? [] : [{ cluster, names, beyondReach: unwantedStacks(cluster, applied) }];
  });
}

/** What the masters of each cluster have, for clusters that have masters. */
export function appliedByCluster({ fleet, artifacts, snapshot }: Applied) {
  const { index, outputOf } = liveStacks(artifacts, snapshot);
  return fleet.clusters.flatMap((cluster): readonly { cluster: Cluster; generations: Generations }[] => {
    const masters = index.ofCluster(cluster.name, 'tccpn');
    const generations = masters && appliedGenerations(masters, outputOf);
    return generations === undefined ? [] : [{ cluster, generations }];
  });
}

function unwantedStacks(cluster: Cluster, { fleet, artifacts, snapshot }: Applied): readonly string[] {
  const wanted = new Set(artifacts.stacks.map(({ stackName }) => stackName));
  const stacks = snapshot.targets.get(targetKey(placeOf({ account: cluster.account, region: cluster.region })));
  return [...(stacks?.values() ?? [])]
    .filter(stack => ownerOf(stack) === `${fleet.name}/${cluster.name}` && !wanted.has(stack.name))
    .map(({ name }) => name);
}
