import type { Cluster } from '../model/fleet.js';
import type { Generations, RotatingName } from '../model/secrets.js';
import { rotationTarget } from '../pki/decide-generations.js';
import { nextGenerations } from '../pki/rotation.js';

export type RotationStep = 'trust' | 'use' | 'drop';

/** Where an authority or key stands between what the masters have and what the specs want. */
export interface RotationStage {
  readonly name: RotatingName;
  /** Generations that are trusted; the first one is in use. */
  readonly trusted: readonly number[];
  /** The generation that the specs want. */
  readonly wanted: number;
  /** The step that comes when every node has the one before; undefined at rest. */
  readonly next: RotationStep | undefined;
  /** An old generation that stays until somebody says that it is not needed any more. */
  readonly unretired: number | undefined;
}

export function rotationStage(
  cluster: Pick<Cluster, 'pki'>,
  { rotating }: Pick<Generations, 'rotating'>,
  name: RotatingName,
): RotationStage {
  const trusted = rotating[name];
  const target = rotationTarget(cluster, name);
  const next = nextGenerations(name, trusted, target);
  const [used = 1] = trusted;
  return {
    name,
    trusted,
    wanted: target.generation,
    next: next === trusted ? undefined : stepTo(next, trusted),
    unretired: next === trusted ? trusted.find(generation => generation < used) : undefined,
  };
}

function stepTo(next: readonly number[], trusted: readonly number[]): RotationStep {
  if (next.length > trusted.length) return 'trust';
  return next.length < trusted.length ? 'drop' : 'use';
}
