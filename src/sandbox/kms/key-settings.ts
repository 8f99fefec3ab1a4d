import { AwsFault } from '../fault.js';
import { optionalInteger, optionalText, requiredText, requiredTexts } from '../json-input.js';
import type { JsonAction, JsonInput } from '../json-protocol.js';
import type { World } from '../world.js';
import { refusePendingDeletion, requireUsable } from './key-lookup.js';
import { checkKeyPolicy } from './key-policy.js';
import { keyRequests } from './key-request.js';
import { enableRotation, rotationOf } from './keys.js';
import { page } from './page.js';
import { tagsOf, withTags } from './tags.js';

/** What can be changed about a key: its policy, rotation, tags and description. */
export function keySettings(world: World, now: () => Date): Readonly<Record<string, JsonAction>> {
  const { find, change } = keyRequests(world, now);
  return {
    GetKeyPolicy(input, request) {
      const { policy } = find('GetKeyPolicy', input, request);
      onlyDefaultPolicy(input);
      return { Policy: policy, PolicyName: 'default' };
    },
    async PutKeyPolicy(input, request) {
      const key = find('PutKeyPolicy', input, request);
      const policy = requiredText(input, 'Policy');
      onlyDefaultPolicy(input);
      checkKeyPolicy(policy, key.accountId, input.BypassPolicyLockoutSafetyCheck === true);
      await change(key, request, () => Object.assign(key, { policy }));
      return {};
    },
    ListKeyPolicies(input, request) {
      find('ListKeyPolicies', input, request);
      return page('PolicyNames', ['default'], { input, maximum: 1000, idOf: name => name });
    },
    GetKeyRotationStatus: (input, request) => rotationOf(find('GetKeyRotationStatus', input, request)),
    async EnableKeyRotation(input, request) {
      const key = find('EnableKeyRotation', input, request);
      const days = optionalInteger(input, 'RotationPeriodInDays', { from: 90, to: 2560 });
      requireUsable(key);
      await change(key, request, () => enableRotation(key, now(), days));
      return {};
    },
    async DisableKeyRotation(input, request) {
      const key = find('DisableKeyRotation', input, request);
      requireUsable(key);
      await change(key, request, () => Object.assign(key, { rotation: false }));
      return {};
    },
    ListResourceTags(input, request) {
      const { tags } = find('ListResourceTags', input, request);
      const items = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
      return page('Tags', items, { input, maximum: 50, idOf: ({ TagKey }) => TagKey });
    },
    async TagResource(input, request) {
      const key = find('TagResource', input, request);
      if (input.Tags === undefined) requiredText(input, 'Tags');
      refusePendingDeletion(key);
      const tags = withTags(key.tags, tagsOf(input));
      await change(key, request, () => Object.assign(key, { tags }));
      return {};
    },
    async UntagResource(input, request) {
      const key = find('UntagResource', input, request);
      const names = requiredTexts(input, 'TagKeys');
      refusePendingDeletion(key);
      const tags = Object.fromEntries(Object.entries(key.tags).filter(([name]) => !names.includes(name)));
      await change(key, request, () => Object.assign(key, { tags }));
      return {};
    },
    async UpdateKeyDescription(input, request) {
      const key = find('UpdateKeyDescription', input, request);
      const description = optionalText(input, 'Description', { maximum: 8192 }) ?? requiredText(input, 'Description');
      refusePendingDeletion(key);
      await change(key, request, () => Object.assign(key, { description }));
      return {};
    },
  };
}

function onlyDefaultPolicy(input: JsonInput): void {
  const name = optionalText(input, 'PolicyName') ?? 'default';
  if (name !== 'default') throw new AwsFault('NotFoundException', 'No such policy exists');
}
