import {
  ContinueUpdateRollbackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
  DetectStackResourceDriftCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { deploy, describe, settled } from '../stack-driver.js';
import { detect, driftDriver, drifts, resourceOf } from './drift-driver.js';

const template = `
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: { DelaySeconds: 20, RedrivePolicy: { maxReceiveCount: 10, deadLetterTargetArn: a } }
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: one, Tags: [{ Key: a, Value: '1' }, { Key: b, Value: '2' }] } }
  Policy: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Queue], PolicyDocument: {} } }
`;

test('a stack that nobody has touched is in sync, and was not checked before', async t => {
  const driver = await driftDriver(t);
  const before = await deploy(driver, 'app', template);
  t.deepEqual(before.DriftInformation, { StackDriftStatus: 'NOT_CHECKED' });
  t.like(await detect(driver, 'app'), {
    DetectionStatus: 'DETECTION_COMPLETE',
    StackDriftStatus: 'IN_SYNC',
    DriftedStackResourceCount: 0,
  });
  const { DriftInformation } = await describe(driver, 'app');
  t.is(DriftInformation?.StackDriftStatus, 'IN_SYNC');
  t.true(DriftInformation?.LastCheckTimestamp instanceof Date);
  const { StackSummaries = [] } = await driver.client.send(new ListStacksCommand({}));
  t.is(StackSummaries[0]?.DriftInformation?.StackDriftStatus, 'IN_SYNC');
});

test('the value that a dynamic reference stands for is no drift', async t => {
  const driver = await driftDriver(t);
  await deploy(
    driver,
    'settings',
    'Resources: { Name: { Type: AWS::SSM::Parameter, Properties: { Name: name, Type: String, Value: one } } }',
  );
  await deploy(
    driver,
    'app',
    `Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: '{{resolve:ssm:name}}' } } }`,
  );
  t.is((await driver.live('app', 'Topic'))?.DisplayName, 'one');
  t.like(await detect(driver, 'app'), { StackDriftStatus: 'IN_SYNC' });
});

test('changed, removed and added values are told with their paths and both values', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await driver.change('app', 'Queue', { DelaySeconds: 120, RedrivePolicy: { maxReceiveCount: null } });
  await driver.change('app', 'Topic', {
    Tags: [
      { Key: 'b', Value: '2' },
      { Key: 'c', Value: '3' },
      { Key: 'a', Value: '9' },
    ],
  });
  t.like(await detect(driver, 'app'), { StackDriftStatus: 'DRIFTED', DriftedStackResourceCount: 2 });
  const { Queue, Topic } = await drifts(driver, 'app');
  t.is(Queue?.StackResourceDriftStatus, 'MODIFIED');
  t.deepEqual(Queue?.PropertyDifferences, [
    { PropertyPath: '/DelaySeconds', ExpectedValue: '20', ActualValue: '120', DifferenceType: 'NOT_EQUAL' },
    {
      PropertyPath: '/RedrivePolicy/maxReceiveCount',
      ExpectedValue: '10',
      ActualValue: 'null',
      DifferenceType: 'REMOVE',
    },
  ]);
  t.is(
    Queue?.ExpectedProperties,
    '{"DelaySeconds":20,"RedrivePolicy":{"maxReceiveCount":10,"deadLetterTargetArn":"a"}}',
  );
  t.is(Queue?.ActualProperties, '{"DelaySeconds":120,"RedrivePolicy":{"deadLetterTargetArn":"a"}}');
  t.deepEqual(Topic?.PropertyDifferences, [
    { PropertyPath: '/Tags/0/Value', ExpectedValue: '1', ActualValue: '9', DifferenceType: 'NOT_EQUAL' },
    { PropertyPath: '/Tags/2', ExpectedValue: 'null', ActualValue: '{"Key":"c","Value":"3"}', DifferenceType: 'ADD' },
  ]);
});

test('what the template does not set and the order of lists are no drift', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await driver.change('app', 'Queue', { VisibilityTimeout: 60, DelaySeconds: '20' });
  await driver.change('app', 'Topic', {
    Tags: [
      { Key: 'b', Value: '2' },
      { Key: 'a', Value: '1' },
    ],
  });
  t.is((await detect(driver, 'app')).StackDriftStatus, 'IN_SYNC');
});

