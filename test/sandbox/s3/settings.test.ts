import type { S3Client } from '@aws-sdk/client-s3';
import {
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import test from 'ava';
import { settingShapes } from '../../../src/sandbox/s3/setting-shapes.js';
import { treeOfXml } from '../../../src/sandbox/s3/shaped-tree.js';
import { readXml } from '../../../src/sandbox/s3/xml-reader.js';
import { accountB } from '../local-sandbox.js';
import { bucket, startWithBucket } from './bucket-client.js';

const Bucket = bucket;

test('a new bucket is encrypted, private and without ACLs', async t => {
  const { s3 } = await startWithBucket(t);
  const { PublicAccessBlockConfiguration = {} } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  t.deepEqual(Object.values(PublicAccessBlockConfiguration), [true, true, true, true]);
  const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
  t.deepEqual(OwnershipControls?.Rules, [{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  t.like(ServerSideEncryptionConfiguration?.Rules?.[0], {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
  });
  await t.throwsAsync(s3.send(new GetBucketTaggingCommand({ Bucket })), { name: 'NoSuchTagSet' });
});

test('a setting comes back as it was put', async t => {
  const { s3 } = await startWithBucket(t);
  const Rules = [
    {
      ID: 'old bundles',
      Status: 'Enabled' as const,
      Filter: { And: { Prefix: 'secrets/', Tags: [{ Key: 'a', Value: '<&>' }] } },
      NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 3 },
    },
  ];
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  t.deepEqual((await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules, Rules);
  const TagSet = [{ Key: 'team', Value: '' }];
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  t.deepEqual((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet, TagSet);
});

const malformed: readonly [what: string, document: string][] = [
  ['an element that nobody knows', '<A><Rule><Status>Enabled</Status><Colour>red</Colour></Rule></A>'],
  ['no rule', '<A/>'],
  ['a rule without its status', '<A><Rule><ID>a</ID></Rule></A>'],
  ['another word than those allowed', '<A><Rule><Status>On</Status></Rule></A>'],
  ['a number that is none', '<A><Rule><Status>Enabled</Status><Expiration><Days>x</Days></Expiration></Rule></A>'],
  ['two of what there is once', '<A><Rule><Status>Enabled</Status><Status>Enabled</Status></Rule></A>'],
];

for (const [what, document] of malformed) {
  test(`a document with ${what} is malformed`, t => {
    t.throws(() => treeOfXml(readXml(document), settingShapes.lifecycle), { code: 'MalformedXML' });
  });
}

test('a public policy is kept out until its block is off, and then serves nobody else while that block is on', async t => {
  const { s3, client } = await startWithBucket(t);
  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetBucketPolicyStatus',
    Resource: `arn:aws:s3:::${bucket}`,
  };
  const put = () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Statement: statement }) }));
  const isPublic = async (as: S3Client) =>
    (await as.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic;
  await t.throwsAsync(put(), { name: 'AccessDenied', message: /prevented by the BlockPublicPolicy setting/ });
  const block = { RestrictPublicBuckets: true };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }));
  await put();
  t.true(await isPublic(s3));
  const stranger = client({ accountId: accountB });
  await t.throwsAsync(isPublic(stranger), { name: 'AccessDenied' });
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  t.true(await isPublic(stranger));
});
