import { asResource, refuseProperties } from '../handler-failure.js';
import { uuidFor } from '../ids.js';
import type { CreatedResource, Properties, ResourceHandler, ResourcePlace } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import { checkKeyPolicy, defaultKeyPolicy } from './key-policy.js';
import { addKey, enableRotation, scheduleDeletion } from './keys.js';
import type { Key } from './state.js';
import { kmsAt, saveKms } from './state.js';

const known = [
  'BypassPolicyLockoutSafetyCheck',
  'Description',
  'Enabled',
  'EnableKeyRotation',
  'KeyPolicy',
  'KeySpec',
  'KeyUsage',
  'MultiRegion',
  'Origin',
  'PendingWindowInDays',
  'RotationPeriodInDays',
  'Tags',
];

/** AWS::KMS::Key. Deleting it schedules the key's deletion, so that its ciphertext cannot be read any more. */
export const keyResource: ResourceHandler = {
  create: (properties, place) =>
    asResource('Kms', async () => {
      refuseUnknown(properties);
      // A key has no name to be found by, so its id follows from what it was made for.
      const id = uuidFor(place.world, 'key', place.token);
      const key = keyNow(id, place) ?? newKey(id, properties, place);
      configure(key, properties);
      await saveKms(place.world, place);
      return created(key);
    }),
  update: (physicalId, properties, place) =>
    asResource('Kms', async () => {
      refuseUnknown(properties);
      const key = keyNow(physicalId, place);
      if (!key) throw new ResourceFailure(`Key '${physicalId}' does not exist`);
      const policy = policyOf(properties) ?? defaultKeyPolicy(place.accountId);
      checkKeyPolicy(policy, place.accountId, isTrue(properties.BypassPolicyLockoutSafetyCheck));
      configure(key, properties);
      key.policy = policy;
      await saveKms(place.world, place);
      return created(key);
    }),
  read(physicalId, place) {
    const key = keyNow(physicalId, place);
    return Promise.resolve(
      key && key.deletionAt === undefined ? { ...created(key), properties: propertiesOf(key) } : undefined,
    );
  },
  async delete(physicalId, place) {
    const key = keyNow(physicalId, place);
    if (!key || key.deletionAt !== undefined) return;
    scheduleDeletion(key, new Date(), key.pendingWindowDays ?? 30);
    await saveKms(place.world, place);
  },
};

function keyNow(id: string, place: ResourcePlace): Key | undefined {
  return kmsAt(place.world, place, new Date()).keys[id];
}

function newKey(id: string, properties: Properties, place: ResourcePlace): Key {
  return addKey(place.world, place, new Date(), {
    id,
    policy: policyOf(properties),
    bypassLockoutCheck: isTrue(properties.BypassPolicyLockoutSafetyCheck),
  });
}

/** The values of these properties that the sandbox can make. */
const only: Properties = {
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyUsage: 'ENCRYPT_DECRYPT',
  MultiRegion: 'false',
  Origin: 'AWS_KMS',
};

function refuseUnknown(properties: Properties): void {
  refuseProperties('AWS::KMS::Key', properties, known);
  if (Object.entries(only).some(([name, value]) => String(properties[name] ?? value) !== value)) {
    throw new ResourceFailure('The sandbox implements symmetric keys of one region for encryption only.');
  }
}

function policyOf({ KeyPolicy }: Properties): string | undefined {
  if (KeyPolicy === undefined) return undefined;
  return typeof KeyPolicy === 'string' ? KeyPolicy : JSON.stringify(KeyPolicy);
}

function configure(key: Key, properties: Properties): void {
  const { Description = '', Enabled = true, PendingWindowInDays = key.pendingWindowDays ?? 30, Tags = [] } = properties;
  key.description = Description as string;
  key.enabled = isTrue(Enabled);
  if (isTrue(properties.EnableKeyRotation)) {
    enableRotation(key, new Date(), Number(properties.RotationPeriodInDays ?? key.rotationPeriodDays ?? 365));
  } else key.rotation = false;
  key.pendingWindowDays = Number(PendingWindowInDays);
  key.tags = Object.fromEntries((Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
}

/** `PendingWindowInDays` and `BypassPolicyLockoutSafetyCheck` are write-only: no call of KMS tells them. */
function propertiesOf(key: Key): Properties {
  return {
    ...only,
    MultiRegion: false,
    Description: key.description,
    Enabled: key.enabled,
    EnableKeyRotation: key.rotation,
    ...(key.rotation && { RotationPeriodInDays: key.rotationPeriodDays ?? 365 }),
    KeyPolicy: JSON.parse(key.policy) as unknown,
    Tags: Object.entries(key.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** CloudFormation may hand booleans on as text, as they stand in a template. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function created(key: Key): CreatedResource {
  return { physicalId: key.id, attributes: { Arn: key.arn, KeyId: key.id } };
}
