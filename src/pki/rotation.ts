import { type RotatingName, retiredByHand } from '../model/secrets.js';

/** What the specs want of something that rotates. */
export interface RotationTarget {
  /** The generation to end with, counted from 1. */
  readonly generation: number;
  /** Generations up to this one may be dropped, where somebody has to say so; 0 for none. */
  readonly retired: number;
}

/**
 * The next step of a rotation, each a roll of the nodes that carry it: all trust the new generation (`1` to `1+2`), it
 * is used (`2+1`), the old one is dropped (`2`). The same list if there is nothing to do, or if the old generation has to
 * be kept. May be taken only when all nodes have the step before.
 */
export function nextGenerations(
  name: RotatingName,
  trusted: readonly number[],
  { generation, retired }: RotationTarget,
): readonly number[] {
  const [used = 1, ...others] = trusted;
  const newer = others.find(other => other > used);
  if (newer !== undefined) return [newer, used];
  const old = others.find(other => other < used);
  if (old !== undefined) return retiredByHand.includes(name) && retired < old ? trusted : [used];
  return generation > used ? [used, used + 1] : trusted;
}
