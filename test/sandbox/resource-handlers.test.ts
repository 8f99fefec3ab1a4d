import { randomUUID } from 'node:crypto';
import test from 'ava';
import { kmsState } from '../../src/sandbox/kms/state.js';
import { memoryWorld } from '../../src/sandbox/memory-world.js';
import type { ResourceHandler } from '../../src/sandbox/resource.js';
import { resourceHandlers } from '../../src/sandbox/resource-handlers.js';
import { setSetting, settingOf } from '../../src/sandbox/s3/settings.js';
import { findBucket, setVersions } from '../../src/sandbox/s3/state.js';
import { accountA, accountB } from './local-sandbox.js';

function startWorld() {
  const world = memoryWorld();
  const place = {
    world,
    accountId: accountA,
    region: 'eu-central-1',
    stackId: `arn:aws:cloudformation:eu-central-1:${accountA}:stack/gauss-prod-a-tcs/1`,
    stackName: 'gauss-prod-a-tcs',
    logicalId: 'Bucket',
    type: 'AWS::S3::Bucket',
    generation: 1,
    token: 'Bucket 1',
  };
  return { world, place };
}

function handler(type: string): ResourceHandler {
  const found = resourceHandlers[type];
  if (!found) throw new Error(`no handler for ${type}`);
  return found;
}

const buckets = handler('AWS::S3::Bucket');
const policies = handler('AWS::S3::BucketPolicy');
const keys = handler('AWS::KMS::Key');
const aliases = handler('AWS::KMS::Alias');

test('a bucket of a stack is a real one, with its attributes', async t => {
  const { world, place } = startWorld();
  const properties = {
    BucketName: 'gauss-a',
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  };
  const { physicalId, attributes } = await buckets.create(properties, place);
  t.is(physicalId, 'gauss-a');
  t.is(attributes.Arn, 'arn:aws:s3:::gauss-a');
  t.is(attributes.DomainName, 'gauss-a.s3.amazonaws.com');
  t.is(attributes.RegionalDomainName, 'gauss-a.s3.eu-central-1.amazonaws.com');
  t.is(findBucket(world, 'gauss-a')?.versioning, 'Enabled');
  await buckets.update('gauss-a', { ...properties, VersioningConfiguration: { Status: 'Suspended' } }, place);
  t.is(findBucket(world, 'gauss-a')?.versioning, 'Suspended');
});

test('a bucket without a name gets one from its stack', async t => {
  const { place } = startWorld();
  const { physicalId } = await buckets.create({}, place);
  t.regex(physicalId, /^gauss-prod-a-tcs-bucket-[a-z0-9]+$/);
});

test('a taken bucket name fails the resource, as on AWS', async t => {
  const { place } = startWorld();
  await buckets.create({ BucketName: 'gauss-a' }, place);
  const again = buckets.create({ BucketName: 'gauss-a' }, { ...place, token: 'another' });
  await t.throwsAsync(again, { name: 'ResourceFailure', message: 'gauss-a already exists' });
  const stranger = buckets.create({ BucketName: 'gauss-a' }, { ...place, token: 'a third', accountId: accountB });
  await t.throwsAsync(stranger, {
    name: 'ResourceFailure',
    message:
      /^Resource handler returned message: "The requested bucket name is not available\. .* \(Service: S3, Status Code: 409, Request ID: [\w-]+\)" \(RequestToken: [\w-]+, HandlerErrorCode: AlreadyExists\)$/,
  });
});

test('a bucket with content is not deleted with its stack; an empty or missing one is', async t => {
  const { world, place } = startWorld();
  await buckets.create({ BucketName: 'gauss-a' }, place);
  const bucket = findBucket(world, 'gauss-a');
  if (!bucket) return t.fail();
  setVersions(bucket, 'a', [{ deleteMarker: true, versionId: 'null', modifiedAt: new Date().toISOString() }]);
  await t.throwsAsync(buckets.delete('gauss-a', place), {
    name: 'ResourceFailure',
    message: /The bucket you tried to delete is not empty/,
  });
  setVersions(bucket, 'a', []);
  await buckets.delete('gauss-a', place);
  t.is(findBucket(world, 'gauss-a'), undefined);
  await t.notThrowsAsync(buckets.delete('gauss-a', place));
});

test('a stack cannot delete the bucket of another account', async t => {
  const { world, place } = startWorld();
  await buckets.create({ BucketName: 'gauss-a' }, place);
  await buckets.delete('gauss-a', { ...place, accountId: accountB });
  t.truthy(findBucket(world, 'gauss-a'));
});

test('bucket properties that the sandbox would leave out fail the resource', async t => {
  const { place } = startWorld();
  const create = (properties: object) => buckets.create({ BucketName: 'gauss-a', ...properties }, place);
  await t.throwsAsync(create({ WebsiteConfiguration: {} }), {
    message: /does not implement the property WebsiteConfiguration/,
  });
  await t.throwsAsync(create({ OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }), {
    message: /not implemented: object ownership other than BucketOwnerEnforced/,
  });
});

