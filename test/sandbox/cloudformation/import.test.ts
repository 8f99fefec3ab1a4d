import {
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { failingDriver } from './failing-driver.js';
import type { StackDriver } from './stack-driver.js';
import { deploy, history, propose, settled } from './stack-driver.js';

const template = `
Resources:
  Group:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    Properties: { LogGroupName: kept, RetentionInDays: 7 }
`;
const toImport = {
  ResourceType: 'AWS::Logs::LogGroup',
  LogicalResourceId: 'Group',
  ResourceIdentifier: { LogGroupName: 'kept' },
};
const importing = { TemplateBody: template, ChangeSetType: 'IMPORT' as const, ResourcesToImport: [toImport] };

/** Leaves a log group behind that no stack owns. */
async function leaveLogGroup(driver: StackDriver): Promise<void> {
  const { StackId = '' } = await deploy(driver, 'first', template);
  await driver.client.send(new DeleteStackCommand({ StackName: 'first' }));
  await settled(driver, StackId);
}

test('a resource that no stack owns is taken over by a new stack', async t => {
  const driver = await failingDriver(t);
  await leaveLogGroup(driver);
  const changeSet = await propose(driver, { StackName: 'second', ...importing });
  t.like(changeSet.Changes?.[0]?.ResourceChange, { Action: 'Import', PhysicalResourceId: 'kept' });
  await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId }));
  t.is((await settled(driver, 'second')).StackStatus, 'IMPORT_COMPLETE');
  const { StackResources } = await driver.client.send(new DescribeStackResourcesCommand({ StackName: 'second' }));
  t.like(StackResources, [{ PhysicalResourceId: 'kept', ResourceStatus: 'IMPORT_COMPLETE' }]);
  t.is((await deploy(driver, 'second', template.replace('7', '14'))).StackStatus, 'UPDATE_COMPLETE');
});

test('a resource of another stack cannot be taken over, nor one that does not exist', async t => {
  const driver = await failingDriver(t);
  await deploy(driver, 'first', template);
  await t.throwsAsync(propose(driver, { StackName: 'second', ...importing }), { message: /another stack/ });
  const ResourcesToImport = [{ ...toImport, ResourceIdentifier: { LogGroupName: 'none' } }];
  await t.throwsAsync(propose(driver, { StackName: 'second', ...importing, ResourcesToImport }), {
    message: /does not exist/,
  });
});

test('an import does nothing but import', async t => {
  const driver = await failingDriver(t);
  await leaveLogGroup(driver);
  const TemplateBody = `${template}  Topic: { Type: AWS::SNS::Topic }\n`;
  await t.throwsAsync(propose(driver, { StackName: 'second', ...importing, TemplateBody }), {
    message: /^You have modified resources \[Topic\] in your template that are not being imported/,
  });
});

for (const [failing, status] of [
  [['create Group'], 'IMPORT_ROLLBACK_COMPLETE'],
  [['create Other', 'delete Group'], 'IMPORT_ROLLBACK_FAILED'],
] as const) {
  test(`an import that fails ends in ${status}`, async t => {
    const driver = await failingDriver(t);
    await leaveLogGroup(driver);
    const other = `  Other:\n    Type: AWS::Logs::LogGroup\n    DeletionPolicy: Retain\n    DependsOn: Group\n    Properties: { LogGroupName: other }\n`;
    const { StackId = '' } = await deploy(
      driver,
      'others',
      `Resources:\n${other.replace('    DependsOn: Group\n', '')}`,
    );
    await driver.client.send(new DeleteStackCommand({ StackName: 'others' }));
    await settled(driver, StackId);
    for (const what of failing) driver.failing.add(what);
    const { ChangeSetId } = await propose(driver, {
      StackName: 'second',
      ...importing,
      TemplateBody: `${template}${other}`,
      ResourcesToImport: [
        toImport,
        { ...toImport, LogicalResourceId: 'Other', ResourceIdentifier: { LogGroupName: 'other' } },
      ],
    });
    await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
    t.is((await settled(driver, 'second')).StackStatus, status);
    t.true((await history(driver, 'second')).some(event => event.startsWith('second IMPORT_ROLLBACK_IN_PROGRESS')));
  });
}

test('an update takes over what has the name of its new resource, if it is told to', async t => {
  const driver = await failingDriver(t);
  await leaveLogGroup(driver);
  const topic = 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n';
  await deploy(driver, 'second', topic);
  const TemplateBody = `${template}  Topic: { Type: AWS::SNS::Topic }\n`;
  const refused = await propose(driver, { StackName: 'second', TemplateBody });
  t.regex(refused.StatusReason ?? '', /ResourceExistenceCheck/);
  const stack = await deploy(driver, 'second', TemplateBody, { ImportExistingResources: true });
  t.is(stack.StackStatus, 'UPDATE_COMPLETE');
  t.true((await history(driver, 'second')).includes('Group IMPORT_COMPLETE'));
});
