import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeStacksCommand,
  ListStacksCommand,
  SignalResourceCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { FaultRule } from '../../../src/sandbox/control/rule.js';
import type { SandboxOptions } from '../../../src/sandbox/sandbox-options.js';
import { accountA, accountB, clientSettings, localSandbox } from '../local-sandbox.js';
import { seen, sessionOf } from './control-client.js';

const TemplateBody = '{"Resources":{"Vpc":{"Type":"AWS::EC2::VPC","Properties":{"CidrBlock":"10.0.0.0/16"}}}}';

async function start(t: ExecutionContext, rules: readonly FaultRule[], options: SandboxOptions = {}) {
  const sandbox = await localSandbox(t, options);
  const settings = clientSettings(sandbox);
  const cloudformation = new CloudFormationClient(settings);
  for (const rule of rules) await sandbox.faults.add(rule);
  return {
    sandbox,
    cloudformation,
    s3: new S3Client(settings),
    kms: new KMSClient(settings),
    sts: new STSClient(settings),
    describe: () => seen(cloudformation.send(new DescribeStacksCommand({}))),
    list: () => seen(cloudformation.send(new ListStacksCommand({}))),
    create: (StackName: string) => seen(cloudformation.send(new CreateStackCommand({ StackName, TemplateBody }))),
    exists: async (StackName: string) =>
      (await seen(cloudformation.send(new DescribeStacksCommand({ StackName })))) === 'ok',
  };
}

test('a throttled action is refused beyond its burst, and lets through what its rate refills', async t => {
  const clock = { nowMs: Date.now() };
  const throttle: FaultRule = {
    match: { action: 'DescribeStacks' },
    effect: { kind: 'throttle', perSecond: 2, burst: 3 },
  };
  const { describe, list } = await start(t, [throttle], { now: () => new Date(clock.nowMs) });
  t.deepEqual([await describe(), await describe(), await describe()], ['ok', 'ok', 'ok']);
  t.deepEqual(await describe(), ['Throttling', 400, 'Rate exceeded']);
  t.is(await list(), 'ok');
  clock.nowMs += 500;
  t.deepEqual([await describe(), (await describe())[0]], ['ok', 'Throttling']);
});

test('the tokens of a throttle are apart per account and region', async t => {
  const { sandbox, describe } = await start(t, [{ effect: { kind: 'throttle', perSecond: 0, burst: 1 } }]);
  t.is(await describe(), 'ok');
  for (const other of [{ accountId: accountB }, { region: 'us-east-1' }]) {
    const client = new CloudFormationClient(clientSettings(sandbox, other));
    t.is(await seen(client.send(new DescribeStacksCommand({}))), 'ok');
    t.is((await seen(client.send(new DescribeStacksCommand({}))))[0], 'Throttling');
  }
});

test('every service says in its own words that it is called too often', async t => {
  const { kms, s3, sts } = await start(t, [{ effect: { kind: 'throttle', perSecond: 0, burst: 1 } }]);
  const again = async (call: () => Promise<unknown>) => {
    t.is(await seen(call()), 'ok');
    return seen(call());
  };
  t.deepEqual(await again(() => kms.send(new ListKeysCommand({}))), [
    'ThrottlingException',
    400,
    'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
  ]);
  t.deepEqual(await again(() => s3.send(new ListBucketsCommand({}))), [
    'SlowDown',
    503,
    'Please reduce your request rate.',
  ]);
  t.deepEqual(await again(() => sts.send(new GetCallerIdentityCommand({}))), ['Throttling', 400, 'Rate exceeded']);
});

test("AWS's own rates let ten DescribeStacks through at once, then five a second", async t => {
  const clock = { nowMs: Date.now() };
  const faults: readonly FaultRule[] = [{ effect: { kind: 'throttle', profile: 'aws' } }];
  const { describe, sts } = await start(t, [], { faults, now: () => new Date(clock.nowMs) });
  const tries = async (count: number) => {
    const results = [];
    for (let number = 0; number < count; number += 1) results.push(await describe());
    return results.filter(result => result === 'ok').length;
  };
  t.is(await tries(14), 10);
  clock.nowMs += 1000;
  t.is(await tries(10), 5);
  t.is(await seen(sts.send(new GetCallerIdentityCommand({}))), 'ok');
});