test('a resource that is gone is told without properties', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await driver.remove('app', 'Topic');
  t.is((await detect(driver, 'app')).StackDriftStatus, 'DRIFTED');
  const { Topic } = await drifts(driver, 'app');
  t.like(Topic, {
    StackResourceDriftStatus: 'DELETED',
    ExpectedProperties: undefined,
    ActualProperties: undefined,
    PropertyDifferences: [],
  });
});

test('a type that drift detection does not know is not checked', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await detect(driver, 'app');
  t.deepEqual(Object.keys(await drifts(driver, 'app')), ['Queue', 'Topic']);
  const { StackResourceSummaries = [] } = await driver.client.send(new ListStackResourcesCommand({ StackName: 'app' }));
  const statuses = StackResourceSummaries.map(resource => [
    resource.LogicalResourceId,
    resource.DriftInformation?.StackResourceDriftStatus,
  ]);
  t.deepEqual(Object.fromEntries(statuses), { Queue: 'IN_SYNC', Topic: 'IN_SYNC', Policy: 'NOT_CHECKED' });
  const input = { StackName: 'app', LogicalResourceId: 'Policy' };
  await t.throwsAsync(driver.client.send(new DetectStackResourceDriftCommand(input)), { name: 'ValidationError' });
});

test('resources that cannot be read are unknown, and the detection has failed for them alone', async t => {
  const driver = await driftDriver(t, {
    resourceFault: ({ logicalId, verb }) => (verb === 'read' && logicalId === 'Topic' ? 'Rate exceeded' : undefined),
  });
  await deploy(driver, 'app', template);
  const status = await detect(driver, 'app');
  t.like(status, { DetectionStatus: 'DETECTION_FAILED', StackDriftStatus: 'UNKNOWN', DriftedStackResourceCount: 0 });
  t.deepEqual(JSON.parse(status.DetectionStatusReason ?? ''), {
    Summary: 'Failed to detect drift on resources [Topic]',
    Failures: [{ Resource: 'Topic', FailureReason: 'Rate exceeded' }],
  });
  const { Queue, Topic } = await drifts(driver, 'app');
  t.is(Queue?.StackResourceDriftStatus, 'IN_SYNC');
  t.like(Topic, { StackResourceDriftStatus: 'UNKNOWN', DriftStatusReason: 'Rate exceeded' });
  await driver.change('app', 'Queue', { DelaySeconds: 1 });
  t.is((await detect(driver, 'app')).StackDriftStatus, 'DRIFTED');
});

test('a single resource can be checked, which counts for its stack', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await driver.change('app', 'Queue', { DelaySeconds: 1 });
  const check = new DetectStackResourceDriftCommand({ StackName: 'app', LogicalResourceId: 'Queue' });
  t.is((await driver.client.send(check)).StackResourceDrift?.StackResourceDriftStatus, 'MODIFIED');
  t.is((await describe(driver, 'app')).DriftInformation?.StackDriftStatus, 'DRIFTED');
  t.is((await resourceOf(driver, 'app', 'Queue')).DriftInformation?.StackResourceDriftStatus, 'MODIFIED');
  await driver.change('app', 'Queue', { DelaySeconds: 20 });
  t.is((await driver.client.send(check)).StackResourceDrift?.StackResourceDriftStatus, 'IN_SYNC');
  t.is((await describe(driver, 'app')).DriftInformation?.StackDriftStatus, 'IN_SYNC');
});

test('a detection may be told which resources to check', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await detect(driver, 'app', { LogicalResourceIds: ['Topic'] });
  t.deepEqual(Object.keys(await drifts(driver, 'app')), ['Topic']);
  await t.throwsAsync(detect(driver, 'app', { LogicalResourceIds: ['Other'] }), { message: /Resource Other does not/ });
});

