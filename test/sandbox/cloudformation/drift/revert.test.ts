import type { CreateChangeSetCommandInput, ResourceChange } from '@aws-sdk/client-cloudformation';
import { CreateChangeSetCommand, ExecuteChangeSetCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { deploy, history, propose, settled } from '../stack-driver.js';
import type { DriftDriver } from './drift-driver.js';
import { detect, driftDriver, resourceOf } from './drift-driver.js';

const template = `
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 20, VisibilityTimeout: 60 } }
  Topic:
    Type: AWS::SNS::Topic
    DependsOn: Queue
    Properties: { DisplayName: one, Tags: [{ Key: a, Value: '1' }] }
`;

function proposeRevert(driver: DriftDriver, input: Partial<CreateChangeSetCommandInput> = {}) {
  const deployed = input.TemplateBody === undefined ? { UsePreviousTemplate: true } : {};
  return propose(driver, { StackName: 'app', DeploymentMode: 'REVERT_DRIFT', ...deployed, ...input });
}

async function revert(driver: DriftDriver, input: Partial<CreateChangeSetCommandInput> = {}) {
  const { ChangeSetId } = await proposeRevert(driver, input);
  await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
  return settled(driver, 'app');
}

type Described = Awaited<ReturnType<typeof propose>>;

function changesOf({ Changes = [] }: Described): Record<string, ResourceChange> {
  return Object.fromEntries(Changes.map(({ ResourceChange: change = {} }) => [change.LogicalResourceId, change]));
}

test('without drift an unchanged template makes an empty change set', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  t.like(await proposeRevert(driver), {
    Status: 'FAILED',
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
    DeploymentMode: 'REVERT_DRIFT',
    StackDriftStatus: 'IN_SYNC',
  });
});

test('with drift the change set tells actual, previous and wanted values', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await driver.change('app', 'Queue', { DelaySeconds: 120 });
  const changeSet = await proposeRevert(driver);
  t.like(changeSet, { Status: 'CREATE_COMPLETE', DeploymentMode: 'REVERT_DRIFT', StackDriftStatus: 'DRIFTED' });
  const { Queue, ...others } = changesOf(changeSet);
  t.deepEqual(others, {});
  t.like(Queue, { Action: 'Modify', Replacement: 'False', ResourceDriftStatus: 'MODIFIED' });
  t.is(Queue?.BeforeContext, '{"Properties":{"DelaySeconds":120,"VisibilityTimeout":60}}');
  t.is(Queue?.PreviousDeploymentContext, '{"Properties":{"DelaySeconds":20,"VisibilityTimeout":60}}');
  const [detail, ...more] = Queue?.Details ?? [];
  t.deepEqual(more, []);
  t.like(detail?.Target, {
    Path: '/Properties/DelaySeconds',
    BeforeValue: '120',
    AfterValue: '20',
    BeforeValueFrom: 'ACTUAL_STATE',
    AfterValueFrom: 'TEMPLATE',
    AttributeChangeType: 'Modify',
  });
  t.like(detail?.Target?.Drift, { PreviousValue: '20', ActualValue: '120' });
  t.deepEqual(detail?.Target?.Drift?.DriftDetectionTimestamp, changeSet.CreationTime);
});

test('executing it brings reality back, and nothing is left of the drift', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await driver.change('app', 'Queue', { DelaySeconds: 120 });
  t.is((await revert(driver)).StackStatus, 'UPDATE_COMPLETE');
  t.is((await driver.live('app', 'Queue'))?.DelaySeconds, 20);
  t.is((await detect(driver, 'app')).StackDriftStatus, 'IN_SYNC');
  t.true((await history(driver, 'app')).includes('Queue UPDATE_COMPLETE'));
});

