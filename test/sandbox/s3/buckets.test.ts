import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import test from 'ava';
import { accountB } from '../local-sandbox.js';
import { bucket, createBucket, startS3, startWithBucket } from './bucket-client.js';

test('a bucket belongs to its account and region', async t => {
  const { s3, client } = await startWithBucket(t);
  t.is((await s3.send(new HeadBucketCommand({ Bucket: bucket }))).BucketRegion, 'eu-central-1');
  t.is((await s3.send(new GetBucketLocationCommand({ Bucket: bucket }))).LocationConstraint, 'eu-central-1');
  t.deepEqual(
    (await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name),
    [bucket],
  );
  t.deepEqual((await client({ accountId: accountB }).send(new ListBucketsCommand({}))).Buckets, []);
});

test('a bucket name is taken for all accounts', async t => {
  const { s3, client } = await startWithBucket(t);
  await t.throwsAsync(createBucket(s3), {
    name: 'BucketAlreadyOwnedByYou',
    message: 'Your previous request to create the named bucket succeeded and you already own it.',
  });
  await t.throwsAsync(createBucket(client({ accountId: accountB })), { name: 'BucketAlreadyExists' });
});

test('a region makes its own buckets only, us-east-1 makes them all', async t => {
  const { client } = await startS3(t);
  const frankfurt = client();
  await t.throwsAsync(createBucket(frankfurt, 'gauss-a', 'eu-west-1'), { name: 'IllegalLocationConstraintException' });
  const virginia = client({ region: 'us-east-1' });
  await t.throwsAsync(createBucket(virginia, 'gauss-a', 'us-east-1'), { name: 'InvalidLocationConstraint' });
  await virginia.send(new CreateBucketCommand({ Bucket: 'gauss-a' }));
  await virginia.send(new CreateBucketCommand({ Bucket: 'gauss-a' }));
  await createBucket(virginia, 'gauss-b', 'eu-west-1');
  t.is((await virginia.send(new GetBucketLocationCommand({ Bucket: 'gauss-b' }))).LocationConstraint, 'eu-west-1');
});

test('a bucket of another region answers with where to go', async t => {
  const { client } = await startWithBucket(t);
  const error = await t.throwsAsync(
    client({ region: 'us-east-1' }).send(new ListObjectsV2Command({ Bucket: bucket })),
    {
      name: 'PermanentRedirect',
    },
  );
  t.is((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode, 301);
});

test('bucket names follow the rules of AWS', async t => {
  const { client } = await startS3(t);
  for (const name of ['ab', 'Upper', 'under_score', '192.168.0.1', 'a..b', '-a-b', 'xn--abc', 'a'.repeat(64)]) {
    await t.throwsAsync(createBucket(client(), name), { name: 'InvalidBucketName' }, name);
  }
});

test('a bucket with content stays', async t => {
  const { s3 } = await startWithBucket(t);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'a', Body: 'a' }));
  await t.throwsAsync(s3.send(new DeleteBucketCommand({ Bucket: bucket })), {
    name: 'BucketNotEmpty',
    message: 'The bucket you tried to delete is not empty',
  });
});

test('an empty bucket goes, and its name is free again without its old settings', async t => {
  const { s3, client } = await startWithBucket(t);
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: readPolicy({ AWS: accountB }) }));
  await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
  await t.throwsAsync(s3.send(new HeadBucketCommand({ Bucket: bucket })), { name: 'NotFound' });
  await t.throwsAsync(s3.send(new ListObjectsV2Command({ Bucket: bucket })), { name: 'NoSuchBucket' });
  await createBucket(client({ accountId: accountB }));
  await t.throwsAsync(client({ accountId: accountB }).send(new GetBucketPolicyCommand({ Bucket: bucket })), {
    name: 'NoSuchBucketPolicy',
  });
});

test('only its account uses a bucket', async t => {
  const { client } = await startWithBucket(t);
  const stranger = client({ accountId: accountB });
  for (const command of [
    new ListObjectsV2Command({ Bucket: bucket }),
    new PutObjectCommand({ Bucket: bucket, Key: 'a', Body: 'a' }),
    new DeleteBucketCommand({ Bucket: bucket }),
  ]) {
    await t.throwsAsync(stranger.send(command as ListObjectsV2Command), {
      name: 'AccessDenied',
      message: 'Access Denied',
    });
  }
});

function readPolicy(principal: unknown, extra: object = {}): string {
  const statement = {
    Effect: 'Allow',
    Principal: principal,
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/open/*`,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...extra }] });
}

test('a bucket policy lets another account read what it names, and nothing else', async t => {
  const { s3, client } = await startWithBucket(t);
  for (const Key of ['open/a', 'shut/a']) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'a' }));
  const policy = readPolicy({ AWS: `arn:aws:iam::${accountB}:root` });
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }));
  t.is((await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy, policy);
  const stranger = client({ accountId: accountB });
  const get = (Key: string) => stranger.send(new GetObjectCommand({ Bucket: bucket, Key }));
  t.is(await (await get('open/a')).Body?.transformToString(), 'a');
  await t.throwsAsync(get('shut/a'), { name: 'AccessDenied' });
  await t.throwsAsync(
    get('open/missing'),
    { name: 'AccessDenied' },
    'without the right to list, nothing says what exists',
  );
  await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  await t.throwsAsync(get('open/a'), { name: 'AccessDenied' });
});

const denyWrites = (condition: object) =>
  readPolicy('*', {
    Effect: 'Deny',
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
    Condition: condition,
  });

test('a denial by the policy holds for the owner too, except for what its condition leaves out', async t => {
  const { s3 } = await startWithBucket(t);
  const put = () => s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'a', Body: 'a' }));
  await s3.send(
    new PutBucketPolicyCommand({ Bucket: bucket, Policy: denyWrites({ Bool: { 'aws:SecureTransport': 'false' } }) }),
  );
  await t.notThrowsAsync(put());
  await s3.send(
    new PutBucketPolicyCommand({
      Bucket: bucket,
      Policy: denyWrites({ StringNotEquals: { 'aws:PrincipalAccount': accountB } }),
    }),
  );
  await t.throwsAsync(put(), { name: 'AccessDenied' });
});

test('a policy that the sandbox cannot keep to is refused', async t => {
  const { s3 } = await startWithBucket(t);
  const put = (Policy: string) => s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  const conditions = [
    { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
  ];
  for (const Condition of conditions)
    await t.throwsAsync(put(readPolicy('*', { Condition })), { name: 'NotImplemented' });
  const malformed = [
    '{',
    '{}',
    readPolicy({ AWS: 'nobody' }),
    readPolicy('*', { Resource: 'arn:aws:s3:::other/*' }),
    readPolicy('*', { Efect: 'Allow' }),
  ];
  for (const policy of malformed) await t.throwsAsync(put(policy), { name: 'MalformedPolicy' }, policy);
});

test('what the sandbox does not implement it refuses', async t => {
  const { s3 } = await startWithBucket(t);
  const website = { IndexDocument: { Suffix: 'index.html' } };
  await t.throwsAsync(s3.send(new PutBucketWebsiteCommand({ Bucket: bucket, WebsiteConfiguration: website })), {
    name: 'NotImplemented',
  });
  t.is((await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))).Status, undefined);
});
