import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeAccountLimitsCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { GetBucketTaggingCommand } from '@aws-sdk/client-s3';
import test from 'ava';
import { updating } from './busy.js';
import { cfn, s3 } from './clients.js';
import { create, execute, propose, update } from './deploy.js';
import { bucket, failing, parameter, template } from './fixtures.js';
import { bucketName, freshName, stackName } from './names.js';
import { invalid, refused } from './refused.js';
import { describe, eventsOf, history, outputsOf, remove, resource, settled } from './stacks.js';

const first = template({ One: parameter('1') });
const second = template({ One: parameter('2') });
const ref = (Ref: string) => ({ Ref });

test('OP-01, ST-03: a stack is created', async t => {
  const body = template(
    { One: parameter(ref('X')) },
    {
      Description: 'a stack',
      Parameters: { X: { Type: 'String', Default: 'a' } },
      Outputs: { O: { Value: ref('X'), Description: 'an output' } },
    },
  );
  const stack = await create(body, { Tags: [{ Key: 'team', Value: 'a' }] });
  t.like(stack, {
    StackStatus: 'CREATE_COMPLETE',
    Description: 'a stack',
    Parameters: [{ ParameterKey: 'X', ParameterValue: 'a' }],
    Outputs: [{ OutputKey: 'O', OutputValue: 'a', Description: 'an output' }],
    Tags: [{ Key: 'team', Value: 'a' }],
    DisableRollback: false,
    EnableTerminationProtection: false,
  });
  t.regex(stack.StackId, new RegExp(`^arn:aws:cloudformation:[^:]+:\\d{12}:stack/${stack.StackName}/[0-9a-f-]{36}$`));
  t.true(stack.CreationTime instanceof Date);
});

test('OP-02: a live name cannot be created again', async t => {
  const { StackName } = await create(first);
  await refused(t, cfn.send(new CreateStackCommand({ StackName, TemplateBody: first })), {
    code: 'AlreadyExistsException',
    message: /^Stack \[.*\] already exists$/,
  });
});

test('OP-02: of two creations of the same name at once one is refused', async t => {
  const input = { StackName: stackName(), TemplateBody: first };
  const calls = [1, 2].map(() => cfn.send(new CreateStackCommand(input)));
  const results = await Promise.allSettled(calls);
  const refusals = results.flatMap(result => (result.status === 'rejected' ? [(result.reason as Error).name] : []));
  t.deepEqual(refusals, ['AlreadyExistsException']);
  t.is((await settled(input.StackName)).StackStatus, 'CREATE_COMPLETE');
});

test('OP-03: an update without effect is refused', async t => {
  const { StackName } = await create(first);
  await refused(
    t,
    cfn.send(new UpdateStackCommand({ StackName, TemplateBody: first })),
    invalid(/^No updates are to be performed\.$/),
  );
});

test('OP-04, ST-08: a running update allows no other, nor a deletion', async t => {
  const { StackName, finished } = await updating();
  await refused(
    t,
    cfn.send(new UpdateStackCommand({ StackName, TemplateBody: first })),
    invalid(/^Stack:arn:.* is in UPDATE_IN_PROGRESS state and can not be updated\.$/),
  );
  await refused(t, remove(StackName), invalid(/^Stack \[.*\] cannot be deleted while in status UPDATE_IN_PROGRESS$/));
  t.is((await finished()).StackStatus, 'UPDATE_COMPLETE');
});

test('OP-05: resources come and go in the order of their dependencies', async t => {
  const { StackName, StackId } = await create(
    template({ C: parameter(ref('B')), B: parameter(ref('A')), A: parameter('1') }),
  );
  const order = async (status: string) =>
    (await history(StackId)).filter(line => line.endsWith(` ${status}`) && !line.startsWith(StackName)).join(', ');
  t.is(await order('CREATE_COMPLETE'), 'A CREATE_COMPLETE, B CREATE_COMPLETE, C CREATE_COMPLETE');
  await remove(StackName);
  await settled(StackId);
  t.is(await order('DELETE_COMPLETE'), 'C DELETE_COMPLETE, B DELETE_COMPLETE, A DELETE_COMPLETE');
});

test('OP-06: independent resources are made at the same time', async t => {
  const { StackName } = await create(template({ A: parameter('1'), B: parameter('2') }));
  const events = await history(StackName);
  const started = Math.max(...['A', 'B'].map(id => events.indexOf(`${id} CREATE_IN_PROGRESS`)));
  const finished = Math.min(...['A', 'B'].map(id => events.indexOf(`${id} CREATE_COMPLETE`)));
  t.true(started < finished, events.join('\n'));
});

