import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { SandboxOptions } from '../../../src/sandbox/sandbox-options.js';
import type { Sandbox } from '../../../src/sandbox/server.js';
import { accountA, accountB, clientSettings, localSandbox } from '../local-sandbox.js';
import { ask, seen, sessionOf } from './control-client.js';

const place = `accountId=${accountA}&region=eu-central-1`;
const TemplateBody = JSON.stringify({
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true } },
  },
});

async function withStack(t: ExecutionContext, options: SandboxOptions = {}) {
  const sandbox = await localSandbox(t, options);
  const cloudformation = new CloudFormationClient(clientSettings(sandbox));
  await cloudformation.send(new CreateStackCommand({ StackName: 'network', TemplateBody }));
  for (;;) {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'network' }));
    if (Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE') break;
  }
  const { StackResources } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName: 'network' }));
  return { sandbox, cloudformation, vpcId: StackResources?.[0]?.PhysicalResourceId ?? '' };
}

test('a fault is made, listed and removed over HTTP', async t => {
  const sandbox = await localSandbox(t);
  const rule = { match: { action: 'Get*' }, effect: { kind: 'error', status: 503 }, times: 2, durationMs: 60_000 };
  const made = await ask(sandbox, 'POST faults', rule);
  t.is(made.status, 201);
  t.like(made.body, { id: '1', ...rule, met: 0, spent: false });
  const sts = new STSClient(clientSettings(sandbox));
  t.is((await seen(sts.send(new GetCallerIdentityCommand({}))))[1], 503);
  t.like(await ask(sandbox, 'GET faults'), { status: 200, body: { faults: [{ ...made.body, met: 1 }] } });
  t.is((await ask(sandbox, 'DELETE faults/1')).status, 200);
  t.is(await seen(sts.send(new GetCallerIdentityCommand({}))), 'ok');
  t.deepEqual((await ask(sandbox, 'DELETE faults/1')).body, {
    error: { code: 'no-such-fault', message: 'there is no fault 1', next: 'make one first: none is in use' },
  });
});

const noRules: readonly (readonly [body: object, message: string])[] = [
  [{}, 'effect is missing'],
  [[], 'the body is not a JSON object'],
  [{ effect: 'deny' }, 'effect is not a JSON object'],
  [{ effect: {} }, 'effect.kind is missing'],
  [
    { effect: { kind: 'explode' } },
    'effect.kind is not one of throttle, delay, reset, truncate, error, deny, expire, stale, kill, fail-resource, phantom-drift',
  ],
  [
    { effect: { kind: 'deny' }, match: { service: 'cloudformaton' } },
    'match.service is not one of autoscaling, cloudformation, ec2, kms, s3, ssm, sts',
  ],
  [{ effect: { kind: 'deny' }, match: { acton: 'ListStacks' } }, 'match.acton is unknown'],
  [{ effect: { kind: 'deny' }, match: { logicalId: 'Vpc' } }, 'match.logicalId is unknown'],
  [{ effect: { kind: 'fail-resource' }, match: { action: 'CreateStack' } }, 'match.action is unknown'],
  [{ effect: { kind: 'deny', delayMs: 1 } }, 'effect.delayMs is unknown'],
  [{ effect: { kind: 'delay' } }, 'effect.delayMs is missing'],
  [{ effect: { kind: 'delay', delayMs: '1' } }, 'effect.delayMs is not a whole number from 0 to 3600000'],
  [{ effect: { kind: 'reset', when: 'later' } }, 'effect.when is not one of before, after'],
  [{ effect: { kind: 'throttle', profile: 'gcp' } }, 'effect.profile is not "aws"'],
  [{ effect: { kind: 'kill', pid: 0 } }, 'effect.pid is not a whole number from 2 to 2147483647'],
  [{ effect: { kind: 'deny' }, times: 0 }, 'times is not a whole number from 1 to 1000000'],
  [{ effect: { kind: 'deny' }, match: { service: 7 } }, 'match.service is not a text'],
];
for (const [body, message] of noRules) {
  test(`no fault is made of ${JSON.stringify(body)}`, async t => {
    const sandbox = await localSandbox(t);
    const { status, body: answer } = await ask(sandbox, 'POST faults', body);
    t.is(status, 400);
    const { next, ...error } = answer.error as Record<string, string>;
    t.deepEqual(error, { code: 'bad-request', message });
    t.regex(next ?? '', /^[a-z]/);
    t.deepEqual(sandbox.faults.list(), []);
  });
}

