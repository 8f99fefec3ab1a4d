import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { FaultRule } from '../../src/sandbox/control/rule.js';
import type { SandboxOptions } from '../../src/sandbox/sandbox-options.js';
import { accountA, clientSettings, localSandbox } from '../sandbox/local-sandbox.js';
import { clusterwright, ended, startClusterwright, startSandboxProcess } from './process.js';

const sentenceAndNextStep = /^clusterwright: [^\n]+\n {2}next {2}[^\n]+\n$/;

async function start(t: ExecutionContext, options: SandboxOptions = {}) {
  const sandbox = await localSandbox(t, options);
  const env = { ...sandbox.env, AWS_ACCESS_KEY_ID: accountA };
  const cloudformation = new CloudFormationClient(clientSettings(sandbox));
  return {
    sandbox,
    cloudformation,
    run: (...args: string[]) => clusterwright(['sandbox', ...args], env),
    start: (...args: string[]) => startClusterwright(['sandbox', ...args], env),
  };
}

async function createNetwork(client: CloudFormationClient): Promise<void> {
  const TemplateBody = 'Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } } }';
  await client.send(new CreateStackCommand({ StackName: 'network', TemplateBody }));
  const pace = { client, maxWaitTime: 30, minDelay: 0.02, maxDelay: 0.02 };
  await waitUntilStackCreateComplete(pace, { StackName: 'network' });
}

test('a fault is made, shown as it is used up, and removed', async t => {
  const { sandbox, cloudformation, run } = await start(t);
  const made = await run(
    'fault',
    'deny',
    'cloudformation:Describe*',
    '--role',
    'sandbox',
    '--times',
    '2',
    '--for',
    '5m',
  );
  t.is(made.exitCode, 0, made.stderr);
  t.regex(
    made.stdout,
    /^ID +WHAT +WHERE +MET +LEFT\n1 +deny +cloudformation:Describe\* of role sandbox +0 +2 more, until [\d:]+ UTC\n$/,
  );
  await t.throwsAsync(cloudformation.send(new DescribeStacksCommand({})), { name: 'AccessDenied' });
  t.regex((await run('fault', 'list')).stdout, /\n1 +deny .* 1 +1 more, until/);
  const listed = await run('fault', 'list', '--format', 'json');
  t.deepEqual(JSON.parse(listed.stdout), sandbox.faults.list());
  t.is((await run('fault', 'remove', '1')).stdout, '1 fault removed\n');
  await cloudformation.send(new DescribeStacksCommand({}));
  t.is((await run('fault', 'list')).stdout, 'no faults: every call is answered as it should be\n');
});

const kinds: readonly (readonly [args: readonly string[], rule: FaultRule])[] = [
  [
    ['throttle', 'kms', '--rate', '0.5'],
    { match: { service: 'kms' }, effect: { kind: 'throttle', perSecond: 0.5, burst: 1 } },
  ],
  [['throttle', '--profile', 'aws'], { match: {}, effect: { kind: 'throttle', profile: 'aws' } }],
  [
    ['delay', ':List*', '--by', '1.5s', '--when', 'after', '--region', 'us-east-1'],
    { match: { action: 'List*', region: 'us-east-1' }, effect: { kind: 'delay', delayMs: 1500, when: 'after' } },
  ],
  [['reset', '--skip', '3'], { match: {}, effect: { kind: 'reset' }, skip: 3 }],
  [
    ['error', 's3:PutObject', '--status', '503', '--code', 'SlowDown', '--resource', 'templates/*'],
    {
      match: { service: 's3', action: 'PutObject', resource: 'templates/*' },
      effect: { kind: 'error', status: 503, code: 'SlowDown' },
    },
  ],
  [['kill', '--pid', 'sandbox', '--stack', 'x'], { match: { stack: 'x' }, effect: { kind: 'kill', pid: 'sandbox' } }],
  [
    ['fail-resource', 'Vpc', '--stack', 'network', '--operation', 'delete', '--reason', 'in use'],
    {
      match: { stack: 'network', logicalId: 'Vpc', operation: 'delete' },
      effect: { kind: 'fail-resource', reason: 'in use' },
      times: 1,
    },
  ],
  [
    ['phantom-drift', '--type', 'AWS::EC2::*', '--change', 'replace'],
    { match: { type: 'AWS::EC2::*' }, effect: { kind: 'phantom-drift', change: 'replace' } },
  ],
];
for (const [args, rule] of kinds) {
  test(`clusterwright sandbox fault ${args.join(' ')}`, async t => {
    const { sandbox, run } = await start(t);
    const { exitCode, stderr } = await run('fault', ...args);
    t.is(exitCode, 0, stderr);
    const [{ match, effect, ...limits } = {}] = sandbox.faults.list();
    t.deepEqual({ match, effect }, { match: rule.match, effect: rule.effect });
    t.like(limits, { times: rule.times, skip: rule.skip });
  });
}

test('ls shows accounts with their stacks, and a stack with its resources', async t => {
  const { cloudformation, run } = await start(t);
  t.is((await run('ls')).stdout, 'nothing there yet\n');
  await createNetwork(cloudformation);
  const list = await run('ls');
  t.regex(
    list.stdout,
    /^ACCOUNT +REGION +STACK +STATUS +SINCE\n111122223333 +eu-central-1 +network +CREATE_COMPLETE +\d+m?s\n$/,
  );
  const stack = await run('ls', 'network');
  t.regex(
    stack.stdout,
    /^network {3}111122223333 eu-central-1 {3}CREATE_COMPLETE\n {2}RESOURCE +TYPE +STATUS +ID\n {2}Vpc +AWS::EC2::VPC +CREATE_COMPLETE +vpc-0[0-9a-f]{16}\n$/,
  );
});

