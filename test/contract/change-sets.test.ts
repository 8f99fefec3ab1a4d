import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackResourcesCommand,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { updating } from './busy.js';
import { cfn } from './clients.js';
import { create, described, execute, propose, update } from './deploy.js';
import { eventually } from './eventually.js';
import { failing, parameter, template } from './fixtures.js';
import { freshName, stackName } from './names.js';
import { invalid, refused } from './refused.js';
import { changesOf, describe, eventsOf, remove, settled } from './stacks.js';

const first = template({ One: parameter('1') });
const second = template({ One: parameter('2') });
const third = template({ One: parameter('3') });
const asNew = (StackName: string, input: object = {}) =>
  propose({ StackName, ChangeSetType: 'CREATE', TemplateBody: first, ...input });
const listed = async (StackName: string) => {
  const { Summaries = [] } = await cfn.send(new ListChangeSetsCommand({ StackName }));
  return Summaries;
};
const notExecutable = (status: string) => ({
  code: 'InvalidChangeSetStatus',
  message: new RegExp(`^ChangeSet \\[.*\\] cannot be executed in its current (execution )?status of \\[${status}\\]`),
});

test('CS-01, ST-01: a new stack is under review, without resources', async t => {
  const StackName = stackName();
  const changeSet = await asNew(StackName);
  t.like(changeSet, { Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', StackName });
  const stack = await describe(StackName);
  t.is(stack.StackStatus, 'REVIEW_IN_PROGRESS');
  t.is(stack.StackId, changeSet.StackId);
  const { StackResources } = await cfn.send(new DescribeStackResourcesCommand({ StackName }));
  t.deepEqual(StackResources ?? [], []);
  t.like((await eventsOf(StackName))[0], {
    LogicalResourceId: StackName,
    ResourceType: 'AWS::CloudFormation::Stack',
    ResourceStatus: 'REVIEW_IN_PROGRESS',
    ResourceStatusReason: 'User Initiated',
  });
});

test('CS-02: a stack under review takes further CREATE change sets, and no UPDATE', async t => {
  const StackName = stackName();
  await asNew(StackName);
  t.is((await asNew(StackName)).Status, 'CREATE_COMPLETE');
  await refused(t, propose({ StackName, TemplateBody: second }), invalid(/REVIEW_IN_PROGRESS|does not exist/));
});

test('CS-03: UPDATE needs a stack that exists', async t => {
  const StackName = freshName();
  await refused(t, propose({ StackName, TemplateBody: first }), invalid(/^Stack \[.*\] does not exist$/));
});

test('CS-04: CREATE needs a stack that does not exist', async t => {
  const { StackName } = await create(first);
  await refused(t, asNew(StackName), invalid(/already exists and cannot be created again with the changeSet/));
});

test('CS-05: a name is unique for its stack, and free for another', async t => {
  const StackName = stackName();
  await asNew(StackName, { ChangeSetName: 'change' });
  await refused(t, asNew(StackName, { ChangeSetName: 'change', TemplateBody: second }), {
    code: 'AlreadyExistsException',
  });
  t.is((await asNew(stackName(), { ChangeSetName: 'change' })).Status, 'CREATE_COMPLETE');
});

test('CS-06, CS-08: nothing to change is a failure, and cannot be executed', async t => {
  const { StackName } = await create(first);
  const changeSet = await propose({ StackName, TemplateBody: first });
  t.like(changeSet, {
    Status: 'FAILED',
    ExecutionStatus: 'UNAVAILABLE',
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
  });
  t.deepEqual(changeSet.Changes ?? [], []);
  await refused(t, execute(changeSet), notExecutable('FAILED'));
});

test('CS-07: a difference without effect is a failure with one of the two reasons', async t => {
  const { StackName } = await create(first);
  const changeSet = await propose({ StackName, TemplateBody: `# another comment\n${first}` });
  t.like(changeSet, { Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE' });
  t.regex(changeSet.StatusReason ?? '', /^No updates are to be performed|didn't contain changes/);
});

for (const [part, others] of [
  ['description', { Description: 'another' }],
  ['metadata', { Metadata: { another: '1' } }],
  ['unused conditions', { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } }],
  ['unused mappings', { Mappings: { M: { a: { b: 'c' } } } }],
  ['unused parameters', { Parameters: { X: { Type: 'String', Default: 'a' } } }],
] as const) {
  test(`CS-28: a template that differs in nothing but ${part} changes nothing`, async t => {
    const { StackName } = await create(first);
    const changeSet = await propose({ StackName, TemplateBody: template({ One: parameter('1') }, others) });
    t.is(changeSet.Status, 'FAILED');
    t.regex(changeSet.StatusReason ?? '', /^No updates are to be performed|didn't contain changes/);
  });
}

test('CS-09, CS-10: execution removes the other change sets, and happens once', async t => {
  const { StackName } = await create(first);
  const [one, other] = await Promise.all([second, third].map(TemplateBody => propose({ StackName, TemplateBody })));
  if (!one || !other) return t.fail();
  t.is((await execute(one)).StackStatus, 'UPDATE_COMPLETE');
  await eventually(
    () => listed(StackName),
    summaries => !summaries.some(({ ChangeSetId }) => ChangeSetId === other.ChangeSetId),
  );
  await refused(t, cfn.send(new ExecuteChangeSetCommand({ ChangeSetName: one.ChangeSetId })), {
    code: 'InvalidChangeSetStatus',
  });
});

test('CS-25: an executed change set is told by its ARN alone, even once its stack is deleted', async t => {
  const StackName = stackName();
  const changeSet = await asNew(StackName);
  const { StackId = '' } = await execute(changeSet);
  t.deepEqual(await listed(StackName), []);
  const state = async () => {
    const command = new DescribeChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId });
    return (await cfn.send(command)).ExecutionStatus;
  };
  t.is(await state(), 'EXECUTE_COMPLETE');
  await remove(StackId);
  await settled(StackId);
  t.is(await state(), 'EXECUTE_COMPLETE');
});

test('CS-26: a stack under review may be created directly', async t => {
  const StackName = stackName();
  const { StackId = '', ChangeSetId } = await asNew(StackName);
  t.is((await create(first, { StackName })).StackId, StackId);
  const { ExecutionStatus } = await cfn.send(new DescribeChangeSetCommand({ ChangeSetName: ChangeSetId }));
  t.is(ExecutionStatus, 'OBSOLETE');
});

test('CS-27: a deleted stack takes no change set', async t => {
  const { StackId } = await create(first);
  await remove(StackId);
  await settled(StackId);
  await refused(
    t,
    propose({ StackName: StackId, TemplateBody: second }),
    invalid(/^Stack:arn:.* is in DELETE_COMPLETE state and can not be updated\.$/),
  );
});

test('CS-11: a change set of a stack that has moved since is obsolete', async t => {
  const { StackName } = await create(first);
  const { ChangeSetId } = await propose({ StackName, TemplateBody: second });
  await update(StackName, third);
  const { ExecutionStatus } = await cfn.send(new DescribeChangeSetCommand({ ChangeSetName: ChangeSetId }));
  t.is(ExecutionStatus, 'OBSOLETE');
  await refused(t, cfn.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId })), notExecutable('OBSOLETE'));
});