test('an unknown path, a wrong method, a stray parameter and broken JSON are refused in the same shape', async t => {
  const sandbox = await localSandbox(t);
  const refused: readonly (readonly [request: string, status: number, code: string])[] = [
    ['GET fault', 404, 'no-such-path'],
    ['GET ', 404, 'no-such-path'],
    ['PUT faults', 405, 'wrong-method'],
    ['GET calls?servce=s3', 400, 'bad-request'],
    ['GET events?after=x', 400, 'bad-request'],
    ['GET stacks/%E0', 400, 'bad-request'],
    ['GET stacks/missing', 404, 'no-such-stack'],
    [`GET resources`, 400, 'bad-request'],
    [`GET resources/vpc-1?${place}`, 404, 'no-such-resource'],
  ];
  for (const [asked, status, code] of refused) {
    const reply = await ask(sandbox, asked);
    t.is(reply.status, status, asked);
    const { message, next, ...rest } = reply.body.error as Record<string, string>;
    t.deepEqual(rest, { code }, asked);
    t.true(Boolean(message) && Boolean(next));
  }
  const broken = await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: '{' });
  t.is(broken.status, 400);
});

/** What fetch does not let one set. */
function statusWith(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/_sandbox/faults`, { headers }, response => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject).end();
  });
}

test('web pages and other hosts are kept out', async t => {
  const { url } = await localSandbox(t);
  const { port } = new URL(url);
  t.is(await statusWith(url, { host: `localhost:${port}` }), 200);
  t.is(await statusWith(url, { host: `[::1]:${port}` }), 200);
  t.is(await statusWith(url, { origin: 'http://localhost:3000' }), 200);
  t.is(await statusWith(url, { host: `rebound.example.com:${port}` }), 403);
  t.is(await statusWith(url, { host: `127.0.0.1.example.com:${port}` }), 403);
  t.is(await statusWith(url, { origin: 'https://example.com' }), 403);
  t.is(await statusWith(url, { origin: 'null' }), 403);
});

test('a signed request with a host that is none is refused, not failed at', async t => {
  const { url } = await localSandbox(t);
  const sts = new STSClient(clientSettings({ url }));
  sts.middlewareStack.add(
    next => args => {
      Object.assign((args.request as { headers: object }).headers, { host: '[::' });
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  t.is((await seen(sts.send(new GetCallerIdentityCommand({}))))[1], 400);
});

test('an object of a bucket may begin as the control API does', async t => {
  const { url } = await localSandbox(t);
  const endpoint = url.replace('127.0.0.1', 'localhost');
  // Names below localhost are this machine, which not every resolver knows.
  const httpAgent = new Agent({ lookup: (_, __, found) => found(null, [{ address: '127.0.0.1', family: 4 }]) });
  const s3 = new S3Client({ ...clientSettings({ url }), endpoint, requestHandler: { httpAgent } });
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
  const object = { Bucket: 'templates', Key: '_sandbox/faults' };
  await s3.send(new PutObjectCommand({ ...object, Body: 'mine' }));
  const { Body } = await s3.send(new GetObjectCommand(object));
  t.is(await Body?.transformToString(), 'mine');
});

test('calls and counts are told, and forgotten on request', async t => {
  const { sandbox } = await withStack(t);
  const counts = await ask(sandbox, 'GET calls?action=CreateStack');
  t.deepEqual(counts.body.calls, sandbox.calls({ action: 'CreateStack' }));
  const events = await ask(sandbox, 'GET events?action=CreateStack&limit=5');
  t.like(events.body, { events: [{ number: 1, action: 'CreateStack', resource: 'network', status: 200 }] });
  t.deepEqual((await ask(sandbox, 'GET events?after=100000')).body, { events: [] });
  await ask(sandbox, 'POST reset');
  t.deepEqual([sandbox.calls(), sandbox.log()], [[], []]);
});

test('accounts, stacks and their resources are listed', async t => {
  const { sandbox, vpcId } = await withStack(t);
  await new S3Client(clientSettings(sandbox, { accountId: accountB })).send(
    new CreateBucketCommand({ Bucket: 'templates' }),
  );
  const region = 'eu-central-1';
  t.deepEqual((await ask(sandbox, 'GET accounts')).body.accounts, [
    { accountId: accountA, region, stacks: 1, resources: 1, buckets: 0, keys: 0 },
    { accountId: accountB, region, stacks: 0, resources: 0, buckets: 1, keys: 0 },
  ]);
  const { body } = await ask(sandbox, 'GET stacks');
  t.like(body, { stacks: [{ accountId: accountA, region, stackName: 'network', status: 'CREATE_COMPLETE' }] });
  t.deepEqual((await ask(sandbox, `GET stacks?accountId=${accountB}`)).body.stacks, []);
  const resource = { logicalId: 'Vpc', type: 'AWS::EC2::VPC', physicalId: vpcId, status: 'CREATE_COMPLETE' };
  t.like(await ask(sandbox, `GET stacks/network?${place}`), { body: { stackName: 'network', resources: [resource] } });
});

test('a live resource is changed by a merge patch, and deleted, behind CloudFormation’s back', async t => {
  const { sandbox, vpcId } = await withStack(t);
  const path = `resources/${vpcId}?${place}`;
  const tags = [{ Key: 'by', Value: 'hand' }];
  const patch = { properties: { EnableDnsSupport: null, EnableDnsHostnames: true, Tags: tags } };
  t.is((await ask(sandbox, `PATCH ${path}`, patch)).status, 200);
  t.like(await ask(sandbox, `GET ${path}`), {
    body: { physicalId: vpcId, properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true, Tags: tags } },
  });
  t.false('EnableDnsSupport' in ((await ask(sandbox, `GET ${path}`)).body.properties as object));
  t.is((await ask(sandbox, `PATCH ${path}`, { EnableDnsHostnames: true })).status, 400);
  t.is((await ask(sandbox, `DELETE ${path}`)).status, 200);
  t.is((await ask(sandbox, `GET ${path}`)).status, 404);
  t.deepEqual((await ask(sandbox, `GET resources?${place}`)).body.resources, []);
});

test('reset ends all faults but those of the start', async t => {
  const sandbox: Sandbox = await localSandbox(t, { faults: [{ effect: { kind: 'throttle', profile: 'aws' } }] });
  await ask(sandbox, 'POST faults', { effect: { kind: 'deny' } });
  await ask(sandbox, 'POST reset', {});
  t.deepEqual(
    sandbox.faults.list().map(({ effect }) => effect),
    [{ kind: 'throttle', profile: 'aws' }],
  );
});

test('reset of everything empties accounts, on disk too, and temporary credentials stay good', async t => {
  const stateDir = await mkdtemp(join(tmpdir(), 'clusterwright-reset-'));
  t.teardown(() => rm(stateDir, { recursive: true, force: true }));
  const { sandbox, cloudformation } = await withStack(t, { stateDir });
  const credentials = await sessionOf(sandbox, 'apply');
  const { body } = await ask(sandbox, 'POST reset', { all: true });
  t.deepEqual(body, { reset: ['faults', 'calls', 'state'] });
  t.deepEqual((await cloudformation.send(new DescribeStacksCommand({}))).Stacks, []);
  t.deepEqual(await readdir(join(stateDir, 'state')), ['sts']);
  const sts = new STSClient(clientSettings(sandbox, { credentials }));
  t.is(await seen(sts.send(new GetCallerIdentityCommand({}))), 'ok');
  await cloudformation.send(new CreateStackCommand({ StackName: 'network', TemplateBody }));
});

test('everything goes faster by the speed', async t => {
  const { cloudformation } = await withStack(t, { pace: { resourceMs: 60_000 }, speed: 1000 });
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'network' }));
  t.is(Stacks?.[0]?.StackStatus, 'CREATE_COMPLETE');
});
