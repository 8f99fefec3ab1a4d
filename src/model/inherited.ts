import type { DeepReadonly, WithDefaults } from './defaults.js';
import { own } from './own.js';

/**
 * The value with what it leaves open taken from its defaults: maps are merged, at every depth, lists and scalars
 * replaced.
 */
export function inherited<Spec extends object, Defaults extends object>(
  spec: Spec,
  defaults: Defaults,
): WithDefaults<Spec, Defaults> {
  return merged(defaults, spec) as WithDefaults<Spec, Defaults>;
}

/** The same of values of one type, the last one first in rank. Undefined ones are passed over. */
export function layered<Spec extends object>(...layers: readonly (DeepReadonly<Spec> | undefined)[]): Spec {
  return layers.reduce<unknown>((below, above) => (above === undefined ? below : merged(below, above)), {}) as Spec;
}

function merged(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isMap(below) || !isMap(above)) return above;
  // Entries, not assignment: a user's key may be __proto__.
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...keys].map(key => [key, merged(own(below, key), own(above, key))]));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
