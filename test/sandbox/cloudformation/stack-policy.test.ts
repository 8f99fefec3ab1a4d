import { GetStackPolicyCommand, SetStackPolicyCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { deploy, history, settled, stackDriver } from './stack-driver.js';

const template = `
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 1 } }
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: one } }
`;
const allowAll = { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' };
const policy = (...statements: object[]) => JSON.stringify({ Statement: [allowAll, ...statements] });
const deny = (Action: string, Resource: string) => ({ Effect: 'Deny', Action, Principal: '*', Resource });

test('a stack policy is read as it was set', async t => {
  const { client, ...driver } = await stackDriver(t);
  await deploy({ client, ...driver }, 'app', template);
  t.is((await client.send(new GetStackPolicyCommand({ StackName: 'app' }))).StackPolicyBody, undefined);
  const StackPolicyBody = policy();
  await client.send(new SetStackPolicyCommand({ StackName: 'app', StackPolicyBody }));
  t.is((await client.send(new GetStackPolicyCommand({ StackName: 'app' }))).StackPolicyBody, StackPolicyBody);
});

for (const [action, resource, change] of [
  ['Update:Modify', 'Queue', template.replace('DelaySeconds: 1', 'DelaySeconds: 2')],
  ['Update:Replace', 'Topic', template.replace('TopicName: one', 'TopicName: two')],
  ['Update:Delete', 'Topic', template.replace(/ {2}Topic.*\n/, '')],
] as const) {
  test(`a policy that denies ${action} rolls back an update that would do it`, async t => {
    const driver = await stackDriver(t);
    await deploy(driver, 'app', template);
    const StackPolicyBody = policy(deny(action, `LogicalResourceId/${resource}`));
    await driver.client.send(new SetStackPolicyCommand({ StackName: 'app', StackPolicyBody }));
    const stack = await deploy(driver, 'app', change);
    t.is(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
    t.true(
      (await history(driver, 'app')).includes(
        `${resource} UPDATE_FAILED Action denied by stack policy: Statement [#2] does not allow [${action}] for resource [LogicalResourceId/${resource}]`,
      ),
    );
  });
}

test('a policy that holds during one update only gives way to it', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'app', template);
  const StackPolicyBody = policy(deny('Update:*', 'LogicalResourceId/Queue'));
  await driver.client.send(new SetStackPolicyCommand({ StackName: 'app', StackPolicyBody }));
  const TemplateBody = template.replace('DelaySeconds: 1', 'DelaySeconds: 2');
  await driver.client.send(
    new UpdateStackCommand({ StackName: 'app', TemplateBody, StackPolicyDuringUpdateBody: policy() }),
  );
  t.is((await settled(driver, 'app')).StackStatus, 'UPDATE_COMPLETE');
});

test('a policy that is none is refused', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'app', template);
  for (const StackPolicyBody of [
    '{',
    '{}',
    JSON.stringify({ Statement: [{ ...allowAll, Action: 'Update:Everything' }] }),
  ]) {
    await t.throwsAsync(driver.client.send(new SetStackPolicyCommand({ StackName: 'app', StackPolicyBody })), {
      name: 'ValidationError',
      message: /stack policy/,
    });
  }
});
