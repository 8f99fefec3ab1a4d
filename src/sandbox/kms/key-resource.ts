import { asResource, refuseProperties } from '../handler-failure.js';
import type { CreatedResource, Properties, ResourceHandler } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import { checkKeyPolicy, defaultKeyPolicy } from './key-policy.js';
import { addKey, scheduleDeletion } from './keys.js';
import type { Key } from './state.js';
import { kmsState, saveKms } from './state.js';

const known = [
  'BypassPolicyLockoutSafetyCheck',
  'Description',
  'Enabled',
  'EnableKeyRotation',
  'KeyPolicy',
  'KeySpec',
  'KeyUsage',
  'PendingWindowInDays',
  'RotationPeriodInDays',
  'Tags',
];

/** AWS::KMS::Key. Deleting it schedules the key's deletion, so that its ciphertext cannot be read any more. */
export const keyResource: ResourceHandler = {
  create: (properties, place) =>
    asResource('Kms', async () => {
      refuseUnknown(properties);
      const key = addKey(place.world, place, new Date(), {
        policy: policyOf(properties),
        bypassLockoutCheck: properties.BypassPolicyLockoutSafetyCheck === true,
      });
      configure(key, properties);
      await saveKms(place.world, place);
      return created(key);
    }),
  update: (physicalId, properties, place) =>
    asResource('Kms', async () => {
      refuseUnknown(properties);
      const key = kmsState(place.world, place).keys[physicalId];
      if (!key) throw new ResourceFailure(`Key '${physicalId}' does not exist`);
      const policy = policyOf(properties) ?? defaultKeyPolicy(place.accountId);
      checkKeyPolicy(policy, place.accountId, properties.BypassPolicyLockoutSafetyCheck === true);
      configure(key, properties);
      key.policy = policy;
      await saveKms(place.world, place);
      return created(key);
    }),
  read(physicalId, place) {
    const key = kmsState(place.world, place).keys[physicalId];
    if (!key || key.deletionAt !== undefined) return Promise.resolve(undefined);
    const { description: Description, enabled: Enabled, rotation: EnableKeyRotation, tags } = key;
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const KeyPolicy: unknown = JSON.parse(key.policy);
    return Promise.resolve({
      ...created(key),
      properties: { Description, Enabled, EnableKeyRotation, KeyPolicy, Tags },
    });
  },
  async delete(physicalId, place) {
    const key = kmsState(place.world, place).keys[physicalId];
    if (!key || key.deletionAt !== undefined) return;
    scheduleDeletion(key, new Date(), key.pendingWindowDays ?? 30);
    await saveKms(place.world, place);
  },
};

function refuseUnknown(properties: Properties): void {
  refuseProperties('AWS::KMS::Key', properties, known);
  const { KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT' } = properties;
  if (KeySpec !== 'SYMMETRIC_DEFAULT' || KeyUsage !== 'ENCRYPT_DECRYPT') {
    throw new ResourceFailure('The sandbox implements symmetric keys for encryption only.');
  }
}

function policyOf({ KeyPolicy }: Properties): string | undefined {
  if (KeyPolicy === undefined) return undefined;
  return typeof KeyPolicy === 'string' ? KeyPolicy : JSON.stringify(KeyPolicy);
}

function configure(key: Key, properties: Properties): void {
  const {
    Description = '',
    Enabled = true,
    EnableKeyRotation = false,
    PendingWindowInDays = 30,
    Tags = [],
  } = properties;
  key.description = Description as string;
  key.enabled = isTrue(Enabled);
  key.rotation = isTrue(EnableKeyRotation);
  key.pendingWindowDays = Number(PendingWindowInDays);
  key.tags = Object.fromEntries((Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
}

/** CloudFormation may hand booleans on as text, as they stand in a template. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function created(key: Key): CreatedResource {
  return { physicalId: key.id, attributes: { Arn: key.arn, KeyId: key.id } };
}