test('tamper changes a resource behind its stack, shows it, and deletes it', async t => {
  const { sandbox, cloudformation, run } = await start(t);
  await createNetwork(cloudformation);
  const changed = await run('tamper', 'network', 'Vpc', 'EnableDnsSupport=false', 'Tags=[{"Key":"by","Value":"hand"}]');
  t.regex(changed.stdout, /^Vpc \(vpc-0\w+\) is changed; network does not know\n$/, changed.stderr);
  const CidrBlock = '10.0.0.0/16';
  t.deepEqual(JSON.parse((await run('tamper', 'network', 'Vpc')).stdout), {
    CidrBlock,
    EnableDnsSupport: false,
    Tags: [{ Key: 'by', Value: 'hand' }],
  });
  await run('tamper', 'network', 'Vpc', '--unset', 'Tags', '--unset', 'EnableDnsSupport');
  t.deepEqual(JSON.parse((await run('tamper', 'network', 'Vpc')).stdout), { CidrBlock });
  t.regex((await run('tamper', 'network', 'Vpc', '--delete')).stdout, /is deleted/);
  t.regex((await run('tamper', 'network', 'Vpc')).stderr, sentenceAndNextStep);
  t.deepEqual(sandbox.log({ action: 'UpdateStack' }), []);
});

test('events shows the latest calls, and follows those to come until it is interrupted', async t => {
  const { cloudformation, run, start: begin } = await start(t);
  await t.throwsAsync(cloudformation.send(new DescribeStacksCommand({ StackName: 'network' })));
  const line =
    /^[\d:]{8} {2}400 ValidationError {2}cloudformation:DescribeStacks +network {3}111122223333 eu-central-1 {3}user\/sandbox {3}\d+ms$/;
  t.regex((await run('events')).stdout.trimEnd(), line);
  const following = begin('events', '--follow', '--format', 'json');
  t.teardown(() => following.kill('SIGKILL'));
  if (following.stdout === null) throw new Error('no output to read');
  const numbers: number[] = [];
  for await (const text of createInterface({ input: following.stdout })) {
    numbers.push((JSON.parse(text) as { number: number }).number);
    if (numbers.length === 3) break;
    await cloudformation.send(new DescribeStacksCommand({}));
  }
  t.deepEqual(numbers, [1, 2, 3]);
  const end = ended(following);
  following.kill('SIGINT');
  t.is(await end, 130);
});

test('reset clears faults and calls, and with --all everything', async t => {
  const { sandbox, cloudformation, run } = await start(t);
  await createNetwork(cloudformation);
  await run('fault', 'truncate', 's3');
  t.is((await run('reset')).exitCode, 0);
  t.deepEqual([sandbox.faults.list(), sandbox.calls()], [[], []]);
  t.is((await cloudformation.send(new DescribeStacksCommand({}))).Stacks?.length, 1);
  t.is((await run('reset', '--all')).exitCode, 0);
  t.is((await cloudformation.send(new DescribeStacksCommand({}))).Stacks?.length, 0);
});

test('what a sandbox cannot do is one sentence and a next step', async t => {
  const { run } = await start(t);
  const wrong: readonly (readonly string[])[] = [
    ['ls', 'missing'],
    ['tamper', 'missing', 'Vpc'],
    ['fault', 'remove', '7'],
    ['fault', 'throttle'],
    ['fault', 'delay', '--by', '5'],
    ['fault', 'kill', '--pid', '1'],
    ['fault', 'deny', '--times', '0'],
    ['events', '--limit', 'many'],
    ['ls', '--endpoint-url', 'http://127.0.0.1:9'],
    ['ls', '--endpoint-url', 'https://cloudformation.eu-central-1.amazonaws.com'],
    ['--speed', '0'],
    ['--log', '/no/such/folder/calls'],
  ];
  for (const args of wrong) {
    const { exitCode, stdout, stderr } = await run(...args);
    t.is(exitCode, 1, args.join(' '));
    t.is(stdout, '');
    t.regex(stderr, sentenceAndNextStep, args.join(' '));
  }
  for (const args of [
    ['fault', 'explode'],
    ['fault', 'delay'],
    ['reset', 'it'],
    ['fault', 'deny', '--pid', '5'],
  ]) {
    t.is((await run(...args)).exitCode, 64, args.join(' '));
  }
});

test('two sandboxes run side by side, each with its own rates, seed and log, and end when they are told', async t => {
  const directory = await mkdtemp(join(tmpdir(), 'clusterwright-sandbox-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const log = join(directory, 'calls');
  const one = await startSandboxProcess(['--profile', 'aws', '--log', log, '--seed', 'one', '--speed', '10']);
  const two = await startSandboxProcess(['--state', join(directory, 'two')]);
  t.teardown(() => Promise.all([one.stop(), two.stop()]));
  t.regex((await clusterwright(['sandbox', 'fault', 'list'], one.env)).stdout, /throttle at the rates of aws/);
  t.regex((await clusterwright(['sandbox', 'fault', 'list'], two.env)).stdout, /^no faults/);
  await createNetwork(new CloudFormationClient(clientSettings({ url: one.env.AWS_ENDPOINT_URL ?? '' })));
  t.is((await clusterwright(['sandbox', 'ls'], two.env)).stdout, 'nothing there yet\n');
  await Promise.all([one.stop(), two.stop()]);
  const [first = ''] = (await readFile(log, 'utf8')).split('\n');
  t.like(JSON.parse(first), { number: 1, action: 'CreateStack', resource: 'network', status: 200 });
});
