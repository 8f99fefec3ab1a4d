import test, { type ExecutionContext } from 'ava';
import type { ChangeSetRequest } from '../../src/apply/ports.js';
import { connect } from '../../src/aws/connect.js';
import { bookkeeping } from '../../src/model/bookkeeping.js';
import type { Target } from '../../src/model/fleet.js';
import { cloudFormation } from '../../src/sandbox/cloudformation/service.js';
import { queryDesk } from '../../src/sandbox/desks.js';
import { memoryWorld } from '../../src/sandbox/memory-world.js';
import { region, tenant } from '../plan/fixtures.js';
import { localSandbox } from '../sandbox/local-sandbox.js';

const target: Target = { account: tenant, region };
const { signal } = new AbortController();

/** The adapter on a sandbox that answers in pages of two. */
async function adapter(t: ExecutionContext, options: { pace?: { resourceMs: number } } = {}) {
  const simulated = cloudFormation({ world: memoryWorld(), pageSize: 2, ...options });
  const sandbox = await localSandbox(t, { services: { cloudformation: queryDesk(simulated.service) } });
  t.teardown(() => simulated.close());
  const connection = connect(sandbox.env, Date.now);
  t.teardown(() => connection.close());
  return { sandbox, connection, ...connection.as('apply') };
}

function request(stack: string, options: Partial<ChangeSetRequest> = {}): ChangeSetRequest {
  const topics = ['A', 'B', 'C', 'D', 'E'].map(id => [
    id,
    { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'Name' } } },
  ]);
  const Parameters = { Name: { Type: 'String' } };
  return {
    stack,
    name: 'apply-0123456789ab-1',
    type: 'CREATE',
    token: 'token-1',
    templateBody: JSON.stringify({
      Parameters,
      Resources: Object.fromEntries(topics),
      Outputs: { Owner: { Value: { Ref: 'Name' } } },
    }),
    parameters: { Name: 'one' },
    tags: { team: 'x' },
    capabilities: [],
    serviceRole: tenant.roles.service,
    description: 'a test',
    ...options,
  };
}

type Adapter = Awaited<ReturnType<typeof adapter>>;

async function ready({ changeSets }: Adapter, stack: string, name: string) {
  for (;;) {
    const changeSet = await changeSets.describe(target, { stack, name }, signal);
    if (changeSet !== undefined && !changeSet.status.endsWith('_IN_PROGRESS') && changeSet.status !== 'CREATE_PENDING')
      return changeSet;
  }
}

async function settled({ stacks }: Adapter, name: string) {
  for (;;) {
    const stack = (await stacks.stacks(target, signal)).find(found => found.name === name);
    if (stack !== undefined && !stack.status.endsWith('_IN_PROGRESS')) return stack;
  }
}

async function created(aws: Adapter, stack: string, options: Partial<ChangeSetRequest> = {}) {
  await aws.changeSets.create(target, request(stack, options), signal);
  const changeSet = await ready(aws, stack, 'apply-0123456789ab-1');
  await aws.changeSets.execute(
    target,
    { changeSetArn: changeSet.arn, stackArn: changeSet.stackArn, token: 'e-1' },
    signal,
  );
  return settled(aws, stack);
}

test('all pages of stacks are read', async t => {
  const aws = await adapter(t);
  const names = ['s1', 's2', 's3', 's4', 's5'];
  for (const name of names) await aws.changeSets.create(target, request(name, { token: `token-${name}` }), signal);
  aws.sandbox.resetCalls();
  const read = await aws.stacks.stacks(target, signal);
  t.deepEqual(read.map(({ name }) => name).toSorted(), names);
  t.is(aws.sandbox.calls().find(({ action }) => action === 'DescribeStacks')?.count, 3);
});

test('a stack is told with its parameters, outputs, tags, protection and last change set', async t => {
  const aws = await adapter(t);
  const before = await created(aws, 's1');
  t.is(before.status, 'CREATE_COMPLETE');
  t.deepEqual(before.parameters, { Name: 'one' });
  t.deepEqual(before.outputs, { [bookkeeping.owner]: 'one' });
  t.deepEqual(before.tags, { team: 'x' });
  t.regex(before.changeSet ?? '', /:changeSet\/apply-0123456789ab-1\//);
  t.false(before.terminationProtection);
  await aws.stacks.protect(target, before.arn, signal);
  t.true((await settled(aws, 's1')).terminationProtection);
});

test('all pages of a change set are read, with property values', async t => {
  const aws = await adapter(t);
  const stack = await created(aws, 's1');
  const update = request('s1', { type: 'UPDATE', name: 'plan-1', token: 't-2', parameters: { Name: 'two' } });
  t.is(await aws.changeSets.create(target, update, signal), 'requested');
  const { changes, parameters, status, executionStatus } = await ready(aws, stack.arn, 'plan-1');
  t.deepEqual([status, executionStatus, parameters], ['CREATE_COMPLETE', 'AVAILABLE', { Name: 'two' }]);
  t.deepEqual(
    changes.map(({ logicalId, action, replacement, properties }) => [logicalId, action, replacement, properties]),
    ['A', 'B', 'C', 'D', 'E'].map(id => [
      id,
      'modify',
      'never',
      [{ path: ['Properties', 'DisplayName'], before: 'one', after: 'two', recreation: 'Never' }],
    ]),
  );
});

const readingTopic = (Description: string) =>
  JSON.stringify({
    Resources: {
      One: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x', Description } },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::GetAtt': ['One', 'Value'] } } },
    },
  });