test('a resource that is gone is made anew', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template.replace('DisplayName: one', "DisplayName: !Ref 'Queue'"));
  const { PhysicalResourceId } = await resourceOf(driver, 'app', 'Queue');
  await driver.remove('app', 'Queue');
  const { Queue, Topic } = changesOf(await proposeRevert(driver));
  t.like(Queue, { Action: 'Add', ResourceDriftStatus: 'DELETED', PhysicalResourceId: undefined });
  t.is(Topic?.Details?.[0]?.Target?.AfterValue, '{{changeSet:KNOWN_AFTER_APPLY}}');
  t.is((await revert(driver)).StackStatus, 'UPDATE_COMPLETE');
  const made = await resourceOf(driver, 'app', 'Queue');
  t.not(made.PhysicalResourceId, PhysicalResourceId);
  t.is((await driver.live('app', 'Topic'))?.DisplayName, made.PhysicalResourceId);
});

test('a template that says what is real changes nothing but what the stack believes', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await driver.change('app', 'Queue', { DelaySeconds: 120 });
  const TemplateBody = template.replace('20', '120');
  const { Queue } = changesOf(await proposeRevert(driver, { TemplateBody }));
  t.like(Queue, { Action: 'SyncWithActual', Replacement: undefined, ResourceDriftStatus: 'MODIFIED' });
  t.like(Queue?.Details?.[0], { ChangeSource: 'NoModification' });
  t.like(Queue?.Details?.[0]?.Target, {
    AttributeChangeType: 'SyncWithActual',
    BeforeValue: '120',
    AfterValue: '120',
    Drift: { PreviousValue: '20', ActualValue: '120' },
  });
  await revert(driver, { TemplateBody });
  t.false((await history(driver, 'app')).some(event => event.startsWith('Queue UPDATE')));
  t.is((await detect(driver, 'app')).StackDriftStatus, 'IN_SYNC');
});

test('when it fails, reality is as it was before', async t => {
  // Once only, so that it does not stand in the way of the rollback.
  const failing = new Set(['update Topic']);
  const driver = await driftDriver(t, {
    resourceFault: ({ verb, logicalId }) => (failing.delete(`${verb} ${logicalId}`) ? 'No.' : undefined),
  });
  await deploy(driver, 'app', template);
  await driver.change('app', 'Queue', { DelaySeconds: 120, MaximumMessageSize: 2048 });
  await driver.change('app', 'Topic', { DisplayName: 'two' });
  t.is((await revert(driver)).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  t.deepEqual(await driver.live('app', 'Queue'), {
    DelaySeconds: 120,
    VisibilityTimeout: 60,
    MaximumMessageSize: 2048,
  });
  t.is((await driver.live('app', 'Topic'))?.DisplayName, 'two');
});

test('tags with keys that the template does not name stay', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  const foreign = { Key: 'team', Value: 'x' };
  await driver.change('app', 'Topic', { Tags: [foreign, { Key: 'a', Value: '9' }] });
  const { Topic } = changesOf(await proposeRevert(driver));
  t.deepEqual(
    Topic?.Details?.map(({ Target }) => Target?.Path),
    ['/Properties/Tags/0/Value'],
  );
  await revert(driver);
  t.deepEqual((await driver.live('app', 'Topic'))?.Tags, [{ Key: 'a', Value: '1' }, foreign]);
});

const scaled = `
Resources:
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: { MinSize: '1', MaxSize: '9', DesiredCapacity: '2', AvailabilityZones: [eu-central-1a], LaunchTemplate: { LaunchTemplateName: x, Version: '1' } }
  Policy:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties: { AutoScalingGroupName: !Ref Group }
`;

test('what AWS manages stays, and is listed', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', scaled);
  await driver.change('app', 'Group', { DesiredCapacity: '5' });
  t.is((await proposeRevert(driver)).Status, 'FAILED');
  await driver.change('app', 'Group', { MaxSize: '10' });
  const { Group } = changesOf(await proposeRevert(driver));
  t.deepEqual(
    Group?.Details?.map(({ Target }) => Target?.Path),
    ['/Properties/MaxSize'],
  );
  t.deepEqual(Group?.ResourceDriftIgnoredAttributes, [
    { Path: '/Properties/DesiredCapacity', Reason: 'MANAGED_BY_AWS' },
  ]);
  await revert(driver);
  t.like(await driver.live('app', 'Group'), { DesiredCapacity: '5', MaxSize: '9' });
});