test('CS-12: a token means one change set', async t => {
  const { StackName } = await create(first);
  const input = { StackName, ChangeSetName: 'change', TemplateBody: second, ClientToken: freshName() };
  const made = await cfn.send(new CreateChangeSetCommand(input));
  const again = await cfn.send(new CreateChangeSetCommand(input));
  t.is(again.Id, made.Id);
  t.is((await listed(StackName)).length, 1);
});

test('CS-13: the previous template with another parameter', async t => {
  const body = template({ One: parameter({ Ref: 'X' }) }, { Parameters: { X: { Type: 'String', Default: 'a' } } });
  const { StackName } = await create(body);
  const changeSet = await propose({
    StackName,
    UsePreviousTemplate: true,
    Parameters: [{ ParameterKey: 'X', ParameterValue: 'b' }],
  });
  t.is(changesOf(changeSet).One?.Action, 'Modify');
  t.is((await execute(changeSet)).Parameters?.[0]?.ParameterValue, 'b');
});

test('CS-13: a new stack has no previous template', async t => {
  await refused(t, asNew(stackName(), { TemplateBody: undefined, UsePreviousTemplate: true }), invalid(/template/i));
});

test('CS-14, CS-24: a change set tells what it was made of, by name and by ARN', async t => {
  const StackName = stackName();
  const body = template({ One: parameter({ Ref: 'X' }) }, { Parameters: { X: { Type: 'String' } } });
  const { ChangeSetId } = await asNew(StackName, {
    ChangeSetName: 'change',
    TemplateBody: body,
    Description: 'a first one',
    Parameters: [{ ParameterKey: 'X', ParameterValue: 'a' }],
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  const byName = await cfn.send(new DescribeChangeSetCommand({ ChangeSetName: 'change', StackName }));
  t.like(byName, {
    ChangeSetId,
    ChangeSetName: 'change',
    StackName,
    Description: 'a first one',
    Parameters: [{ ParameterKey: 'X', ParameterValue: 'a' }],
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  t.regex(ChangeSetId ?? '', /^arn:aws:cloudformation:[^:]+:\d{12}:changeSet\/change\/[0-9a-f-]{36}$/);
  t.true(Math.abs(Date.now() - (byName.CreationTime?.getTime() ?? 0)) < 3_600_000);
});

test('CS-15: the list tells the status of each', async t => {
  const { StackName } = await create(first);
  const good = await propose({ StackName, TemplateBody: second, Description: 'good' });
  const empty = await propose({ StackName, TemplateBody: first });
  const summaries = await listed(StackName);
  const summary = (id?: string) => summaries.find(({ ChangeSetId }) => ChangeSetId === id);
  t.like(summary(good.ChangeSetId), {
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Description: 'good',
    StackName,
  });
  t.like(summary(empty.ChangeSetId), { Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE' });
});

test('CS-16: a deleted change set is gone, and deleting it again succeeds', async t => {
  const StackName = stackName();
  const { ChangeSetId, ChangeSetName } = await asNew(StackName);
  await cfn.send(new DeleteChangeSetCommand({ ChangeSetName: ChangeSetId }));
  await eventually(
    () => listed(StackName),
    summaries => summaries.length === 0,
  );
  await refused(t, described(ChangeSetId ?? ''), { code: 'ChangeSetNotFound', status: 404 });
  await t.notThrowsAsync(cfn.send(new DeleteChangeSetCommand({ ChangeSetName, StackName })));
  t.is((await describe(StackName)).StackStatus, 'REVIEW_IN_PROGRESS');
});

test('CS-18: what happens on failure is said once', async t => {
  const changeSet = await asNew(stackName(), { OnStackFailure: 'ROLLBACK' });
  t.is(changeSet.OnStackFailure, 'ROLLBACK');
  await refused(t, execute(changeSet, { DisableRollback: true }), invalid(/OnStackFailure|DisableRollback/));
});

test('CS-19: only a new stack is deleted when it fails', async t => {
  const { StackName } = await create(first);
  await refused(
    t,
    propose({ StackName, TemplateBody: second, OnStackFailure: 'DELETE' }),
    invalid(/OnStackFailure|DELETE/),
  );
});

test('CS-20: changes carry the resource before and after', async t => {
  const { StackName } = await create(first);
  const { One } = changesOf(await propose({ StackName, TemplateBody: second }));
  t.is(JSON.parse(One?.BeforeContext ?? '{}').Properties.Value, '1');
  t.is(JSON.parse(One?.AfterContext ?? '{}').Properties.Value, '2');
});

test('CS-21: other tags of the stack change its resources', async t => {
  const { StackName } = await create(first, { Tags: [{ Key: 'team', Value: 'a' }] });
  const changeSet = await propose({ StackName, TemplateBody: first, Tags: [{ Key: 'team', Value: 'b' }] });
  t.is(changeSet.Status, 'CREATE_COMPLETE');
  const { One } = changesOf(changeSet);
  t.like(One, { Action: 'Modify', Scope: ['Tags'] });
  t.deepEqual((await execute(changeSet)).Tags, [{ Key: 'team', Value: 'b' }]);
});

test('CS-22: a stack on which an operation runs takes no change set', async t => {
  const { StackName, finished } = await updating();
  await refused(
    t,
    propose({ StackName, TemplateBody: second }),
    invalid(/^Stack:arn:.* is in UPDATE_IN_PROGRESS state and can not be updated\.$/),
  );
  t.is((await finished()).StackStatus, 'UPDATE_COMPLETE');
});

test('CS-23: a template in error leaves no stack behind', async t => {
  const StackName = freshName();
  await refused(t, asNew(StackName, { TemplateBody: template({ One: parameter({ Ref: 'Two' }) }) }), invalid(/Two/));
  await refused(t, describe(StackName), invalid(/does not exist/));
});

test('ST-02, RB-04: a stack made by a change set is deleted on failure if that was asked for', async t => {
  const changeSet = await asNew(stackName(), {
    OnStackFailure: 'DELETE',
    TemplateBody: template({ One: parameter('1'), Bad: failing({ DependsOn: 'One' }) }),
  });
  t.is((await execute(changeSet)).StackStatus, 'DELETE_COMPLETE');
});

test('SW-01: a change of nothing but outputs is a change set without changes, or an empty one', async t => {
  const { StackName } = await create(first);
  const TemplateBody = template({ One: parameter('1') }, { Outputs: { Hash: { Value: 'a' } } });
  const changeSet = await propose({ StackName, TemplateBody });
  t.deepEqual(changeSet.Changes ?? [], []);
  if (changeSet.Status === 'FAILED') {
    t.regex(changeSet.StatusReason ?? '', /No updates|didn't contain changes/);
    return;
  }
  t.like(changeSet, { Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
  t.deepEqual((await execute(changeSet)).Outputs, [{ OutputKey: 'Hash', OutputValue: 'a' }]);
});
