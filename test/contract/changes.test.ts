import type { ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import { DescribeChangeSetCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { cfn } from './clients.js';
import { create, propose } from './deploy.js';
import { bucket, parameter, template } from './fixtures.js';
import { bucketName, freshName, stackName } from './names.js';
import { changesOf } from './stacks.js';

const topic = (TopicName: string, others: object = {}) => ({
  Type: 'AWS::SNS::Topic',
  Properties: { TopicName },
  ...others,
});
const ref = (Ref: string) => ({ Ref });
const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** The changes between two templates, one of a stack that exists. */
async function changes(before: string, after: string) {
  const { StackName } = await create(before);
  const changeSet = await propose({ StackName, TemplateBody: after });
  if (changeSet.Status !== 'CREATE_COMPLETE') throw new Error(changeSet.StatusReason);
  return changesOf(changeSet);
}

const named = (Details: ResourceChangeDetail[] | undefined, name: string) =>
  (Details ?? []).filter(({ Target }) => Target?.Name === name);

test('CD-01: a new resource is added', async t => {
  const { One, ...others } = changesOf(
    await propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateBody: template({ One: parameter('1') }) }),
  );
  t.deepEqual(others, {});
  t.like(One, { Action: 'Add', ResourceType: 'AWS::SSM::Parameter', PhysicalResourceId: undefined });
  t.is(One?.Replacement, undefined);
  t.deepEqual(One?.Details ?? [], []);
  t.deepEqual(One?.Scope ?? [], []);
  t.is(One?.BeforeContext, undefined);
  t.deepEqual(JSON.parse(One?.AfterContext ?? '{}'), { Properties: { Type: 'String', Value: '1' } });
});

test('CD-02: one taken out is removed, or left alone as its policy in the live template says', async t => {
  const two = { Two: parameter('2'), Three: bucket(bucketName(), 'Enabled', { DeletionPolicy: 'Retain' }) };
  const { Two, Three } = await changes(template({ One: parameter('1'), ...two }), template({ One: parameter('1') }));
  t.like(Two, { Action: 'Remove', PolicyAction: 'Delete' });
  t.truthy(Two?.PhysicalResourceId);
  t.like(Three, { Action: 'Remove', PolicyAction: 'Retain' });
});

test('CD-03: a mutable property changes in place', async t => {
  const { One, ...others } = await changes(template({ One: parameter('1') }), template({ One: parameter('2') }));
  t.deepEqual(others, {});
  t.like(One, { Action: 'Modify', Replacement: 'False', Scope: ['Properties'] });
  t.is(One?.Details?.length, 1);
  t.like(One?.Details?.[0], { Evaluation: 'Static', ChangeSource: 'DirectModification' });
  t.like(One?.Details?.[0]?.Target, {
    Attribute: 'Properties',
    Name: 'Value',
    Path: '/Properties/Value',
    BeforeValue: '1',
    AfterValue: '2',
    RequiresRecreation: 'Never',
    AttributeChangeType: 'Modify',
  });
});

test('CD-04: an immutable property replaces', async t => {
  const [before, after] = [freshName(), freshName()];
  const { Topic } = await changes(template({ Topic: topic(before) }), template({ Topic: topic(after) }));
  t.like(Topic, { Action: 'Modify', Replacement: 'True', PolicyAction: 'ReplaceAndDelete' });
  t.like(Topic?.Details?.[0]?.Target, {
    Name: 'TopicName',
    RequiresRecreation: 'Always',
    BeforeValue: before,
    AfterValue: after,
  });
});

test('CD-05: the old one is retained if its policy says so', async t => {
  const [before, after] = [freshName(), freshName()];
  const keep = { UpdateReplacePolicy: 'Retain' };
  const { Topic } = await changes(template({ Topic: topic(before, keep) }), template({ Topic: topic(after, keep) }));
  t.like(Topic, { Replacement: 'True', PolicyAction: 'ReplaceAndRetain' });
});

test('CD-06: a changed parameter is named as the cause', async t => {
  const body = template({ One: parameter(ref('X')) }, { Parameters: { X: { Type: 'String', Default: 'a' } } });
  const { StackName } = await create(body);
  const Parameters = [{ ParameterKey: 'X', ParameterValue: 'b' }];
  const { One } = changesOf(await propose({ StackName, UsePreviousTemplate: true, Parameters }));
  const details = One?.Details ?? [];
  t.like(
    details.find(({ ChangeSource }) => ChangeSource === 'ParameterReference'),
    { Evaluation: 'Static', CausingEntity: 'X' },
  );
  t.like(
    details.find(({ ChangeSource }) => ChangeSource === 'DirectModification'),
    { Evaluation: 'Dynamic' },
  );
});