test('access logs go to a bucket that exists', async t => {
  const { place } = startWorld();
  const properties = { BucketName: 'gauss-a', LoggingConfiguration: { DestinationBucketName: 'gauss-a-logs' } };
  await t.throwsAsync(buckets.create(properties, place), { message: /The target bucket for logging does not exist/ });
  await buckets.create({ BucketName: 'gauss-a-logs' }, { ...place, token: 'logs' });
  await t.notThrowsAsync(buckets.create(properties, place));
});

test('a bucket policy is put on its bucket, replaced and taken away', async t => {
  const { world, place } = startWorld();
  await buckets.create({ BucketName: 'gauss-a' }, place);
  const statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: 'arn:aws:s3:::gauss-a/*',
    Condition: { Bool: { 'aws:SecureTransport': false } },
  };
  const properties = { Bucket: 'gauss-a', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } };
  const { physicalId } = await policies.create(properties, place);
  t.deepEqual(JSON.parse(findBucket(world, 'gauss-a')?.policy ?? '{}'), properties.PolicyDocument);
  await t.throwsAsync(policies.create(properties, { ...place, token: 'another' }), {
    message: 'The bucket policy already exists on bucket gauss-a.',
  });
  await t.throwsAsync(policies.update(physicalId, { ...properties, PolicyDocument: {} }, place), {
    name: 'ResourceFailure',
  });
  await policies.delete(physicalId, place);
  t.is(findBucket(world, 'gauss-a')?.policy, undefined);
  await t.throwsAsync(policies.create({ ...properties, Bucket: 'gauss-b' }, place), {
    message: /The specified bucket does not exist/,
  });
});

test('a key and its alias are real ones; deleting the key schedules its deletion', async t => {
  const { world, place } = startWorld();
  const policy = {
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountA}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  };
  const properties = {
    KeyPolicy: policy,
    EnableKeyRotation: true,
    PendingWindowInDays: 7,
    Tags: [{ Key: 'a', Value: 'b' }],
  };
  const { physicalId, attributes } = await keys.create(properties, place);
  t.is(attributes.Arn, `arn:aws:kms:eu-central-1:${accountA}:key/${physicalId}`);
  t.is(attributes.KeyId, physicalId);
  const alias = await aliases.create({ AliasName: 'alias/gauss-prod-a', TargetKeyId: attributes.Arn }, place);
  t.is(alias.physicalId, 'alias/gauss-prod-a');
  const other = { ...place, token: 'another' };
  await t.throwsAsync(aliases.create({ AliasName: 'alias/gauss-prod-a', TargetKeyId: physicalId }, other), {
    message:
      /An alias with the name arn:aws:kms:eu-central-1:111122223333:alias\/gauss-prod-a already exists \(Service: Kms, Status Code: 400, .*HandlerErrorCode: AlreadyExists\)$/,
  });
  await keys.delete(physicalId, place);
  const key = kmsState(world, place).keys[physicalId];
  const days = ((key?.deletionAt ?? 0) - Date.now()) / 86_400_000;
  t.true(days > 6.9 && days <= 7, String(days));
  await aliases.delete(alias.physicalId, place);
  t.deepEqual(kmsState(world, place).aliases, {});
});

test('a key is changed in place; its policy is checked first', async t => {
  const { world, place } = startWorld();
  const { physicalId } = await keys.create({}, place);
  await keys.update(physicalId, { Description: 'new', Enabled: 'false' }, place);
  const key = kmsState(world, place).keys[physicalId];
  t.is(key?.description, 'new');
  t.false(key?.enabled);
  const lockedOut = { Statement: { Effect: 'Allow', Principal: { AWS: accountB }, Action: 'kms:*', Resource: '*' } };
  await t.throwsAsync(keys.update(physicalId, { Description: 'newer', KeyPolicy: lockedOut }, place), {
    message: /will not allow you to update the key policy/,
  });
  t.is(key?.description, 'new');
});

test('an alias for a key that does not exist fails', async t => {
  const { place } = startWorld();
  const alias = aliases.create({ AliasName: 'alias/a', TargetKeyId: randomUUID() }, place);
  await t.throwsAsync(alias, { name: 'ResourceFailure', message: /Key 'arn:aws:kms:.*' does not exist/ });
});