test('what reads from a resource that changes in place is read too, although it is told without property values only', async t => {
  const aws = await adapter(t);
  const stack = await created(aws, 's1', { templateBody: readingTopic('old'), parameters: {} });
  const update = {
    type: 'UPDATE',
    name: 'plan-1',
    token: 't-2',
    parameters: {},
    templateBody: readingTopic('new'),
  } as const;
  await aws.changeSets.create(target, request('s1', update), signal);
  const { changes } = await ready(aws, stack.arn, 'plan-1');
  t.deepEqual(
    changes.map(({ logicalId, replacement }) => [logicalId, replacement]),
    [
      ['One', 'never'],
      ['Topic', 'conditional'],
    ],
  );
  t.deepEqual(changes[1]?.properties, [
    { path: ['Properties', 'TopicName'], before: undefined, after: undefined, recreation: 'Always' },
  ]);
});

test('asking twice with one token is asking once, another request of the same name finds that it exists', async t => {
  const aws = await adapter(t);
  t.is(await aws.changeSets.create(target, request('s1'), signal), 'requested');
  t.is(await aws.changeSets.create(target, request('s1'), signal), 'requested');
  t.is(await aws.changeSets.create(target, request('s1', { token: 'token-2' }), signal), 'exists');
  t.is(await aws.changeSets.create(target, request('s1', { parameters: { Name: 'two' } }), signal), 'exists');
  const [stack] = await aws.stacks.stacks(target, signal);
  t.deepEqual(await aws.stacks.changeSetNames(target, stack?.arn ?? '', signal), ['apply-0123456789ab-1']);
});

test('executing twice with one token is executing once, and after the stack moved it is told', async t => {
  const aws = await adapter(t);
  await aws.changeSets.create(target, request('s1'), signal);
  const { arn, stackArn } = await ready(aws, 's1', 'apply-0123456789ab-1');
  const execution = { changeSetArn: arn, stackArn, token: 'e-1' };
  t.is(await aws.changeSets.execute(target, execution, signal), 'started');
  t.is(await aws.changeSets.execute(target, execution, signal), 'started');
  t.is(await aws.changeSets.execute(target, { ...execution, token: 'e-2' }, signal), 'moved');
  await settled(aws, 's1');
  const begun = (await aws.stacks.events(target, stackArn, signal)).filter(
    ({ physicalId, status }) => physicalId === stackArn && status === 'CREATE_IN_PROGRESS',
  );
  t.is(begun.length, 1);
});

test('a stack that is busy takes no change set, and one that exists is not created again', async t => {
  const [busy, quick] = [await adapter(t, { pace: { resourceMs: 600_000 } }), await adapter(t)];
  const update = request('s1', { type: 'UPDATE', name: 'other', token: 't-2' });
  for (const aws of [busy, quick]) {
    await aws.changeSets.create(target, request('s1'), signal);
    const { arn, stackArn } = await ready(aws, 's1', 'apply-0123456789ab-1');
    await aws.changeSets.execute(target, { changeSetArn: arn, stackArn, token: 'e-1' }, signal);
  }
  t.is(await busy.changeSets.create(target, update, signal), 'moved');
  await settled(quick, 's1');
  t.is(await quick.changeSets.create(target, { ...update, type: 'CREATE' }, signal), 'moved');
});

test('what is not there is undefined, and removing it is nothing', async t => {
  const aws = await adapter(t);
  const missing = { stack: 's1', name: 'apply-0123456789ab-1' };
  t.is(await aws.changeSets.describe(target, missing, signal), undefined);
  await t.notThrowsAsync(aws.changeSets.remove(target, missing, signal));
  await created(aws, 's1');
  t.is(await aws.changeSets.describe(target, { ...missing, name: 'apply-0123456789ab-2' }, signal), undefined);
  await t.notThrowsAsync(aws.changeSets.remove(target, { ...missing, name: 'apply-0123456789ab-2' }, signal));
});

test('a template that CloudFormation does not take is refused in its words', async t => {
  const aws = await adapter(t);
  const error = await t.throwsAsync(aws.changeSets.create(target, request('s1', { parameters: {} }), signal), {
    code: 'change-set-refused',
  });
  t.regex(error.message, /s1: .*Name/);
});

test('events of the last operation are read up to its beginning, newest first', async t => {
  const aws = await adapter(t);
  const { arn } = await created(aws, 's1');
  const events = await aws.stacks.events(target, arn, signal);
  t.is(events[0]?.status, 'CREATE_COMPLETE');
  t.true(events.some(({ physicalId, status }) => physicalId === arn && status === 'CREATE_IN_PROGRESS'));
});