const valueOfX = (ParameterValue: string) => ({ Parameters: [{ ParameterKey: 'X', ParameterValue }] });

test('CD-06: an immutable property that follows a parameter replaces for sure', async t => {
  const body = template(
    { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: ref('X') } } },
    { Parameters: { X: { Type: 'String' } } },
  );
  const { StackName } = await create(body, valueOfX(freshName()));
  const { Topic } = changesOf(await propose({ StackName, UsePreviousTemplate: true, ...valueOfX(freshName()) }));
  t.is(Topic?.Replacement, 'True');
});

const referring = (name: string) => template({ Topic: topic(name), One: parameter(ref('Topic')) });

test('CD-07: what refers to a replaced resource is known after it', async t => {
  const { One } = await changes(referring(freshName()), referring(freshName()));
  t.like(One, { Action: 'Modify', Replacement: 'False' });
  const details = named(One?.Details, 'Value');
  const reference = details.find(({ ChangeSource }) => ChangeSource === 'ResourceReference');
  t.like(reference, { Evaluation: 'Static', CausingEntity: 'Topic' });
  t.is(reference?.Target?.AfterValue, knownAfterApply);
  const direct = details.find(({ ChangeSource }) => ChangeSource === 'DirectModification');
  t.is(direct?.Evaluation, 'Dynamic');
  t.is(direct?.Target?.AfterValue, knownAfterApply);
});

test('CD-07: without values the reference alone is told', async t => {
  const { One } = await withoutValues(referring(freshName()), referring(freshName()));
  t.is(One?.Details?.length, 1);
  t.like(One?.Details?.[0], { Evaluation: 'Static', ChangeSource: 'ResourceReference', CausingEntity: 'Topic' });
});

const reading = (name: string) =>
  template({ Topic: topic(name), One: parameter({ 'Fn::GetAtt': ['Topic', 'TopicName'] }) });

test('CD-08: so is what reads an attribute of it', async t => {
  const { One } = await changes(reading(freshName()), reading(freshName()));
  const attribute = named(One?.Details, 'Value').find(({ ChangeSource }) => ChangeSource === 'ResourceAttribute');
  t.like(attribute, { Evaluation: 'Static', CausingEntity: 'Topic.TopicName' });
  t.is(attribute?.Target?.AfterValue, knownAfterApply);
});

const readingNamed = (Name: string) =>
  template({
    One: parameter('stays', {}, { Name }),
    Two: parameter({ 'Fn::GetAtt': ['One', 'Value'] }),
  });

test('CD-08: even if the attribute stays as it is', async t => {
  const { One, Two } = await changes(readingNamed(freshName()), readingNamed(freshName()));
  t.is(One?.Replacement, 'True');
  t.is(named(Two?.Details, 'Value')[0]?.Target?.AfterValue, knownAfterApply);
});

/** Without values, where AWS does not look whether the attribute changes. */
async function withoutValues(before: string, after: string) {
  const { StackName } = await create(before);
  const { ChangeSetId } = await propose({ StackName, TemplateBody: after });
  return changesOf(await cfn.send(new DescribeChangeSetCommand({ ChangeSetName: ChangeSetId })));
}

const versioned = (InstanceType: string) =>
  template({
    Launch: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { InstanceType } } },
    One: parameter({ 'Fn::GetAtt': ['Launch', 'LatestVersionNumber'] }),
  });

test('CD-08: what reads an attribute of a resource that changes in place may change', async t => {
  const { One, Launch } = await withoutValues(versioned('t3.micro'), versioned('t3.small'));
  t.is(Launch?.Replacement, 'False');
  t.like(named(One?.Details, 'Value')[0], {
    Evaluation: 'Dynamic',
    ChangeSource: 'ResourceAttribute',
    CausingEntity: 'Launch.LatestVersionNumber',
  });
});