test('what was made is found when it is made again for the same token', async t => {
  const { world, place } = startWorld();
  const bucket = await buckets.create({}, place);
  t.deepEqual(await buckets.create({}, place), bucket);
  t.is((await buckets.create({ BucketName: 'gauss-a' }, { ...place, token: 'a' })).physicalId, 'gauss-a');
  await t.notThrowsAsync(buckets.create({ BucketName: 'gauss-a' }, { ...place, token: 'a' }));
  const key = await keys.create({}, place);
  t.deepEqual(await keys.create({}, place), key);
  t.is(Object.keys(kmsState(world, place).keys).length, 1);
  t.not((await keys.create({}, { ...place, token: 'another' })).physicalId, key.physicalId);
  const alias = { AliasName: 'alias/a', TargetKeyId: key.physicalId };
  await aliases.create(alias, place);
  await t.notThrowsAsync(aliases.create(alias, place));
});

const written = {
  Tags: [{ Key: 'team', Value: 'a' }],
  VersioningConfiguration: { Status: 'Enabled' },
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      { BucketKeyEnabled: 'true', ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
    ],
  },
  PublicAccessBlockConfiguration: { BlockPublicPolicy: true },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  LifecycleConfiguration: {
    Rules: [
      {
        Status: 'Enabled',
        Prefix: 'logs/',
        ExpirationInDays: '30',
        TagFilters: [{ Key: 'a', Value: 'b' }],
        Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 7 }],
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ],
  },
};

test('a bucket reads as its template writes it', async t => {
  const { place } = startWorld();
  const { physicalId } = await buckets.create(written, place);
  t.deepEqual((await buckets.read(physicalId, place))?.properties, { BucketName: physicalId, ...written });
});

test('a setting changed behind the stack is read in the words of CloudFormation', async t => {
  const { world, place } = startWorld();
  const { physicalId } = await buckets.create(written, place);
  const bucket = findBucket(world, physicalId);
  if (!bucket) return t.fail();
  setSetting(world, bucket, 'publicAccessBlock', undefined);
  setSetting(world, bucket, 'tagging', undefined);
  setSetting(world, bucket, 'encryption', undefined);
  const days = { Expiration: { Days: 9 }, Transition: [{ Days: 1, StorageClass: 'GLACIER' }] };
  setSetting(world, bucket, 'lifecycle', { Rule: [{ Status: 'Enabled', Filter: { Prefix: 'x' }, ...days }] });
  bucket.versioning = 'Suspended';
  t.deepEqual((await buckets.read(physicalId, place))?.properties, {
    BucketName: physicalId,
    VersioningConfiguration: { Status: 'Suspended' },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
      ],
    },
    OwnershipControls: written.OwnershipControls,
    LifecycleConfiguration: {
      Rules: [
        {
          Status: 'Enabled',
          Prefix: 'x',
          ExpirationInDays: 9,
          Transitions: [{ TransitionInDays: 1, StorageClass: 'GLACIER' }],
        },
      ],
    },
  });
});

test('a setting that the template says no more goes back to the default', async t => {
  const { world, place } = startWorld();
  const { physicalId } = await buckets.create(written, place);
  await buckets.update(physicalId, {}, place);
  const bucket = findBucket(world, physicalId);
  if (!bucket) return t.fail();
  t.is(settingOf(bucket, 'lifecycle'), undefined);
  t.is(settingOf(bucket, 'tagging'), undefined);
  t.like(settingOf(bucket, 'encryption'), { Rule: [{ BucketKeyEnabled: false }] });
});

test('a bucket whose settings S3 refuses does not stay behind', async t => {
  const { world, place } = startWorld();
  const lifecycle = { Rules: [{ Status: 'Enabled', ExpirationInDays: 0 }] };
  await t.throwsAsync(buckets.create({ BucketName: 'gauss-a', LifecycleConfiguration: lifecycle }, place), {
    message: /'Days' for Expiration action must be a positive integer/,
  });
  t.is(findBucket(world, 'gauss-a'), undefined);
});

test('keys, aliases and bucket policies are read as they are', async t => {
  const { world, place } = startWorld();
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: accountA }, Action: 'kms:*', Resource: '*' }],
  };
  const properties = { KeyPolicy: policy, EnableKeyRotation: true, RotationPeriodInDays: 90, Description: 'd' };
  const { physicalId, attributes } = await keys.create(properties, place);
  t.like((await keys.read(physicalId, place))?.properties, properties);
  await aliases.create({ AliasName: 'alias/a', TargetKeyId: attributes.Arn }, place);
  t.deepEqual((await aliases.read('alias/a', place))?.properties, {
    AliasName: 'alias/a',
    TargetKeyId: physicalId,
  });
  const key = kmsState(world, place).keys[physicalId];
  if (!key) return t.fail();
  key.rotation = false;
  t.like((await keys.read(physicalId, place))?.properties, { EnableKeyRotation: false });
  await keys.delete(physicalId, place);
  t.is(await keys.read(physicalId, place), undefined);
  await aliases.delete('alias/a', place);
  t.is(await aliases.read('alias/a', place), undefined);
  t.is(await buckets.read('gauss-none', place), undefined);
});