test('a delayed call is answered late, and others are not', async t => {
  const { describe, list } = await start(t, [
    { match: { action: 'ListStacks' }, effect: { kind: 'delay', delayMs: 400 } },
  ]);
  await describe();
  const order: string[] = [];
  await Promise.all([list().then(() => order.push('list')), describe().then(() => order.push('describe'))]);
  t.deepEqual(order, ['describe', 'list']);
});

test('a connection that is reset before the effect leaves nothing done', async t => {
  const { create, exists, sandbox } = await start(t, [
    { match: { action: 'CreateStack' }, effect: { kind: 'reset' }, times: 1 },
  ]);
  const [name] = await create('network');
  t.true(['ECONNRESET', 'TimeoutError', 'Error'].includes(String(name)), String(name));
  t.false(await exists('network'));
  t.is(sandbox.log({ action: 'CreateStack' })[0]?.status, undefined);
  t.is(await create('network'), 'ok');
});

test('a connection that is reset after the effect leaves it done', async t => {
  const { create, exists } = await start(t, [
    { match: { action: 'CreateStack', stack: 'lost' }, effect: { kind: 'reset', when: 'after' } },
  ]);
  t.not(await create('lost'), 'ok');
  t.true(await exists('lost'));
  t.is(await create('kept'), 'ok');
});

test('a truncated answer announces more bytes than come, and the effect is done', async t => {
  const { create, exists, s3 } = await start(t, [
    { match: { service: 'cloudformation', action: 'CreateStack' }, effect: { kind: 'truncate' } },
    { match: { resource: 'templates/long' }, effect: { kind: 'truncate' } },
  ]);
  t.not(await create('network'), 'ok');
  t.true(await exists('network'));
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
  const Body = 'x'.repeat(1000);
  for (const Key of ['long', 'whole']) await seen(s3.send(new PutObjectCommand({ Bucket: 'templates', Key, Body })));
  const read = async (Key: string) => {
    const reply = await s3.send(new GetObjectCommand({ Bucket: 'templates', Key }));
    return [reply.ContentLength, await seen(reply.Body?.transformToString() ?? Promise.resolve())];
  };
  const [length, text] = await read('long');
  t.is(length, 1000);
  t.not(text, 'ok');
  t.deepEqual(await read('whole'), [1000, 'ok']);
});

test('an error of the server has the words of its service, unless it is told others', async t => {
  const { describe, list, kms, s3, sts } = await start(t, [
    { match: { action: 'ListStacks' }, effect: { kind: 'error', status: 503 } },
    { match: { service: 'kms' }, effect: { kind: 'error' } },
    { match: { service: 's3' }, effect: { kind: 'error' } },
    { match: { service: 'sts' }, effect: { kind: 'error', status: 500, code: 'Odd', message: 'Very odd.' } },
  ]);
  t.is(await describe(), 'ok');
  t.deepEqual((await list()).slice(0, 2), ['ServiceUnavailable', 503]);
  t.deepEqual((await seen(kms.send(new ListKeysCommand({})))).slice(0, 2), ['KMSInternalException', 500]);
  t.deepEqual((await seen(s3.send(new ListBucketsCommand({})))).slice(0, 2), ['InternalError', 500]);
  t.deepEqual(await seen(sts.send(new GetCallerIdentityCommand({}))), ['Odd', 500, 'Very odd.']);
});

test('an error may come after the effect', async t => {
  const { create, exists } = await start(t, [
    { match: { action: 'CreateStack' }, effect: { kind: 'error', when: 'after' }, times: 1 },
  ]);
  t.is((await create('network'))[0], 'InternalFailure');
  t.true(await exists('network'));
});

