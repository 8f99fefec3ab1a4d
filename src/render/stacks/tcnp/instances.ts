import type { NodePool } from '../../../model/fleet.js';
import { fromSpec } from '../../stack-definition.js';

/** Which instances a pool's group launches: types in order of preference, and how many on demand. */
export function instancesView({ instances: { types, onDemand, spot }, source }: NodePool) {
  const pointer = '/spec/instances';
  const maxPrice = spot.maxPrice;
  return {
    types: types.map(({ type, weight }, index) => ({
      name: fromSpec(type, source, `${pointer}/types/${index}/type`),
      weighted:
        weight === undefined ? null : { weight: fromSpec(String(weight), source, `${pointer}/types/${index}/weight`) },
    })),
    onDemand: {
      base: fromSpec(onDemand.base, source, `${pointer}/onDemand/base`),
      percentageAbove: fromSpec(onDemand.percentageAbove, source, `${pointer}/onDemand/percentageAbove`),
      strategy: fromSpec(onDemand.strategy, source, `${pointer}/onDemand/strategy`),
    },
    spot: {
      strategy: fromSpec(spot.strategy, source, `${pointer}/spot/strategy`),
      limited: maxPrice === undefined ? null : { maxPrice: fromSpec(maxPrice, source, `${pointer}/spot/maxPrice`) },
    },
    // A spot node that is likely to be interrupted is replaced before it is.
    capacityRebalance: fromSpec(
      spot.capacityRebalance ?? onDemand.percentageAbove < 100,
      source,
      `${pointer}/spot/capacityRebalance`,
    ),
  };
}
