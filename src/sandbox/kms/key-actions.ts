import { AwsFault } from '../fault.js';
import { onlyValue, optionalInteger, optionalText, refuseOptions } from '../json-input.js';
import type { JsonAction, JsonInput } from '../json-protocol.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { refusePendingDeletion } from './key-lookup.js';
import { keyRequests } from './key-request.js';
import { addKey, keyMetadata, keyState, scheduleDeletion } from './keys.js';
import { page } from './page.js';
import { kmsAt, saveKms } from './state.js';
import { tagsOf } from './tags.js';

/** The life of a key. */
export function keyActions(world: World, now: () => Date): Readonly<Record<string, JsonAction>> {
  const { find, change } = keyRequests(world, now);
  return {
    CreateKey: (input, request) => createKey(input, request, world, now()),
    DescribeKey: (input, request) => ({ KeyMetadata: keyMetadata(find('DescribeKey', input, request)) }),
    ListKeys: (input, { caller, region }) => {
      const { keys } = kmsAt(world, { accountId: caller.accountId, region }, now());
      const items = Object.values(keys).map(({ id, arn }) => ({ KeyId: id, KeyArn: arn }));
      return page('Keys', items, { input, maximum: 1000, idOf: ({ KeyId }) => KeyId });
    },
    async EnableKey(input, request) {
      const key = find('EnableKey', input, request);
      refusePendingDeletion(key);
      await change(key, request, () => Object.assign(key, { enabled: true }));
      return {};
    },
    async DisableKey(input, request) {
      const key = find('DisableKey', input, request);
      refusePendingDeletion(key);
      await change(key, request, () => Object.assign(key, { enabled: false }));
      return {};
    },
    async ScheduleKeyDeletion(input, request) {
      const key = find('ScheduleKeyDeletion', input, request);
      const days = optionalInteger(input, 'PendingWindowInDays', { from: 7, to: 30 }) ?? 30;
      refusePendingDeletion(key);
      await change(key, request, () => scheduleDeletion(key, now(), days));
      const deletion = { DeletionDate: (key.deletionAt ?? 0) / 1000, PendingWindowInDays: days };
      return { KeyId: key.arn, KeyState: keyState(key), ...deletion };
    },
    async CancelKeyDeletion(input, request) {
      const key = find('CancelKeyDeletion', input, request);
      if (key.deletionAt === undefined) {
        throw new AwsFault('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
      }
      await change(key, request, () => delete key.deletionAt);
      return { KeyId: key.arn };
    },
  };
}

async function createKey(input: JsonInput, request: SandboxRequest, world: World, now: Date): Promise<object> {
  onlyValue(input, 'KeySpec', 'SYMMETRIC_DEFAULT', otherSpecs);
  onlyValue(input, 'CustomerMasterKeySpec', 'SYMMETRIC_DEFAULT', otherSpecs);
  onlyValue(input, 'KeyUsage', 'ENCRYPT_DECRYPT', ['SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT']);
  onlyValue(input, 'Origin', 'AWS_KMS', ['EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE']);
  refuseOptions(input, ['MultiRegion', 'CustomKeyStoreId', 'XksKeyId']);
  const place = { accountId: request.caller.accountId, region: request.region };
  const key = addKey(world, place, now, {
    description: optionalText(input, 'Description', { maximum: 8192 }),
    policy: optionalText(input, 'Policy'),
    bypassLockoutCheck: input.BypassPolicyLockoutSafetyCheck === true,
    tags: tagsOf(input),
  });
  await saveKms(world, place);
  return { KeyMetadata: keyMetadata(key) };
}

const otherSpecs = [
  'RSA_2048 RSA_3072 RSA_4096 ECC_NIST_P256 ECC_NIST_P384 ECC_NIST_P521 ECC_SECG_P256K1 ECC_NIST_EDWARDS25519',
  'HMAC_224 HMAC_256 HMAC_384 HMAC_512 SM2 ML_DSA_44 ML_DSA_65 ML_DSA_87',
].flatMap(names => names.split(' '));