const replaceable = (TopicName: string) =>
  template(
    { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName } }, One: parameter(ref('Topic')) },
    { Outputs: { Value: { Value: { 'Fn::GetAtt': ['One', 'Value'] } } } },
  );

test('OP-07, ST-09: a replacement is handed on before the old resource goes', async t => {
  const { StackName } = await create(replaceable(freshName()));
  const before = await resource(StackName, 'Topic');
  const stack = await update(StackName, replaceable(freshName()));
  const after = await resource(StackName, 'Topic');
  t.not(after.PhysicalResourceId, before.PhysicalResourceId);
  t.is(outputsOf(stack).Value, after.PhysicalResourceId);
  const events = await eventsOf(StackName);
  const reasons = events.map(({ ResourceStatusReason }) => ResourceStatusReason);
  t.true(reasons.includes('Requested update requires the creation of a new physical resource; hence creating one.'));
  const cleanUp = events.findIndex(
    ({ ResourceStatus, LogicalResourceId }) =>
      LogicalResourceId === StackName && `${ResourceStatus}` === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  );
  const deletion = events.findIndex(
    ({ ResourceStatus, PhysicalResourceId }) =>
      ResourceStatus === 'DELETE_COMPLETE' && PhysicalResourceId === before.PhysicalResourceId,
  );
  t.true(cleanUp > 0 && deletion > cleanUp, `${cleanUp} ${deletion}`);
});

const acknowledged = { Capabilities: ['CAPABILITY_NAMED_IAM' as const] };
const customNames: readonly [type: string, make: (name: string, Description: string) => object][] = [
  [
    'managed policy',
    (ManagedPolicyName, Description) => ({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        ManagedPolicyName,
        Description,
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] },
      },
    }),
  ],
  [
    'security group',
    (GroupName, GroupDescription) => ({ Type: 'AWS::EC2::SecurityGroup', Properties: { GroupName, GroupDescription } }),
  ],
];
for (const [type, make] of customNames) {
  test(`OP-08: a ${type} with a name of its own cannot be replaced under it`, async t => {
    const name = freshName();
    const { StackName } = await create(template({ Named: make(name, 'first') }), acknowledged);
    await update(StackName, template({ Named: make(name, 'second') }), acknowledged, 'UPDATE_ROLLBACK_COMPLETE');
    const failure = (await eventsOf(StackName)).find(({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED');
    t.is(failure?.LogicalResourceId, 'Named');
    t.regex(
      failure?.ResourceStatusReason ?? '',
      /CloudFormation cannot update a stack when a custom-named resource requires replacing\. Rename .* and update the stack again|already exists/,
    );
  });
}

test('OP-09: tags of the stack reach its resources, and whom to notify stays with it', async t => {
  const Bucket = bucketName();
  const { Outputs } = await create(
    template({ Topic: { Type: 'AWS::SNS::Topic' } }, { Outputs: { Arn: { Value: ref('Topic') } } }),
  );
  const NotificationARNs = [Outputs?.[0]?.OutputValue ?? ''];
  const body = template({ Bucket: bucket(Bucket, 'Enabled') });
  const { StackName } = await create(body, { NotificationARNs, Tags: [{ Key: 'team', Value: 'a' }] });
  const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
  t.is(TagSet?.find(({ Key }) => Key === 'team')?.Value, 'a');
  const updated = await update(StackName, template({ Bucket: bucket(Bucket, 'Suspended') }));
  t.deepEqual(updated.NotificationARNs, NotificationARNs);
});

test('OP-10: a service role stays with its stack', async t => {
  const { Outputs } = await create(
    template(
      {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' },
              ],
            },
            Policies: [
              {
                PolicyName: 'parameters',
                PolicyDocument: {
                  Version: '2012-10-17',
                  Statement: [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }],
                },
              },
            ],
          },
        },
      },
      { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } } },
    ),
    { Capabilities: ['CAPABILITY_IAM'] },
  );
  const RoleARN = Outputs?.[0]?.OutputValue ?? '';
  const { StackName } = await create(first, { RoleARN });
  t.is((await describe(StackName)).RoleARN, RoleARN);
  t.is((await update(StackName, second)).RoleARN, RoleARN);
});

