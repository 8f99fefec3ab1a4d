import { AppError } from '../errors.js';
import type { Finding } from '../model/finding.js';
import { clusterTag } from '../model/names.js';
import { locate } from '../model/source.js';
import { leftBehind } from '../observe/left-behind.js';
import type { Snapshot } from '../observe/snapshot.js';
import { type RotatingCluster, rotatingClusters } from '../plan/rotations.js';
import type { World } from './world.js';

export interface SeenNodes {
  /** Names of clusters of which every node runs what its stack says. Only those are looked at whose rotation waits. */
  readonly uniform: ReadonlySet<string>;
  /** Why rotations wait. */
  readonly findings: readonly Finding[];
}

/**
 * Looks at the nodes of clusters whose rotation waits for all of them. Stacks that have settled do not say it: an
 * instance may have been protected, in standby, or suspended while the others rolled.
 */
export async function seeNodes(world: World, snapshot: Snapshot, signal: AbortSignal): Promise<SeenNodes> {
  const clusters = rotatingClusters({ ...world, snapshot });
  const seen = await Promise.all(
    clusters.map(async rotating => ({ rotating, problem: await obstacle(rotating, world, signal) })),
  );
  return {
    uniform: new Set(seen.flatMap(({ rotating, problem }) => (problem === undefined ? [rotating.cluster.name] : []))),
    findings: seen.flatMap(({ rotating, problem }) => (problem === undefined ? [] : [waits(rotating, problem)])),
  };
}

async function obstacle(
  { cluster, beyondReach }: RotatingCluster,
  { ports }: World,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [orphan] = beyondReach;
  if (orphan !== undefined) return `nodes of ${orphan}, which no spec asks for any more, cannot be reached`;
  try {
    return leftBehind(await ports.nodes.groups(cluster, clusterTag(cluster), signal));
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    return `its nodes cannot be seen: ${error.message}`;
  }
}

function waits({ cluster, names }: RotatingCluster, problem: string): Finding {
  return {
    code: 'CW4002',
    severity: 'warning',
    at: locate(cluster.source, '/spec/pki'),
    path: 'spec.pki',
    message: `the rotation of ${names.join(', ')} in ${cluster.name} waits: ${problem}`,
    hint: 'replace or remove what is left behind; the next step is taken when every node has the one before',
  };
}
