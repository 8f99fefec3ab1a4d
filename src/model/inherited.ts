import type { DeepReadonly, WithDefaults } from './defaults.js';

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
  const both = { ...below, ...above };
  for (const key of Object.keys(above)) {
    if (!Object.hasOwn(below, key)) continue;
    const value = merged(below[key], above[key]);
    // Defined, not assigned: a user's key may be __proto__.
    if (value !== above[key]) Object.defineProperty(both, key, { value });
  }
  return both;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