test('OP-11, OP-12: a stack tells its last operation, when and why', async t => {
  const { StackName, LastOperations, LastUpdatedTime } = await create(first);
  t.is(LastOperations?.[0]?.OperationType, 'CREATE_STACK');
  t.is(LastUpdatedTime, undefined);
  const updated = await update(StackName, second);
  t.true(updated.LastOperations?.some(({ OperationType }) => OperationType === 'UPDATE_STACK'));
  t.true(updated.LastUpdatedTime instanceof Date);
  const bad = template({ One: parameter('3'), Bad: failing() });
  const { StackStatusReason } = await update(StackName, bad, {}, 'UPDATE_ROLLBACK_COMPLETE');
  const reasons = (await eventsOf(StackName)).map(({ ResourceStatusReason }) => ResourceStatusReason ?? '').join('\n');
  t.regex(`${StackStatusReason}\n${reasons}`, /The following resource\(s\) failed to create: \[Bad\]/);
});

test('OP-16: a protected stack cannot be deleted', async t => {
  const { StackName, StackId } = await create(first);
  const protect = (EnableTerminationProtection: boolean) =>
    cfn.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection }));
  t.is((await protect(true)).StackId, StackId);
  t.true((await describe(StackName)).EnableTerminationProtection);
  await refused(
    t,
    cfn.send(new DeleteStackCommand({ StackName })),
    invalid(/^Stack \[.*\] cannot be deleted while TerminationProtection is enabled$/),
  );
  await protect(false);
  await remove(StackName);
  t.is((await settled(StackId)).StackStatus, 'DELETE_COMPLETE');
});

test('OP-17: the limits of an account are told', async t => {
  const { AccountLimits = [] } = await cfn.send(new DescribeAccountLimitsCommand({}));
  const limits = new Map(AccountLimits.map(({ Name, Value }) => [Name, Value ?? 0]));
  t.true((limits.get('StackLimit') ?? 0) >= 2000);
  t.true((limits.get('StackOutputsLimit') ?? 0) >= 200);
  t.true((limits.get('ConcurrentResourcesLimit') ?? 0) > 0);
});

test('OP-18: protection and policy can be given at the start', async t => {
  const StackPolicyBody = JSON.stringify({
    Statement: [{ Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }],
  });
  const stack = await create(first, { EnableTerminationProtection: true, StackPolicyBody });
  t.true(stack.EnableTerminationProtection);
});

test('OP-22: a stack that a change set made says so', async t => {
  const changeSet = await propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateBody: first });
  const stack = await execute(changeSet);
  t.is(stack.ChangeSetId, changeSet.ChangeSetId);
  t.true(stack.LastUpdatedTime instanceof Date);
});

test('OP-22: until it is updated without one', async t => {
  const changeSet = await propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateBody: first });
  const { StackId = '' } = await execute(changeSet);
  t.is((await update(StackId, second)).ChangeSetId, undefined);
});

test('OP-19: a retained resource is let go, not deleted', async t => {
  const two = { Two: bucket(bucketName(), 'Enabled', { DeletionPolicy: 'Retain' }) };
  const { StackName } = await create(template({ One: parameter('1'), ...two }));
  await update(StackName, first);
  const { StackResources = [] } = await cfn.send(new DescribeStackResourcesCommand({ StackName }));
  t.deepEqual(
    StackResources.map(({ LogicalResourceId }) => LogicalResourceId),
    ['One'],
  );
  t.true((await history(StackName)).includes('Two DELETE_SKIPPED'));
});

test('OP-20, TOK-01, TOK-02: a token means one request, and its events carry it', async t => {
  const StackName = stackName();
  const ClientRequestToken = freshName();
  const input = { StackName, TemplateBody: first, ClientRequestToken };
  const { StackId = '' } = await cfn.send(new CreateStackCommand(input));
  t.is((await cfn.send(new CreateStackCommand(input))).StackId, StackId);
  await settled(StackId);
  const events = await eventsOf(StackId);
  t.true(events.every(event => event.ClientRequestToken === ClientRequestToken));
  await refused(t, cfn.send(new UpdateStackCommand({ ...input, TemplateBody: second })), {
    code: 'TokenAlreadyExistsException',
  });
  const updating = { ...input, TemplateBody: second, ClientRequestToken: freshName() };
  await cfn.send(new UpdateStackCommand(updating));
  await t.notThrowsAsync(cfn.send(new UpdateStackCommand(updating)));
  await settled(StackId);
});

test('TOK-03: a token has a form', async t => {
  const input = { StackName: stackName(), TemplateBody: first, ClientRequestToken: 'a token' };
  await refused(
    t,
    cfn.send(new CreateStackCommand(input)),
    invalid(/'clientRequestToken' failed to satisfy constraint/),
  );
});
