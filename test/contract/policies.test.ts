import { GetStackPolicyCommand, SetStackPolicyCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { updating } from './busy.js';
import { cfn } from './clients.js';
import { create, execute, propose, update } from './deploy.js';
import { parameter, template } from './fixtures.js';
import { freshName } from './names.js';
import { invalid, refused } from './refused.js';
import { eventsOf, outputsOf } from './stacks.js';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: object;
}
const policy = (...statements: Statement[]) =>
  JSON.stringify({ Statement: statements.map(statement => ({ Principal: '*', ...statement })) });
const allowAll: Statement = { Effect: 'Allow', Action: 'Update:*', Resource: '*' };
const deny = (Action: string, Resource = 'LogicalResourceId/One', others: object = {}): Statement => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...others,
});
const set = (StackName: string, StackPolicyBody: string) =>
  cfn.send(new SetStackPolicyCommand({ StackName, StackPolicyBody }));
const outputs = { Outputs: { Value: { Value: { 'Fn::GetAtt': ['One', 'Value'] } } } };
const value = (text: string, others: object = {}) => template({ One: parameter(text), ...others }, outputs);

async function reasons(StackName: string): Promise<string> {
  return (await eventsOf(StackName)).map(({ ResourceStatusReason }) => ResourceStatusReason ?? '').join('\n');
}

test('POL-01: a stack has no policy until one is set', async t => {
  const { StackName } = await create(value('1'));
  const get = async () => (await cfn.send(new GetStackPolicyCommand({ StackName }))).StackPolicyBody;
  t.falsy(await get());
  await set(StackName, policy(allowAll));
  t.deepEqual(JSON.parse((await get()) ?? '{}'), JSON.parse(policy(allowAll)));
});

test('POL-02: with a policy, what it does not allow is denied', async t => {
  const { StackName } = await create(value('1', { Two: parameter('1') }));
  await set(StackName, policy({ ...allowAll, Resource: 'LogicalResourceId/Two' }));
  await update(StackName, value('1', { Two: parameter('2') }));
  await update(StackName, value('2', { Two: parameter('2') }), {}, 'UPDATE_ROLLBACK_COMPLETE');
  t.regex(await reasons(StackName), /Action not allowed by stack policy/);
});

test('POL-03: a denial stops the execution of a change set, which is rolled back', async t => {
  const { StackName } = await create(value('1'), { StackPolicyBody: policy(allowAll, deny('Update:*')) });
  const changeSet = await propose({ StackName, TemplateBody: value('2') });
  t.is(changeSet.Status, 'CREATE_COMPLETE');
  const stack = await execute(changeSet);
  t.is(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  t.is(outputsOf(stack).Value, '1');
  t.regex(
    await reasons(StackName),
    /Action denied by stack policy: Statement \[#\d+\] does not allow \[Update:\*\] for resource \[LogicalResourceId\/One\]/,
  );
});

test('POL-04: a policy is overridden for one update', async t => {
  const { StackName } = await create(value('1'), { StackPolicyBody: policy(allowAll, deny('Update:*')) });
  await update(StackName, value('2'), { StackPolicyDuringUpdateBody: policy(allowAll) });
  await update(StackName, value('3'), {}, 'UPDATE_ROLLBACK_COMPLETE');
  t.regex(await reasons(StackName), /Action denied by stack policy/);
});

const topicAndParameter = (name: string, DisplayName: string) => ({
  One: { Type: 'AWS::SNS::Topic', Properties: { TopicName: name, DisplayName } },
  Two: parameter('1'),
});

test('POL-05: modification, replacement and deletion are told apart', async t => {
  const name = freshName();
  const { StackName } = await create(template(topicAndParameter(name, 'a')), {
    StackPolicyBody: policy(allowAll, deny('Update:Replace'), deny('Update:Delete')),
  });
  await update(StackName, template(topicAndParameter(name, 'b')));
  await update(StackName, template(topicAndParameter(freshName(), 'b')), {}, 'UPDATE_ROLLBACK_COMPLETE');
  await update(StackName, template({ Two: parameter('1') }), {}, 'UPDATE_ROLLBACK_COMPLETE');
  t.is((await reasons(StackName)).match(/Action denied by stack policy/g)?.length, 2);
});

test('POL-05: types of resources can be denied', async t => {
  const condition = { Condition: { StringEquals: { ResourceType: ['AWS::SSM::Parameter'] } } };
  const { StackName } = await create(value('1'), {
    StackPolicyBody: policy(allowAll, deny('Update:*', '*', condition)),
  });
  await update(StackName, value('2'), {}, 'UPDATE_ROLLBACK_COMPLETE');
  t.regex(await reasons(StackName), /Action denied by stack policy/);
});

const noPolicy = /^Error validating stack policy: Invalid stack policy$/;

test('POL-06: a principal other than everybody, or another action, is refused', async t => {
  const { StackName } = await create(value('1'));
  await refused(t, set(StackName, policy({ ...allowAll, Action: 'Delete:*' })), invalid(noPolicy));
  const Statement = [{ ...allowAll, Principal: 'arn:aws:iam::111122223333:root' }];
  await refused(t, set(StackName, JSON.stringify({ Statement })), invalid(noPolicy));
});

test('POL-06: a policy that is none is refused', async t => {
  const { StackName } = await create(value('1'));
  await refused(t, set(StackName, 'hello'), invalid(noPolicy));
  await refused(t, set(StackName, '{"Statement": [{"Effect": "Maybe"}]}'), invalid(noPolicy));
  await refused(t, set(freshName(), policy(allowAll)), invalid(/does not exist/));
});

test('POL-07: no policy is set while an operation runs', async t => {
  const { StackName, finished } = await updating();
  await refused(t, set(StackName, policy(allowAll)), invalid(/UPDATE_IN_PROGRESS/));
  t.is((await finished()).StackStatus, 'UPDATE_COMPLETE');
});
