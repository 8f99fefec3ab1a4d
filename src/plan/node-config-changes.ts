import type { CfnChange } from '../cfn/change-set.js';
import type { Artifacts } from '../model/artifact.js';
import type { Decision } from './decision.js';
import type { NodeConfigChange } from './plan.js';

/**
 * Node configs that instances of the stack will boot with and do not now. Which one they boot with stands in their user
 * data, so `before` is read from the user data that the change set replaces.
 */
export function nodeConfigChanges(
  { stack, action }: Pick<Decision, 'stack' | 'action'>,
  changes: readonly CfnChange[] | undefined,
  { nodeConfigs }: Artifacts,
): readonly NodeConfigChange[] {
  const configs = nodeConfigs.filter(({ id }) => stack.nodeConfigs.includes(id));
  if (action === 'create') return configs.map(({ id, key }) => ({ id, before: undefined, after: key }));
  const userData = (changes ?? []).flatMap(({ properties }) => properties);
  return configs.flatMap(({ id, key }) => {
    const property = userData.find(({ after }) => keyIn(after) === key);
    const before = keyIn(property?.before);
    return property === undefined || before === key ? [] : [{ id, before, after: key }];
  });
}

/** Key of the node config that a property value names: user data, as text or in Base64. */
function keyIn(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const encoded = /[A-Za-z0-9+/]{64,}={0,2}/.exec(value)?.[0];
  const texts = encoded === undefined ? [value] : [value, Buffer.from(encoded, 'base64').toString('utf8')];
  return texts.map(text => /cloudconfig\/[a-z0-9-]+\/[0-9a-f]{128}\.json/.exec(text)?.[0]).find(Boolean);
}
