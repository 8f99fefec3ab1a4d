import type { Artifacts } from '../model/artifact.js';
import type { Cluster, Fleet } from '../model/fleet.js';
import { masterRole, names } from '../model/names.js';
import type { Decision } from '../plan/decision.js';
import type { Storage } from './ports.js';
import type { ListedObject } from './secrets/ports.js';

/** Younger ones stay whatever they are: somebody may put an earlier version of a launch template back by hand. */
const keptDays = 30;
/** So do as many of each folder, the youngest. */
const keptAtLeast = 3;

export interface Tidying {
  readonly fleet: Fleet;
  readonly cluster: Cluster;
  readonly artifacts: Artifacts;
  readonly storage: Storage;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/**
 * Removes node configs and secrets bundles that no node of a stack boots with any more; to be called when the stack is
 * as wanted and every node runs it. What is removed by mistake is made again by the next apply that needs it, and the
 * bucket keeps it for some time.
 */
export async function tidy(decision: Decision, tidying: Tidying): Promise<void> {
  const { fleet, cluster, artifacts, storage, now, signal } = tidying;
  const { stack, desired } = decision;
  const role = stack.pool ?? masterRole;
  const bucket = storage.bucket(cluster, names.bucket(fleet, cluster));
  const needed = new Set([
    ...artifacts.nodeConfigs.filter(({ id }) => stack.nodeConfigs.includes(id)).map(({ key }) => key),
    ...Object.values(desired?.secrets?.revisions ?? {}).map(revision => names.secretsKey(cluster, role, revision)),
  ]);
  for (const folder of [names.nodeConfigFolder(cluster, role), names.secretsFolder(cluster, role)]) {
    const spare = spareObjects(await bucket.list(folder, signal), needed, now);
    if (spare.length > 0) await bucket.remove(spare, signal);
  }
}

/** Keys of what is not needed, not young, and not among the youngest. */
export function spareObjects(
  listed: readonly ListedObject[],
  needed: ReadonlySet<string>,
  now: number,
): readonly string[] {
  const oldest = now - keptDays * 24 * 3_600_000;
  return listed
    .filter(({ key }) => !needed.has(key))
    .toSorted((a, b) => b.lastModified.getTime() - a.lastModified.getTime())
    .slice(keptAtLeast)
    .filter(({ lastModified }) => lastModified.getTime() < oldest)
    .map(({ key }) => key);
}
