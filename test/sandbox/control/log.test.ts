import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateKeyCommand, DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import test from 'ava';
import type { LoggedCall } from '../../../src/sandbox/calls.js';
import { accountA, accountB, clientSettings, localSandbox } from '../local-sandbox.js';

const TemplateBody = '{"Resources":{"Vpc":{"Type":"AWS::EC2::VPC","Properties":{"CidrBlock":"10.0.0.0/16"}}}}';

test('every call is remembered with who called what about which resource and how it ended', async t => {
  const sandbox = await localSandbox(t);
  const cloudformation = new CloudFormationClient(clientSettings(sandbox));
  await t.throwsAsync(cloudformation.send(new DescribeStacksCommand({ StackName: 'network' })));
  const [call] = sandbox.log();
  const { time, requestId, durationMs, ...rest } = call ?? ({} as LoggedCall);
  t.deepEqual(rest, {
    number: 1,
    service: 'cloudformation',
    action: 'DescribeStacks',
    accountId: accountA,
    region: 'eu-central-1',
    caller: `arn:aws:iam::${accountA}:user/sandbox`,
    resource: 'network',
    status: 400,
    errorCode: 'ValidationError',
  });
  t.true(Math.abs(Date.parse(time) - Date.now()) < 60_000);
  t.regex(requestId, /^[0-9a-f-]{36}$/);
  t.true(durationMs >= 0);
});

test('the resource of a call is a stack, a bucket, an object, a key or a role', async t => {
  const sandbox = await localSandbox(t);
  const cloudformation = new CloudFormationClient(clientSettings(sandbox));
  const s3 = new S3Client(clientSettings(sandbox));
  const kms = new KMSClient(clientSettings(sandbox));
  const sts = new STSClient(clientSettings(sandbox));
  const RoleArn = `arn:aws:iam::${accountB}:role/apply`;
  const ChangeSetType = 'CREATE';
  const { Id } = await cloudformation.send(
    new CreateChangeSetCommand({ StackName: 'network', ChangeSetName: 'first', ChangeSetType, TemplateBody }),
  );
  await t.throwsAsync(cloudformation.send(new DescribeStacksCommand({ StackName: 'other' })));
  await cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
  await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'a/b c.json', Body: '{}' }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }));
  await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'tester' }));
  t.deepEqual(
    sandbox.log().map(({ resource }) => resource),
    ['network', 'other', 'network', 'templates', 'templates/a/b c.json', undefined, KeyMetadata?.KeyId, RoleArn],
  );
});

test('a call whose signature is wrong is remembered, but counted for nobody', async t => {
  const sandbox = await localSandbox(t);
  const sts = new STSClient(clientSettings(sandbox, { secret: 'wrong' }));
  await t.throwsAsync(sts.send(new AssumeRoleCommand({ RoleArn: 'arn', RoleSessionName: 'tester' })));
  t.deepEqual(
    sandbox.log().map(({ service, accountId, status, errorCode }) => ({ service, accountId, status, errorCode })),
    [{ service: 'sts', accountId: undefined, status: 403, errorCode: 'SignatureDoesNotMatch' }],
  );
  t.deepEqual(sandbox.calls(), []);
});

test('counts and calls can be asked for one service, action, account or region', async t => {
  const sandbox = await localSandbox(t);
  for (const accountId of [accountA, accountA, accountB]) {
    const cloudformation = new CloudFormationClient(clientSettings(sandbox, { accountId }));
    await cloudformation.send(new DescribeStacksCommand({}));
  }
  await new KMSClient(clientSettings(sandbox)).send(new CreateKeyCommand({}));
  t.deepEqual(
    sandbox.calls({ service: 'cloudformation', accountId: accountA }).map(({ count }) => count),
    [2],
  );
  t.deepEqual(
    sandbox.calls({ action: 'CreateKey' }).map(({ service }) => service),
    ['kms'],
  );
  t.deepEqual(sandbox.calls({ region: 'us-east-1' }), []);
  t.deepEqual(
    sandbox.log({ accountId: accountB }).map(({ number }) => number),
    [3],
  );
  t.deepEqual(
    sandbox.log({ after: 2, limit: 1 }).map(({ number }) => number),
    [4],
  );
  sandbox.resetCalls();
  t.deepEqual([sandbox.calls(), sandbox.log()], [[], []]);
});