test('one detection runs at a time, and shows nothing until it ends', async t => {
  let stopped: Date | undefined;
  const driver = await driftDriver(t, {
    clock: { now: () => (stopped ?? new Date()).getTime(), reach: () => undefined },
  });
  await deploy(driver, 'app', template);
  stopped = new Date();
  const start = new DetectStackDriftCommand({ StackName: 'app' });
  const { StackDriftDetectionId } = await driver.client.send(start);
  const query = new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId });
  t.like(await driver.client.send(query), {
    DetectionStatus: 'DETECTION_IN_PROGRESS',
    StackDriftStatus: undefined,
    DriftedStackResourceCount: undefined,
  });
  t.deepEqual(await drifts(driver, 'app'), {});
  await t.throwsAsync(driver.client.send(start), {
    name: 'ValidationError',
    message: /^Drift detection is already in progress for stack/,
  });
  stopped = new Date(stopped.getTime() + 1000);
  t.is((await driver.client.send(query)).DetectionStatus, 'DETECTION_COMPLETE');
  t.deepEqual(Object.keys(await drifts(driver, 'app')), ['Queue', 'Topic']);
});

test('a change of the stack makes what was found worthless', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  const { StackDriftDetectionId } = await detect(driver, 'app');
  await deploy(driver, 'app', template.replace('20', '30'));
  t.is((await describe(driver, 'app')).DriftInformation?.StackDriftStatus, 'NOT_CHECKED');
  t.deepEqual(await drifts(driver, 'app'), {});
  const query = new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId });
  t.is((await driver.client.send(query)).StackDriftStatus, 'IN_SYNC');
});

test('results come in pages, and by status', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await driver.remove('app', 'Topic');
  await detect(driver, 'app');
  const page = (input: object) =>
    driver.client.send(new DescribeStackResourceDriftsCommand({ StackName: 'app', ...input }));
  const first = await page({ MaxResults: 1 });
  t.is(first.StackResourceDrifts?.length, 1);
  const second = await page({ MaxResults: 1, NextToken: first.NextToken });
  t.is(second.StackResourceDrifts?.[0]?.LogicalResourceId, 'Topic');
  t.is(second.NextToken, undefined);
  const deleted = await page({ StackResourceDriftStatusFilters: ['DELETED'] });
  t.deepEqual(
    deleted.StackResourceDrifts?.map(({ LogicalResourceId }) => LogicalResourceId),
    ['Topic'],
  );
});

test('drift is not looked for while a stack is in a state that does not allow it', async t => {
  const driver = await driftDriver(t, {
    resourceFault: ({ logicalId }) => (logicalId === 'Topic' ? 'No.' : undefined),
  });
  t.is((await deploy(driver, 'app', template)).StackStatus, 'ROLLBACK_COMPLETE');
  await t.throwsAsync(detect(driver, 'app'), { name: 'ValidationError', message: /ROLLBACK_COMPLETE/ });
});

test('what a rollback has skipped is not checked with its stack, only by itself', async t => {
  const failing = new Set(['update Topic']);
  const driver = await driftDriver(t, {
    resourceFault: ({ verb, logicalId }) => {
      // Going forward fails at Topic; going back fails at Queue.
      if (!failing.delete(`${verb} ${logicalId}`)) return undefined;
      failing.add('update Queue');
      return 'No.';
    },
  });
  const ordered = template.replace('Type: AWS::SNS::Topic,', 'Type: AWS::SNS::Topic, DependsOn: Queue,');
  await deploy(driver, 'app', ordered);
  const stack = await deploy(driver, 'app', ordered.replace('20', '30').replace('one', 'two'));
  t.is(stack.StackStatus, 'UPDATE_ROLLBACK_FAILED');
  failing.clear();
  await driver.client.send(new ContinueUpdateRollbackCommand({ StackName: 'app', ResourcesToSkip: ['Queue'] }));
  t.is((await settled(driver, 'app')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  await detect(driver, 'app');
  t.deepEqual(Object.keys(await drifts(driver, 'app')), ['Topic']);
  const check = new DetectStackResourceDriftCommand({ StackName: 'app', LogicalResourceId: 'Queue' });
  const { StackResourceDrift } = await driver.client.send(check);
  t.is(StackResourceDrift?.StackResourceDriftStatus, 'MODIFIED');
});
