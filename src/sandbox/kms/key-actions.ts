import { AwsFault } from '../fault.js';
import type { JsonAction, JsonInput } from '../json-protocol.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { onlyValue, optionalInteger, optionalText, refuseOptions, requiredText } from './input.js';
import { accessibleKey, isGone } from './key-lookup.js';
import { addKey, keyMetadata, keyState, scheduleDeletion } from './keys.js';
import { page } from './page.js';
import type { Key } from './state.js';
import { kmsState, saveKms } from './state.js';

/** The life of a key. */
export function keyActions(world: World, now: () => Date): Readonly<Record<string, JsonAction>> {
  const keyFor = (action: string, input: JsonInput, { caller, region }: SandboxRequest) => {
    refuseOptions(input, ['GrantTokens', 'DryRun']);
    return accessibleKey(requiredText(input, 'KeyId'), { world, now, caller, region, action });
  };
  const change = async (key: Key, { region }: SandboxRequest, mutate: () => void) => {
    mutate();
    await saveKms(world, { accountId: key.accountId, region });
  };
  return {
    CreateKey: (input, request) => createKey(input, request, world, now()),
    DescribeKey: (input, request) => ({ KeyMetadata: keyMetadata(keyFor('DescribeKey', input, request)) }),
    ListKeys: (input, { caller, region }) => {
      const { keys } = kmsState(world, { accountId: caller.accountId, region });
      const live = Object.values(keys).filter(key => !isGone(key, now()));
      const items = live.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn }));
      return page('Keys', items, { input, maximum: 1000, idOf: ({ KeyId }) => KeyId });
    },
    async EnableKey(input, request) {
      const key = keyFor('EnableKey', input, request);
      refusePendingDeletion(key);
      await change(key, request, () => Object.assign(key, { enabled: true }));
      return {};
    },
    async DisableKey(input, request) {
      const key = keyFor('DisableKey', input, request);
      refusePendingDeletion(key);
      await change(key, request, () => Object.assign(key, { enabled: false }));
      return {};
    },
    GetKeyPolicy: (input, request) => ({
      Policy: keyFor('GetKeyPolicy', input, request).policy,
      PolicyName: 'default',
    }),
    GetKeyRotationStatus(input, request) {
      const key = keyFor('GetKeyRotationStatus', input, request);
      return { KeyId: key.arn, KeyRotationEnabled: key.rotation };
    },
    async ScheduleKeyDeletion(input, request) {
      const key = keyFor('ScheduleKeyDeletion', input, request);
      const days = optionalInteger(input, 'PendingWindowInDays', { from: 7, to: 30 }) ?? 30;
      refusePendingDeletion(key);
      await change(key, request, () => scheduleDeletion(key, now(), days));
      const deletion = { DeletionDate: (key.deletionAt ?? 0) / 1000, PendingWindowInDays: days };
      return { KeyId: key.arn, KeyState: keyState(key), ...deletion };
    },
    async CancelKeyDeletion(input, request) {
      const key = keyFor('CancelKeyDeletion', input, request);
      if (key.deletionAt === undefined) {
        throw new AwsFault('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
      }
      await change(key, request, () => delete key.deletionAt);
      return { KeyId: key.arn };
    },
  };
}

async function createKey(input: JsonInput, request: SandboxRequest, world: World, now: Date): Promise<object> {
  onlyValue(input, 'KeySpec', 'SYMMETRIC_DEFAULT');
  onlyValue(input, 'CustomerMasterKeySpec', 'SYMMETRIC_DEFAULT');
  onlyValue(input, 'KeyUsage', 'ENCRYPT_DECRYPT');
  onlyValue(input, 'Origin', 'AWS_KMS');
  refuseOptions(input, ['MultiRegion', 'CustomKeyStoreId', 'XksKeyId']);
  const place = { accountId: request.caller.accountId, region: request.region };
  const key = addKey(world, place, now, {
    description: optionalText(input, 'Description'),
    policy: optionalText(input, 'Policy'),
    bypassLockoutCheck: input.BypassPolicyLockoutSafetyCheck === true,
    tags: tagsOf(input),
  });
  await saveKms(world, place);
  return { KeyMetadata: keyMetadata(key) };
}

function tagsOf(input: JsonInput): Record<string, string> {
  const tags = Array.isArray(input.Tags) ? (input.Tags as { TagKey?: string; TagValue?: string }[]) : [];
  return Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey ?? '', TagValue ?? '']));
}

function refusePendingDeletion(key: Key): void {
  if (key.deletionAt !== undefined) throw new AwsFault('KMSInvalidStateException', `${key.arn} is pending deletion.`);
}
