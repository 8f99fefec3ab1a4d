import type { DescribeChangeSetCommandOutput, ResourceChange } from '@aws-sdk/client-cloudformation';
import {
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { deploy, describe, propose, settled, stackDriver } from './stack-driver.js';

const pool = `
Parameters:
  Max: { Type: String, Default: '10' }
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 }
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties: { LaunchTemplateData: { InstanceType: m6i.large } }
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    UpdatePolicy: { AutoScalingRollingUpdate: { MaxBatchSize: 2, MinInstancesInService: 1 } }
    Properties:
      MinSize: '3'
      MaxSize: !Ref Max
      VPCZoneIdentifier: [!Ref Subnet]
      LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber }
Outputs:
  Version: { Value: !GetAtt Template.LatestVersionNumber }
`;

function changesOf({ Changes = [] }: DescribeChangeSetCommandOutput): Record<string, ResourceChange> {
  return Object.fromEntries(Changes.map(({ ResourceChange: change = {} }) => [change.LogicalResourceId, change]));
}

function causesOf(change: ResourceChange | undefined) {
  return change?.Details?.map(({ ChangeSource, Evaluation, CausingEntity }) => [
    ChangeSource,
    Evaluation,
    CausingEntity,
  ]);
}

test('a changed MaxSize is a modification in place, with both values', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'pool', pool);
  const changeSet = await propose(driver, { StackName: 'pool', TemplateBody: pool.replace('!Ref Max', "'12'") });
  const { Group, ...others } = changesOf(changeSet);
  t.deepEqual(others, {});
  t.like(Group, { Action: 'Modify', Replacement: 'False', Scope: ['Properties'] });
  t.deepEqual(Group?.Details, [
    {
      Target: {
        Attribute: 'Properties',
        Name: 'MaxSize',
        RequiresRecreation: 'Never',
        Path: '/Properties/MaxSize',
        BeforeValue: '10',
        AfterValue: '12',
        AttributeChangeType: 'Modify',
      },
      Evaluation: 'Static',
      ChangeSource: 'DirectModification',
    },
  ]);
});

test('a changed parameter is named as the cause', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'pool', pool);
  const Parameters = [{ ParameterKey: 'Max', ParameterValue: '11' }];
  const { Group } = changesOf(await propose(driver, { StackName: 'pool', UsePreviousTemplate: true, Parameters }));
  t.deepEqual(causesOf(Group), [
    ['DirectModification', 'Dynamic', undefined],
    ['ParameterReference', 'Static', 'Max'],
  ]);
});

test('a changed launch template makes the version of its group known only after apply', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'pool', pool);
  const TemplateBody = pool.replace('m6i.large', 'm6i.xlarge');
  const { Template, Group } = changesOf(await propose(driver, { StackName: 'pool', TemplateBody }));
  t.is(Template?.Replacement, 'False');
  t.is(Template?.Details?.[0]?.Target?.Path, '/Properties/LaunchTemplateData/InstanceType');
  t.deepEqual(causesOf(Group), [
    ['DirectModification', 'Dynamic', undefined],
    ['ResourceAttribute', 'Dynamic', 'Template.LatestVersionNumber'],
  ]);
  t.like(Group?.Details?.[0]?.Target, {
    Path: '/Properties/LaunchTemplate/Version',
    RequiresRecreation: 'Never',
    BeforeValue: '1',
    AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}',
  });
});

test('a changed subnet block replaces the subnet, and what refers to it changes', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'pool', pool);
  const TemplateBody = pool.replace('10.0.1.0/24', '10.0.2.0/24');
  const { Subnet, Group } = changesOf(await propose(driver, { StackName: 'pool', TemplateBody }));
  t.like(Subnet, { Action: 'Modify', Replacement: 'True', PolicyAction: 'ReplaceAndDelete' });
  t.is(Subnet?.Details?.[0]?.Target?.RequiresRecreation, 'Always');
  t.deepEqual(causesOf(Group), [
    ['DirectModification', 'Dynamic', undefined],
    ['ResourceReference', 'Static', 'Subnet'],
  ]);
});

test('what cannot change in place and refers to a replaced resource is replaced too', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'pool', pool);
  const TemplateBody = pool.replace('10.0.0.0/16', '10.0.0.0/17');
  const { Subnet } = changesOf(await propose(driver, { StackName: 'pool', TemplateBody }));
  t.is(Subnet?.Replacement, 'True');
  t.like(Subnet?.Details?.[1], { Evaluation: 'Static', ChangeSource: 'ResourceReference', CausingEntity: 'Vpc' });
  t.is(Subnet?.Details?.[1]?.Target?.AfterValue, '{{changeSet:KNOWN_AFTER_APPLY}}');
});

const chain = `
Parameters:
  Tier: { Type: String, Default: Standard }
Resources:
  First: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: one, Tier: !Ref Tier } }
  Second: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Sub 'of-\${First.Value}' } }
  Topic:
    Type: AWS::SNS::Topic
    Metadata: { Tier: !Ref Tier }
    Properties: { TopicName: !Join ['-', [topic, !GetAtt Second.Value]] }
  Reader: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Ref Topic } }
`;