test('CD-08: with values, what it will be is known after it', async t => {
  const { One } = await changes(versioned('t3.micro'), versioned('t3.small'));
  const attribute = named(One?.Details, 'Value').find(({ ChangeSource }) => ChangeSource === 'ResourceAttribute');
  t.is(attribute?.CausingEntity, 'Launch.LatestVersionNumber');
  t.is(attribute?.Target?.AfterValue, knownAfterApply);
});

test('CD-09: an immutable property that may change replaces on condition', async t => {
  const name = freshName();
  const body = (Description: string) =>
    template({
      One: parameter(name, {}, { Description }),
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::GetAtt': ['One', 'Value'] } } },
    });
  const { Topic } = await withoutValues(body('first'), body('second'));
  t.is(Topic?.Replacement, 'Conditional');
  const [detail] = named(Topic?.Details, 'TopicName');
  t.like(detail, { Evaluation: 'Dynamic', ChangeSource: 'ResourceAttribute', CausingEntity: 'One.Value' });
  t.is(detail?.Target?.RequiresRecreation, 'Always');
});

const readingValue = (Description: string) =>
  template({
    One: parameter('stays', {}, { Description }),
    Two: parameter({ 'Fn::GetAtt': ['One', 'Value'] }),
  });

test('CD-16: a property that stays is no change to those who read it, once values are looked at', async t => {
  t.deepEqual(Object.keys(await changes(readingValue('first'), readingValue('second'))), ['One']);
});

const readingAfresh = (value: string) =>
  template({ One: parameter(value), Two: parameter({ 'Fn::GetAtt': ['One', 'Value'] }) });

test('CD-16: nor is one that changes', async t => {
  t.deepEqual(Object.keys(await changes(readingAfresh('1'), readingAfresh('2'))), ['One']);
  t.deepEqual(Object.keys(await withoutValues(readingAfresh('1'), readingAfresh('2'))), ['One', 'Two']);
});

const logGroup = (properties: object) => template({ Group: { Type: 'AWS::Logs::LogGroup', Properties: properties } });

test('CD-10: a difference is an addition, a removal or a modification', async t => {
  const { Group: added } = await changes(logGroup({}), logGroup({ RetentionInDays: 7 }));
  t.like(named(added?.Details, 'RetentionInDays')[0]?.Target, { AttributeChangeType: 'Add', AfterValue: '7' });
  const { Group: removed } = await changes(logGroup({ RetentionInDays: 7 }), logGroup({}));
  t.like(named(removed?.Details, 'RetentionInDays')[0]?.Target, { AttributeChangeType: 'Remove', BeforeValue: '7' });
});

const securityGroup = (Protocol: string) =>
  template({
    Bucket: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'contract',
        SecurityGroupIngress: [
          { IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '10.0.0.0/8' },
          { IpProtocol: Protocol, FromPort: 2, ToPort: 2, CidrIp: '10.0.0.0/8' },
        ],
      },
    },
  });

test('CD-10: a member of a list is named by its index', async t => {
  const { Bucket } = await changes(securityGroup('tcp'), securityGroup('udp'));
  t.is(Bucket?.Details?.[0]?.Target?.Path, '/Properties/SecurityGroupIngress/1/IpProtocol');
});

const withAttributes = (others: object) => template({ One: parameter('1', others) });

test('CD-11: policies and metadata are attributes of their own', async t => {
  const { One } = await changes(withAttributes({ Metadata: { a: '1' } }), withAttributes({ Metadata: { a: '2' } }));
  t.deepEqual(One?.Scope, ['Metadata']);
  const { One: kept } = await changes(withAttributes({}), withAttributes({ DeletionPolicy: 'Retain' }));
  t.deepEqual(kept?.Scope, ['DeletionPolicy']);
});

test('CD-12: values are told if they are asked for', async t => {
  const { StackName } = await create(template({ One: parameter('1') }));
  const { ChangeSetId } = await propose({ StackName, TemplateBody: template({ One: parameter('2') }) });
  const { One } = changesOf(await cfn.send(new DescribeChangeSetCommand({ ChangeSetName: ChangeSetId })));
  t.is(One?.BeforeContext, undefined);
  t.is(One?.Details?.[0]?.Target?.BeforeValue, undefined);
  t.is(One?.Details?.[0]?.Target?.Name, 'Value');
});

test('CD-14: another logical id is another resource', async t => {
  const { One, Two } = await changes(template({ One: parameter('1') }), template({ Two: parameter('1') }));
  t.is(One?.Action, 'Remove');
  t.is(Two?.Action, 'Add');
});
