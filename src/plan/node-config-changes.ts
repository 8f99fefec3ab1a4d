import type { CfnChange } from '../cfn/change-set.js';
import type { Artifacts, NodeConfigArtifact } from '../model/artifact.js';
import { names } from '../model/names.js';
import type { Decision } from './decision.js';
import type { NodeConfigChange } from './plan.js';

/**
 * Node configs that instances of the stack will boot with and do not now. `before` is read from the user data that the
 * change set replaces.
 */
export function nodeConfigChanges(
  { stack, action }: Pick<Decision, 'stack' | 'action'>,
  changes: readonly CfnChange[] | undefined,
  artifacts: Artifacts,
): readonly NodeConfigChange[] {
  const configs = artifacts.nodeConfigs.filter(config => stack.nodeConfigs.includes(config.id));
  if (action === 'create') return configs.map(config => ({ id: config.id, before: undefined, after: config.key }));
  const values = (changes ?? []).flatMap(change => change.properties);
  const before = values.flatMap(property => keysIn(property.before));
  const after = values.flatMap(property => keysIn(property.after));
  return configs
    .filter(config => after.includes(config.key) && !before.includes(config.key))
    .map(config => ({ id: config.id, before: formerKey(config, before), after: config.key }));
}

/** Masters have a config each under one role, so only a single former key can be told for certain. */
function formerKey(config: NodeConfigArtifact, before: readonly string[]): string | undefined {
  const candidates = [...new Set(before)].filter(key =>
    key.startsWith(names.nodeConfigKey(config.role, '').slice(0, -5)),
  );
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** Keys of node configs in a property value, which is user data in plain text or Base64. */
function keysIn(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return [value, ...decoded(value)].flatMap(text => text.match(/cloudconfig\/[a-z0-9-]+\/[0-9a-f]{128}\.json/g) ?? []);
}

function decoded(value: string): readonly string[] {
  const runs = value.match(/[A-Za-z0-9+/]{64,}={0,2}/g) ?? [];
  return runs.map(run => Buffer.from(run, 'base64').toString('utf8'));
}