test('with values only what evaluates to something else is told, without them all that reads what changes', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'chain', chain);
  const Parameters = [{ ParameterKey: 'Tier', ParameterValue: 'Advanced' }];
  const withValues = await propose(driver, { StackName: 'chain', UsePreviousTemplate: true, Parameters });
  const { Topic: valued, ...others } = changesOf(withValues);
  t.deepEqual(Object.keys(others), ['First']);
  t.like(valued, { Replacement: 'False', Scope: ['Metadata'] });
  const { ChangeSetId } = withValues;
  const withoutValues = await driver.client.send(new DescribeChangeSetCommand({ ChangeSetName: ChangeSetId }));
  const { Second, Topic, Reader } = changesOf(withoutValues);
  t.deepEqual(causesOf(Second), [['ResourceAttribute', 'Dynamic', 'First.Value']]);
  t.like(Topic, { Replacement: 'Conditional', Scope: ['Properties', 'Metadata'] });
  t.deepEqual(causesOf(Reader), [['ResourceReference', 'Dynamic', 'Topic']]);
  t.is(Reader?.Details?.[0]?.Target?.Name, 'Value');
});

const unused = `
Parameters:
  Name: { Type: String }
Conditions:
  Never: !Equals [a, b]
Resources:
  First: { Type: AWS::SNS::Topic, Properties: { TopicName: !Ref Name } }
  Second: { Type: AWS::SNS::Topic, Properties: { TopicName: !If [Never, !Ref First, second] } }
`;

test('where a condition leaves out a reference to a replaced resource, nothing is told with or without values', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'unused', unused.replace('Type: String', 'Type: String, Default: one'));
  const TemplateBody = unused.replace('Type: String', 'Type: String, Default: two');
  const changeSet = await propose(driver, { StackName: 'unused', TemplateBody });
  t.deepEqual(Object.keys(changesOf(changeSet)), ['First']);
  const { ChangeSetId } = changeSet;
  const withoutValues = await driver.client.send(new DescribeChangeSetCommand({ ChangeSetName: ChangeSetId }));
  t.deepEqual(Object.keys(changesOf(withoutValues)), ['First']);
});

test('a parameter that is new is the cause of what now refers to it', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'pool', pool);
  const TemplateBody = pool.replace('Resources:', "  Least: { Type: String, Default: '2' }\nResources:");
  const { Group } = changesOf(
    await propose(driver, {
      StackName: 'pool',
      TemplateBody: TemplateBody.replace("MinSize: '3'", 'MinSize: !Ref Least'),
    }),
  );
  t.deepEqual(causesOf(Group), [
    ['DirectModification', 'Dynamic', undefined],
    ['ParameterReference', 'Static', 'Least'],
  ]);
});

test('an identical submission and one without effect fail with the two reasons of AWS', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'pool', pool);
  const identical = await propose(driver, { StackName: 'pool', TemplateBody: pool });
  t.like(identical, { Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE' });
  t.is(
    identical.StatusReason,
    "The submitted information didn't contain changes. Submit different information to create a change set.",
  );
  const reformatted = await propose(driver, { StackName: 'pool', TemplateBody: `# a comment\n${pool}` });
  t.like(reformatted, { Status: 'FAILED', StatusReason: 'No updates are to be performed.' });
});

test('a change of nothing but outputs can be executed and lists no resources', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'pool', pool);
  const changeSet = await propose(driver, { StackName: 'pool', TemplateBody: `${pool}  Hash: { Value: abc }\n` });
  t.is(changeSet.Status, 'CREATE_COMPLETE');
  t.deepEqual(changeSet.Changes ?? [], []);
});

test('executing a change set makes the others useless, and none can be executed twice', async t => {
  let stopped: Date | undefined;
  const driver = await stackDriver(t, { now: () => stopped ?? new Date() });
  await deploy(driver, 'pool', pool);
  const first = await propose(driver, { StackName: 'pool', TemplateBody: pool.replace('!Ref Max', "'12'") });
  const second = await propose(driver, { StackName: 'pool', TemplateBody: pool.replace('!Ref Max', "'13'") });
  // While time stands still the update goes on running.
  stopped = new Date();
  await driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: first.ChangeSetId }));
  await t.throwsAsync(driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: second.ChangeSetId })), {
    name: 'InvalidChangeSetStatusException',
    message: /execution status of \[OBSOLETE\]$/,
  });
  stopped = undefined;
  t.is((await settled(driver, 'pool')).StackStatus, 'UPDATE_COMPLETE');
  await t.throwsAsync(driver.client.send(new ExecuteChangeSetCommand({ ChangeSetName: first.ChangeSetId })), {
    name: 'InvalidChangeSetStatusException',
    message: /execution status of \[EXECUTE_COMPLETE\]$/,
  });
  const { Summaries = [] } = await driver.client.send(new ListChangeSetsCommand({ StackName: 'pool' }));
  t.deepEqual(Summaries, []);
});

test('a new stack is under review, without resources, until its change set is executed', async t => {
  const driver = await stackDriver(t);
  const { Changes } = await propose(driver, { StackName: 'pool', ChangeSetType: 'CREATE', TemplateBody: pool });
  t.deepEqual(
    Changes?.map(({ ResourceChange: change }) => change?.Action),
    ['Add', 'Add', 'Add', 'Add'],
  );
  t.is((await describe(driver, 'pool')).StackStatus, 'REVIEW_IN_PROGRESS');
  await t.throwsAsync(propose(driver, { StackName: 'pool', TemplateBody: pool }), {
    message: /is in REVIEW_IN_PROGRESS state and can not be updated\.$/,
  });
});
