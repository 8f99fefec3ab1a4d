import type { StackArtifact } from '../model/artifact.js';
import type { LiveStack } from '../observe/snapshot.js';
import type { Desired } from './desired.js';

/**
 * What of a stack that carries the desired digest is not as it was applied: somebody updated it directly. Each is one
 * clause without a full stop.
 */
export function unwantedState(stack: StackArtifact, live: LiveStack, desired: Desired): readonly string[] {
  return [
    ...differences(desired.parameters, pick(live.parameters, Object.keys(desired.parameters))).map(
      name => `parameter ${name} was changed outside of clusterwright`,
    ),
    ...differences(stack.tags, live.tags).map(key => `tag ${key} of the stack was changed outside of clusterwright`),
  ];
}

type Values = Readonly<Record<string, string>>;

function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

function differences(wanted: Values, live: Values): readonly string[] {
  const names = new Set([...Object.keys(wanted), ...Object.keys(live)]);
  return [...names].filter(name => wanted[name] !== live[name]).toSorted();
}