function parameter(value: string): string {
  return `Resources: { P: { Type: AWS::SSM::Parameter, Properties: { Name: /p, Type: String, Value: ${value}, Description: d } } }`;
}

test('drift of what no service returns is left out', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', parameter('a'));
  await driver.change('app', 'P', { Description: 'other' });
  t.is((await proposeRevert(driver)).Status, 'FAILED');
  const { P } = changesOf(await proposeRevert(driver, { TemplateBody: parameter('b') }));
  t.deepEqual(P?.ResourceDriftIgnoredAttributes, [{ Path: '/Properties/Description', Reason: 'WRITE_ONLY_PROPERTY' }]);
});

function policy(version: string): string {
  return `Resources: { Policy: { Type: AWS::SNS::TopicPolicy, Properties: { Topics: [a], PolicyDocument: { Version: '${version}' } } } }`;
}

test('a type that cannot be reverted is compared with the last deployment', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', policy('2008-10-17'));
  await driver.change('app', 'Policy', { Topics: ['b'] });
  t.is((await proposeRevert(driver)).Status, 'FAILED');
  const { Policy } = changesOf(await proposeRevert(driver, { TemplateBody: policy('2012-10-17') }));
  t.is(Policy?.ResourceDriftStatus, 'UNSUPPORTED');
  t.is(Policy?.Details?.[0]?.Target?.BeforeValueFrom, 'PREVIOUS_DEPLOYMENT_STATE');
});

for (const change of ['modify', 'replace'] as const) {
  test(`a phantom of the kind ${change} is told on request, and executing it does nothing`, async t => {
    const driver = await driftDriver(t, { phantomDrift: () => change });
    await deploy(driver, 'app', template.replace('DisplayName: one', "DisplayName: !Ref 'Queue'"));
    t.is((await propose(driver, { StackName: 'app', UsePreviousTemplate: true })).Status, 'FAILED');
    const changeSet = await proposeRevert(driver);
    t.is(changeSet.StackDriftStatus, 'IN_SYNC');
    const { Topic, ...others } = changesOf(changeSet);
    t.deepEqual(others, {});
    const isReplaced = change === 'replace';
    t.like(Topic, {
      Action: 'Modify',
      Replacement: isReplaced ? 'True' : 'False',
      PolicyAction: isReplaced ? 'ReplaceAndDelete' : undefined,
      ResourceDriftStatus: 'IN_SYNC',
    });
    t.is(Topic?.Details?.[0]?.Target?.Drift, undefined);
    t.is((await revert(driver)).StackStatus, 'UPDATE_COMPLETE');
    t.false((await history(driver, 'app')).some(event => event.startsWith('Topic UPDATE')));
  });
}

test('ordinary change sets see no drift, and cannot change what is gone', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'app', template);
  await driver.change('app', 'Topic', { DisplayName: 'two' });
  t.is((await propose(driver, { StackName: 'app', TemplateBody: template })).Status, 'FAILED');
  await driver.remove('app', 'Queue');
  const { Changes } = await propose(driver, { StackName: 'app', TemplateBody: template.replace('20', '30') });
  t.is(Changes?.[0]?.ResourceChange?.Action, 'Modify');
  const stack = await deploy(driver, 'app', template.replace('20', '30'));
  t.is(stack.StackStatus, 'UPDATE_ROLLBACK_FAILED');
  t.true((await history(driver, 'app')).some(event => /^Queue UPDATE_FAILED .*HandlerErrorCode: NotFound/.test(event)));
});

test('drift can be reverted of a stack that exists only', async t => {
  const driver = await driftDriver(t);
  const input = {
    StackName: 'app',
    ChangeSetName: 'a',
    DeploymentMode: 'REVERT_DRIFT',
    TemplateBody: template,
  } as const;
  await t.throwsAsync(driver.client.send(new CreateChangeSetCommand({ ...input, ChangeSetType: 'CREATE' })), {
    name: 'ValidationError',
  });
});
