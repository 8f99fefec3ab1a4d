import {
  CancelUpdateStackCommand,
  ContinueUpdateRollbackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  RollbackStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { failingDriver } from './failing-driver.js';
import type { StackDriver } from './stack-driver.js';
import { deploy, history, settled } from './stack-driver.js';

const template = `
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 1 } }
  Topic: { Type: AWS::SNS::Topic, DependsOn: Queue, Properties: { DisplayName: one } }
`;
const changed = template.replace('DelaySeconds: 1', 'DelaySeconds: 2').replace('one', 'two');

async function statuses({ client }: StackDriver, StackName: string): Promise<Record<string, string | undefined>> {
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  return Object.fromEntries(StackResources.map(resource => [resource.LogicalResourceId, resource.ResourceStatus]));
}

test('an update that is cancelled goes back to what was before', async t => {
  const driver = await failingDriver(t, 300);
  await deploy(driver, 'app', template);
  await driver.client.send(new UpdateStackCommand({ StackName: 'app', TemplateBody: changed }));
  await driver.client.send(new CancelUpdateStackCommand({ StackName: 'app' }));
  const stack = await settled(driver, 'app');
  t.is(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  const events = await history(driver, 'app');
  t.true(events.includes('Queue UPDATE_FAILED Resource update cancelled'));
  t.true(events.includes('app UPDATE_ROLLBACK_IN_PROGRESS User Initiated'));
  await t.throwsAsync(driver.client.send(new CancelUpdateStackCommand({ StackName: 'app' })), {
    message: 'CancelUpdateStack cannot be called from current stack status',
  });
});

test('a creation that failed with rollback disabled can be rolled back later', async t => {
  const driver = await failingDriver(t);
  driver.failing.add('create Topic');
  const stack = await deploy(driver, 'app', template, { OnStackFailure: 'DO_NOTHING' });
  t.is(stack.StackStatus, 'CREATE_FAILED');
  t.deepEqual(await statuses(driver, 'app'), { Queue: 'CREATE_COMPLETE', Topic: 'CREATE_FAILED' });
  await driver.client.send(new RollbackStackCommand({ StackName: 'app' }));
  t.is((await settled(driver, 'app')).StackStatus, 'ROLLBACK_COMPLETE');
  await t.throwsAsync(driver.client.send(new RollbackStackCommand({ StackName: 'app' })), {
    message: /is in ROLLBACK_COMPLETE state and can not be rolled back/,
  });
});

test('a creation that failed with rollback disabled can be completed by an update', async t => {
  const driver = await failingDriver(t);
  driver.failing.add('create Topic');
  await deploy(driver, 'app', template, { OnStackFailure: 'DO_NOTHING' });
  driver.failing.clear();
  t.is((await deploy(driver, 'app', changed)).StackStatus, 'UPDATE_COMPLETE');
});

test('an update that failed with rollback disabled can be rolled back later', async t => {
  const driver = await failingDriver(t);
  await deploy(driver, 'app', template);
  driver.failing.add('update Topic');
  const stack = await deploy(driver, 'app', changed, { OnStackFailure: 'DO_NOTHING' });
  t.is(stack.StackStatus, 'UPDATE_FAILED');
  t.deepEqual(await statuses(driver, 'app'), { Queue: 'UPDATE_COMPLETE', Topic: 'UPDATE_FAILED' });
  driver.failing.clear();
  const { StackId } = await driver.client.send(new RollbackStackCommand({ StackName: 'app' }));
  t.is(StackId, stack.StackId);
  t.is((await settled(driver, 'app')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
});

test('a rollback that failed goes on when it is told to, once what stood in its way is gone', async t => {
  const driver = await failingDriver(t);
  await deploy(driver, 'app', template);
  // Going forward fails at Topic; going back fails at Queue.
  driver.failing.add('update Topic').add('update Queue 2');
  t.is((await deploy(driver, 'app', changed)).StackStatus, 'UPDATE_ROLLBACK_FAILED');
  await t.throwsAsync(driver.client.send(new UpdateStackCommand({ StackName: 'app', TemplateBody: template })), {
    message: /is in UPDATE_ROLLBACK_FAILED state and can not be updated/,
  });
  driver.failing.clear();
  await driver.client.send(new ContinueUpdateRollbackCommand({ StackName: 'app' }));
  const stack = await settled(driver, 'app');
  t.is(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  t.is(stack.LastOperations?.[0]?.OperationType, 'CONTINUE_ROLLBACK');
});

test('a rollback goes on past the resources that it is told to skip', async t => {
  const driver = await failingDriver(t);
  await deploy(driver, 'app', template);
  driver.failing.add('update Topic').add('update Queue 2').add('update Queue 3');
  await deploy(driver, 'app', changed);
  const proceed = (input: object) =>
    driver.client.send(new ContinueUpdateRollbackCommand({ StackName: 'app', ...input }));
  await t.throwsAsync(proceed({ ResourcesToSkip: ['Queue'], ForceRollback: true }), { message: /mutually exclusive/ });
  await t.throwsAsync(proceed({ ResourcesToSkip: ['Other'] }), { message: /\[Other\]/ });
  driver.failing.delete('update Topic');
  await proceed({ ResourcesToSkip: ['Queue'] });
  t.is((await settled(driver, 'app')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  t.is((await statuses(driver, 'app')).Queue, 'UPDATE_COMPLETE');
});

test('a deletion that failed can leave behind what it cannot delete', async t => {
  const driver = await failingDriver(t);
  const { StackId } = await deploy(driver, 'app', template);
  const remove = (input: object) => driver.client.send(new DeleteStackCommand({ StackName: 'app', ...input }));
  await t.throwsAsync(remove({ RetainResources: ['Queue'] }), { message: /DELETE_FAILED state/ });
  driver.failing.add('delete Queue');
  await remove({});
  t.is((await settled(driver, 'app')).StackStatus, 'DELETE_FAILED');
  await remove({ RetainResources: ['Queue'] });
  t.is((await settled(driver, StackId ?? '')).StackStatus, 'DELETE_COMPLETE');
});

test('a deletion can be forced once it has failed', async t => {
  const driver = await failingDriver(t);
  const { StackId = '' } = await deploy(driver, 'app', template);
  driver.failing.add('delete Queue');
  const remove = (input: object) => driver.client.send(new DeleteStackCommand({ StackName: 'app', ...input }));
  await remove({});
  await settled(driver, 'app');
  await remove({ DeletionMode: 'FORCE_DELETE_STACK' });
  t.is((await settled(driver, StackId)).StackStatus, 'DELETE_COMPLETE');
  t.true((await history(driver, StackId)).includes('Queue DELETE_SKIPPED'));
});
