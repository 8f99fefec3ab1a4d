import type { Finding } from '../../model/finding.js';
import type { NodePool } from '../../model/fleet.js';
import { doubt, mistake } from './mistake.js';

/** CW1033: settings of spot nodes, in a pool that has some. */
export function spot({ instances, source }: NodePool): Finding[] {
  if (instances.onDemand.percentageAbove < 100 || !source.values.has('/spec/instances/spot')) return [];
  const message = 'the pool has no spot nodes: all are on demand';
  const hint = 'lower spec.instances.onDemand.percentageAbove, or remove spec.instances.spot';
  return [doubt('CW1033', { source, pointer: '/spec/instances/spot' }, { message, hint })];
}

/** CW1034: with weights, the most that a pool may have has room for its heaviest instance. */
export function heaviest({ instances: { types }, scaling, source }: NodePool): Finding[] {
  return types.flatMap(({ type, weight = 1 }, index) => {
    if (weight <= scaling.max) return [];
    const place = { source, pointer: `/spec/instances/types/${index}/weight` };
    const message = `${type} weighs ${weight}, but max is ${scaling.max}`;
    return [mistake('CW1034', place, { message, hint: 'raise spec.scaling.max, which counts weights, too' })];
  });
}
