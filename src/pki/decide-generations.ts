import type { Cluster } from '../model/fleet.js';
import { type Generations, type RotatingName, rotatingNames } from '../model/secrets.js';
import { leavesDay } from './renewal.js';
import { nextGenerations, type RotationTarget } from './rotation.js';

export interface GenerationsInput {
  readonly cluster: Pick<Cluster, 'pki'>;
  /** What the masters have; undefined before there are any. */
  readonly applied: Generations | undefined;
  /** Whether every node of the cluster, masters and pools, runs with what was applied. */
  readonly everywhere: boolean;
  /** UTC day: `2026-11-21`. */
  readonly today: string;
}

/** What all nodes of a cluster should have next. A new cluster begins with what its specs say, without steps. */
export function decideGenerations({ cluster, applied, everywhere, today }: GenerationsInput): Generations {
  const leaves = leavesDay(applied?.leaves, { renewFrom: cluster.pki.renewFrom, today });
  const next = (name: RotatingName): readonly number[] => {
    const target = rotationTarget(cluster, name);
    if (applied === undefined) return [target.generation];
    return everywhere ? nextGenerations(name, applied.rotating[name], target) : applied.rotating[name];
  };
  const rotating = Object.fromEntries(rotatingNames.map(name => [name, next(name)]));
  return { leaves, rotating: rotating as unknown as Generations['rotating'] };
}

/** Names whose rotation has a next step that could be taken if every node had the one before. */
export function rotationsUnderWay(cluster: Pick<Cluster, 'pki'>, applied: Generations): readonly RotatingName[] {
  return rotatingNames.filter(name => {
    const trusted = applied.rotating[name];
    return nextGenerations(name, trusted, rotationTarget(cluster, name)) !== trusted;
  });
}

export function rotationTarget({ pki }: Pick<Cluster, 'pki'>, name: RotatingName): RotationTarget {
  const rotation = pki.rotations.find(other => other.name === name);
  return { generation: rotation?.generation ?? 1, retired: rotation?.retired ?? 0 };
}