test('an action that is denied to a role is refused as IAM does, and to nobody else', async t => {
  const deny: FaultRule = {
    match: { service: 'cloudformation', action: 'CreateChangeSet', role: 'clusterwright-apply' },
    effect: { kind: 'deny' },
  };
  const { sandbox, cloudformation } = await start(t, [deny]);
  const credentials = await sessionOf(sandbox, 'clusterwright-apply');
  const other = await sessionOf(sandbox, 'clusterwright-plan');
  const input = { StackName: 'network', ChangeSetName: 'first', ChangeSetType: 'CREATE', TemplateBody } as const;
  const propose = (client: CloudFormationClient) => seen(client.send(new CreateChangeSetCommand(input)));
  const message =
    `User: arn:aws:sts::${accountB}:assumed-role/clusterwright-apply/tester is not authorized to perform: ` +
    `cloudformation:CreateChangeSet on resource: arn:aws:cloudformation:eu-central-1:${accountB}:stack/network/* ` +
    'because no identity-based policy allows the cloudformation:CreateChangeSet action';
  const denied = new CloudFormationClient(clientSettings(sandbox, { credentials }));
  t.deepEqual(await propose(denied), ['AccessDenied', 403, message]);
  t.is(await seen(denied.send(new DescribeStacksCommand({}))), 'ok');
  t.is(await propose(new CloudFormationClient(clientSettings(sandbox, { credentials: other }))), 'ok');
  t.is(await propose(cloudformation), 'ok');
});

test('a denial names the right and the resource as IAM names them', async t => {
  const { s3, kms, sts } = await start(t, [{ effect: { kind: 'deny' } }]);
  const user = `User: arn:aws:iam::${accountA}:user/sandbox is not authorized to perform:`;
  t.deepEqual(await seen(s3.send(new ListObjectsV2Command({ Bucket: 'templates' }))), [
    'AccessDenied',
    403,
    `${user} s3:ListBucket on resource: "arn:aws:s3:::templates" because no identity-based policy allows the s3:ListBucket action`,
  ]);
  t.deepEqual(await seen(kms.send(new CreateKeyCommand({}))), [
    'AccessDeniedException',
    400,
    `${user} kms:CreateKey on resource: * because no identity-based policy allows the kms:CreateKey action`,
  ]);
  const RoleArn = `arn:aws:iam::${accountB}:role/apply`;
  t.deepEqual(await seen(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'tester' }))), [
    'AccessDenied',
    403,
    `${user} sts:AssumeRole on resource: ${RoleArn} because no identity-based policy allows the sts:AssumeRole action`,
  ]);
});

test('credentials of a role count as expired, in the words of each service', async t => {
  const { sandbox, describe } = await start(t, [{ match: { role: 'apply' }, effect: { kind: 'expire' } }]);
  const settings = clientSettings(sandbox, { credentials: await sessionOf(sandbox, 'apply') });
  const expired = ['ExpiredToken', 403, 'The security token included in the request is expired'];
  t.deepEqual(await seen(new CloudFormationClient(settings).send(new DescribeStacksCommand({}))), expired);
  t.deepEqual((await seen(new KMSClient(settings).send(new ListKeysCommand({})))).slice(0, 2), [
    'ExpiredTokenException',
    400,
  ]);
  t.deepEqual((await seen(new S3Client(settings).send(new ListBucketsCommand({})))).slice(0, 2), ['ExpiredToken', 400]);
  t.is(await describe(), 'ok');
});

test('stale reads are answered from the state when the rule was made, until it ends', async t => {
  const clock = { nowMs: Date.now() };
  const { sandbox, create, exists, s3 } = await start(t, [], { now: () => new Date(clock.nowMs) });
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
  await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'a', Body: 'old' }));
  await create('before');
  const { id } = await sandbox.faults.add({ effect: { kind: 'stale' }, durationMs: 5000 });
  t.is(await create('after'), 'ok');
  await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'a', Body: 'new' }));
  const content = async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'templates', Key: 'a' }));
    return Body?.transformToString();
  };
  t.deepEqual([await exists('before'), await exists('after'), await content()], [true, false, 'old']);
  clock.nowMs += 5000;
  t.deepEqual([await exists('before'), await exists('after'), await content()], [true, true, 'new']);
  t.deepEqual(
    sandbox.log({ action: 'GetObject' }).map(({ faults }) => faults),
    [[id], undefined],
  );
});

