import {
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  ExecuteChangeSetCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { failingDriver } from './failing-driver.js';
import { deploy, history, propose, settled } from './stack-driver.js';

const group = (name: string, attributes = '') => `
Resources:
  Group: { Type: AWS::Logs::LogGroup, ${attributes} Properties: { LogGroupName: ${name} } }
  Topic: { Type: AWS::SNS::Topic, DependsOn: Group }
`;

test('what is to be retained outlives its stack', async t => {
  const driver = await failingDriver(t);
  const { StackId = '' } = await deploy(driver, 'app', group('kept', 'DeletionPolicy: Retain,'));
  await driver.client.send(new DeleteStackCommand({ StackName: 'app' }));
  t.is((await settled(driver, StackId)).StackStatus, 'DELETE_COMPLETE');
  t.true((await history(driver, StackId)).includes('Group DELETE_SKIPPED'));
  const again = await propose(driver, { StackName: 'app', ChangeSetType: 'CREATE', TemplateBody: group('kept') });
  t.regex(again.StatusReason ?? '', /ResourceExistenceCheck/);
});

test('a replaced resource is retained if its UpdateReplacePolicy says so', async t => {
  const driver = await failingDriver(t);
  await deploy(driver, 'app', group('old', 'UpdateReplacePolicy: Retain,'));
  const { Changes } = await propose(driver, {
    StackName: 'app',
    TemplateBody: group('new', 'UpdateReplacePolicy: Retain,'),
  });
  t.is(Changes?.[0]?.ResourceChange?.PolicyAction, 'ReplaceAndRetain');
  await deploy(driver, 'app', group('new', 'UpdateReplacePolicy: Retain,'));
  t.true((await history(driver, 'app')).includes('Group DELETE_SKIPPED'));
});

for (const [title, attributes, RetainExceptOnCreate, kept] of [
  ['retained', 'DeletionPolicy: Retain,', false, true],
  ['deleted if the execution says so', 'DeletionPolicy: Retain,', true, false],
  ['deleted if its policy says so', 'DeletionPolicy: RetainExceptOnCreate,', false, false],
] as const) {
  test(`what a failed creation has made and is to be retained is ${title}`, async t => {
    const driver = await failingDriver(t);
    driver.failing.add('create Topic');
    const { ChangeSetId } = await propose(driver, {
      StackName: 'app',
      ChangeSetType: 'CREATE',
      TemplateBody: group('made', attributes),
    });
    await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId, RetainExceptOnCreate }));
    t.is((await settled(driver, 'app')).StackStatus, 'ROLLBACK_COMPLETE');
    const { StackResources = [] } = await driver.client.send(new DescribeStackResourcesCommand({ StackName: 'app' }));
    const status = StackResources.find(({ LogicalResourceId }) => LogicalResourceId === 'Group')?.ResourceStatus;
    t.is(status, kept ? 'DELETE_SKIPPED' : 'DELETE_COMPLETE');
  });
}

test('a creation that failed is deleted with its stack if it is told to', async t => {
  const driver = await failingDriver(t);
  driver.failing.add('create Topic');
  const { ChangeSetId, StackId = '' } = await propose(driver, {
    StackName: 'app',
    ChangeSetType: 'CREATE',
    TemplateBody: group('made'),
    OnStackFailure: 'DELETE',
  });
  await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
  t.is((await settled(driver, StackId)).StackStatus, 'DELETE_COMPLETE');
  const { StackSummaries = [] } = await driver.client.send(new ListStacksCommand({}));
  t.is(StackSummaries[0]?.StackStatus, 'DELETE_COMPLETE');
});
