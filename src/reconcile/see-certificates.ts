import { type IssueRecord, readIndex } from '../apply/secrets/issue-index.js';
import { AppError } from '../errors.js';
import type { Finding } from '../model/finding.js';
import type { Cluster } from '../model/fleet.js';
import { names } from '../model/names.js';
import { type Generations, rotatingNames } from '../model/secrets.js';
import { observe } from '../observe/observe.js';
import { placeOf, type Snapshot, targetKey } from '../observe/snapshot.js';
import { dayOf, leavesDay } from '../pki/renewal.js';
import { expiryFindings } from '../plan/expiry.js';
import { type LiveStacks, liveStacks } from '../plan/live.js';
import { type RotationStage, rotationStage } from '../plan/rotation-stage.js';
import { appliedGenerations, loadBalancerNames, stacksBehind } from '../plan/secrets.js';
import { seeNodes } from './see-nodes.js';
import type { World } from './world.js';

export interface SeenCertificates {
  /** UTC day. */
  readonly today: string;
  readonly clusters: readonly ClusterCertificates[];
  /** Certificates that should have been renewed, rotations that wait. */
  readonly findings: readonly Finding[];
}

/** What a cluster has in use of certificates and keys. */
export interface ClusterCertificates {
  readonly cluster: Cluster;
  /** Why nothing is known about its stacks. */
  readonly problem: AppError | undefined;
  /** What its masters have; undefined without masters. */
  readonly generations: Generations | undefined;
  /** Whether the next apply renews the leaves. */
  readonly isDue: boolean;
  readonly stages: readonly RotationStage[];
  /** Ids of stacks that have not settled with what the masters have. */
  readonly behind: readonly string[];
  /** Whether its nodes may take the next step of a rotation. */
  readonly isEverywhere: boolean;
  readonly loadBalancers: readonly string[];
  /** What the store's index says; undefined if that cannot be read. */
  readonly index: readonly IssueRecord[] | undefined;
  readonly indexProblem: AppError | undefined;
}

/** Looks, and changes nothing. */
export async function seeCertificates(
  world: World,
  clusters: readonly Cluster[],
  signal: AbortSignal,
): Promise<SeenCertificates> {
  const { artifacts, ports } = world;
  const snapshot = await observe(artifacts.stacks, ports.stacks, signal);
  const today = dayOf(new Date(ports.now()));
  const { uniform, findings } = await seeNodes(world, snapshot, signal);
  const live = liveStacks(artifacts, snapshot);
  const context = { world, snapshot, uniform, today, live };
  const seen = clusters.map(cluster => seeCluster(cluster, context));
  return {
    today,
    clusters: await Promise.all(seen.map(async one => ({ ...one, ...(await seeIndex(one, context, signal)) }))),
    findings: [...expiryFindings({ ...world, snapshot }, today), ...findings],
  };
}

/** Whether the next apply does something, or something waits until somebody does. */
export function isWaiting({ isDue, stages, behind }: ClusterCertificates): boolean {
  return isDue || behind.length > 0 || stages.some(stage => stage.next !== undefined || stage.unretired !== undefined);
}

/** Negative when the day is over. */
export function daysUntil(day: string, today: string): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / (24 * 3_600_000));
}

interface Context {
  readonly world: World;
  readonly snapshot: Snapshot;
  readonly uniform: ReadonlySet<string>;
  readonly today: string;
  readonly live: LiveStacks;
}

type WithoutIndex = Omit<ClusterCertificates, 'index' | 'indexProblem'>;

function seeCluster(cluster: Cluster, { world, snapshot, uniform, today, live }: Context): WithoutIndex {
  const masters = live.index.ofCluster(cluster.name, 'tccpn');
  const generations = masters && appliedGenerations(masters, live.outputOf);
  const shared = {
    cluster,
    generations,
    problem: snapshot.failures.get(targetKey(placeOf(cluster))),
    loadBalancers: loadBalancerNames(cluster, live.outputOf),
  };
  if (generations === undefined) return { ...shared, isDue: false, stages: [], behind: [], isEverywhere: false };
  const { renewFrom } = cluster.pki;
  const behind = stacksBehind(cluster, generations, { ...live, fleet: world.fleet }).map(({ id }) => id);
  const stages = rotatingNames.map(name => rotationStage(cluster, generations, name));
  // Nodes are looked at only where a rotation has a next step.
  const isSeen = uniform.has(cluster.name) || stages.every(({ next }) => next === undefined);
  return {
    ...shared,
    isDue: leavesDay(generations.leaves, { renewFrom, today }) !== generations.leaves,
    stages,
    behind,
    isEverywhere: isSeen && behind.length === 0,
  };
}

async function seeIndex(
  { cluster, generations }: WithoutIndex,
  { world, live }: Context,
  signal: AbortSignal,
): Promise<Pick<ClusterCertificates, 'index' | 'indexProblem'>> {
  const nothing = { index: undefined, indexProblem: undefined };
  const { store } = live.index;
  if (generations === undefined || store === undefined || live.liveOf(store) === undefined) return nothing;
  const { fleet, ports } = world;
  try {
    const storeObjects = ports.storage.bucket(fleet.store, names.storeBucket(fleet));
    const index = await readIndex(cluster.name, { storeObjects }, signal);
    return { index, indexProblem: index === undefined ? damaged(cluster) : undefined };
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    return { ...nothing, indexProblem: error };
  }
}

function damaged(cluster: Cluster): AppError {
  const message = `${names.issueIndexKey(cluster)} in the fleet's store is lost or damaged`;
  return new AppError('damaged-certificate-index', message, {
    hint: `clusterwright certs reindex ${cluster.name} makes it anew`,
  });
}