test('a stale stack stays in the middle of its operation while the real one goes on', async t => {
  const { sandbox, cloudformation } = await start(t, []);
  const status = async () => {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'network' }));
    return Stacks?.[0]?.StackStatus;
  };
  await cloudformation.send(new CreateStackCommand({ StackName: 'network', TemplateBody: waitingForSignal }));
  t.is(await status(), 'CREATE_IN_PROGRESS');
  const { id } = await sandbox.faults.add({ match: { accountId: accountA }, effect: { kind: 'stale' } });
  while (!(await signalled(cloudformation)));
  while ((await liveStatus(sandbox.url)) !== 'CREATE_COMPLETE');
  t.is(await status(), 'CREATE_IN_PROGRESS');
  sandbox.faults.remove(id);
  t.is(await status(), 'CREATE_COMPLETE');
});

/** Its creation goes on until somebody signals, besides the instance itself. */
const waitingForSignal = JSON.stringify({
  Resources: {
    Node: {
      Type: 'AWS::EC2::Instance',
      CreationPolicy: { ResourceSignal: { Count: 2, Timeout: 'PT12H' } },
      Properties: { ImageId: 'ami-0123456789abcdef0' },
    },
  },
});

/** Whether the instance was there to be signalled for. */
function signalled(cloudformation: CloudFormationClient): Promise<boolean> {
  const signal = { LogicalResourceId: 'Node', UniqueId: 'second', Status: 'SUCCESS' } as const;
  return cloudformation.send(new SignalResourceCommand({ StackName: 'network', ...signal })).then(
    () => true,
    () => false,
  );
}

async function liveStatus(url: string): Promise<string | undefined> {
  const reply = await fetch(`${url}/_sandbox/stacks/network`);
  return ((await reply.json()) as { status?: string }).status;
}

test('a resource fails as asked, once, and the stack rolls back', async t => {
  const { sandbox, cloudformation, create } = await start(t, [
    {
      match: { stack: 'network', logicalId: 'Vpc' },
      effect: { kind: 'fail-resource', reason: 'The maximum number of VPCs has been reached.' },
      times: 1,
    },
  ]);
  const settled = async (StackName: string) => {
    for (;;) {
      const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
      const status = Stacks?.[0]?.StackStatus ?? '';
      if (!status.endsWith('IN_PROGRESS')) return status;
    }
  };
  await create('network');
  await create('other');
  t.deepEqual([await settled('network'), await settled('other')], ['ROLLBACK_COMPLETE', 'CREATE_COMPLETE']);
  t.deepEqual(
    sandbox.faults.list().map(({ met, spent }) => ({ met, spent })),
    [{ met: 1, spent: true }],
  );
});

test('a rule skips calls first and ends after so many', async t => {
  const rule: FaultRule = { match: { action: 'ListStacks' }, effect: { kind: 'error' }, skip: 1, times: 2 };
  const { sandbox, list } = await start(t, [rule]);
  const results = [];
  for (let call = 0; call < 5; call += 1) results.push((await list())[0] === 'InternalFailure');
  t.deepEqual(results, [false, true, true, false, false]);
  t.like(sandbox.faults.list()[0], { id: '1', met: 2, spent: true });
});

test('several rules meet one call, and the log names them', async t => {
  const { sandbox, list } = await start(t, [
    { effect: { kind: 'delay', delayMs: 1 } },
    { match: { action: 'List*' }, effect: { kind: 'error' } },
    { match: { region: 'us-east-1' }, effect: { kind: 'deny' } },
  ]);
  t.is((await list())[0], 'InternalFailure');
  t.like(sandbox.log()[0], { action: 'ListStacks', status: 500, errorCode: 'InternalFailure', faults: ['1', '2'] });
});

test('a call that is held up goes on when its rule is removed, or when the sandbox closes', async t => {
  const { sandbox, describe, list } = await start(t, [
    { match: { action: 'DescribeStacks' }, effect: { kind: 'delay', delayMs: 3_600_000 } },
    { match: { action: 'ListStacks' }, effect: { kind: 'delay', delayMs: 3_600_000 } },
  ]);
  const held = describe();
  const running = list();
  while (sandbox.calls().length < 2) await new Promise(setImmediate);
  sandbox.faults.remove('1');
  t.is(await held, 'ok');
  await sandbox.close();
  t.is(await running, 'ok');
});
