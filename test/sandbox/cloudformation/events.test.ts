import {
  DescribeAccountLimitsCommand,
  DescribeEventsCommand,
  ListExportsCommand,
  ListImportsCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { failingDriver } from './failing-driver.js';
import { deploy, propose, stackDriver } from './stack-driver.js';

const queue = 'Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 1 } } }';

test('what early validation finds is told as events of its change set', async t => {
  const driver = await stackDriver(t);
  const { ChangeSetId, StackId } = await propose(driver, {
    StackName: 'app',
    ChangeSetType: 'CREATE',
    TemplateBody: queue.replace('DelaySeconds', 'DelaySecond'),
  });
  const { OperationEvents = [] } = await driver.client.send(new DescribeEventsCommand({ ChangeSetName: ChangeSetId }));
  t.like(OperationEvents[0], {
    EventType: 'VALIDATION_ERROR',
    StackId,
    OperationType: 'CREATE_CHANGESET',
    OperationStatus: 'FAILED',
    LogicalResourceId: 'Queue',
    ValidationName: 'PROPERTY_VALIDATION',
    ValidationStatus: 'FAILED',
    ValidationFailureMode: 'FAIL',
    ValidationPath: '/Resources/Queue/Properties/DelaySecond',
  });
});

test('the events of one operation can be asked for, and of them those that failed', async t => {
  const driver = await failingDriver(t);
  await deploy(driver, 'app', queue);
  driver.failing.add('update Queue');
  const { LastOperations = [] } = await deploy(driver, 'app', queue.replace('1', '2'));
  const update = LastOperations.find(({ OperationType }) => OperationType === 'UPDATE_STACK');
  const events = async (input: object) =>
    (await driver.client.send(new DescribeEventsCommand({ OperationId: update?.OperationId, ...input })))
      .OperationEvents ?? [];
  t.true((await events({})).every(({ OperationId }) => OperationId === update?.OperationId));
  const failed = await events({ Filters: { FailedEvents: true } });
  t.deepEqual(
    failed.map(({ EventType, LogicalResourceId, ResourceStatus }) => [EventType, LogicalResourceId, ResourceStatus]),
    [
      ['STACK_EVENT', 'app', 'UPDATE_ROLLBACK_FAILED'],
      ['PROVISIONING_ERROR', 'Queue', 'UPDATE_FAILED'],
      ['PROVISIONING_ERROR', 'Queue', 'UPDATE_FAILED'],
    ],
  );
});

test('exports and those who import them are listed', async t => {
  const driver = await stackDriver(t);
  const { StackId } = await deploy(
    driver,
    'net',
    `${queue}\nOutputs: { Url: { Value: !Ref Queue, Export: { Name: url } } }`,
  );
  await deploy(
    driver,
    'app',
    'Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !ImportValue url } } }',
  );
  const { Exports } = await driver.client.send(new ListExportsCommand({}));
  t.like(Exports, [{ ExportingStackId: StackId, Name: 'url' }]);
  t.deepEqual((await driver.client.send(new ListImportsCommand({ ExportName: 'url' }))).Imports, ['app']);
  await t.throwsAsync(driver.client.send(new ListImportsCommand({ ExportName: 'none' })), {
    message: "Export 'none' is not imported by any stack.",
  });
});

test('the limits of an account are told', async t => {
  const { client } = await stackDriver(t);
  const { AccountLimits = [] } = await client.send(new DescribeAccountLimitsCommand({}));
  t.deepEqual(Object.fromEntries(AccountLimits.map(({ Name, Value }) => [Name, Value])), {
    ConcurrentResourcesLimit: 2500,
    StackLimit: 2000,
    StackOutputsLimit: 200,
  });
});
