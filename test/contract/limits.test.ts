import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  SignalResourceCommand,
} from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { cfn, onSandboxesOnly, target } from './clients.js';
import { create, propose } from './deploy.js';
import { parameter, template } from './fixtures.js';
import { freshName, stackName } from './names.js';
import { invalid, refused, refusedTemplate } from './refused.js';

const atLength = onSandboxesOnly('it takes thousands of calls');
const hereOnly = onSandboxesOnly('AWS has what the sandbox refuses');

const one = { One: parameter('1') };
const many = <T>(length: number, make: (index: number) => T) =>
  Object.fromEntries(Array.from({ length }, (_, index) => [`N${index}`, make(index)]));

const limits: readonly [title: string, body: string, message: RegExp][] = [
  [
    'LIM-01: a body of more than 51,200 bytes',
    template(one, { Metadata: { text: 'ä'.repeat(25_600) } }),
    /'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200/,
  ],
  [
    'LIM-02: 501 resources',
    template(many(501, () => ({ Type: 'AWS::SNS::Topic' }))),
    /^Template format error: Number of resources, 501, is greater than maximum allowed, 500$/,
  ],
  [
    'LIM-03: 201 parameters',
    template(one, { Parameters: many(201, () => ({ Type: 'String', Default: 'a' })) }),
    /^Template format error: Number of parameters, 201, is greater than maximum allowed, 200$/,
  ],
  [
    'LIM-04: 201 outputs',
    template(one, { Outputs: many(201, () => ({ Value: 'a' })) }),
    /^Template format error: Number of outputs, 201, is greater than maximum allowed, 200$/,
  ],
  [
    'LIM-05: 201 mappings',
    template(one, { Mappings: many(201, () => ({ a: { b: 'c' } })) }),
    /^Template format error: Number of mappings, 201, is greater than maximum allowed, 200$/,
  ],
];
for (const [title, body, message] of limits) {
  test(`${title} are refused`, t => refusedTemplate(t, body, invalid(message)));
}

test('LIM-03: a value of 4,097 bytes is refused', async t => {
  const Parameters = [{ ParameterKey: 'X', ParameterValue: 'a'.repeat(4097) }];
  const body = template(one, { Parameters: { X: { Type: 'String' } } });
  await refusedTemplate(t, body, invalid(/4096/), { Parameters });
});

test('LIM-06: 51 tags, and those of AWS, are refused', async t => {
  const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
  await refusedTemplate(t, template(one), invalid(/50/), { Tags });
  await refusedTemplate(t, template(one), invalid(/aws:/), { Tags: [{ Key: 'aws:team', Value: 'a' }] });
});

atLength('CS-17: a stack has 1,000 change sets at most, failed ones included', async t => {
  const { StackName } = await create(template(one));
  const input = { StackName, TemplateBody: template(one) };
  const make = (index: number) => cfn.send(new CreateChangeSetCommand({ ...input, ChangeSetName: `c${index}` }));
  for (let index = 0; index < 1000; index += 1) await make(index);
  await refused(t, make(1000), { code: 'LimitExceededException' });
  await cfn.send(new DeleteChangeSetCommand({ StackName, ChangeSetName: 'c0' }));
  await t.notThrowsAsync(make(1000));
});

atLength('LIM-07: an account has 2,000 stacks of a region at most', async t => {
  const elsewhere = new CloudFormationClient({ ...target.settings, region: 'eu-west-3' });
  const prefix = freshName();
  const make = (index: number) =>
    elsewhere.send(
      new CreateChangeSetCommand({
        StackName: `${prefix}-${index}`,
        ChangeSetName: 'first',
        ChangeSetType: 'CREATE',
        TemplateBody: template(one),
      }),
    );
  for (let index = 0; index < 2000; index += 1) await make(index);
  await refused(t, make(2000), { code: 'LimitExceededException' });
  for (let index = 0; index < 2000; index += 1) {
    await elsewhere.send(new DeleteStackCommand({ StackName: `${prefix}-${index}` }));
  }
});

const refusedHere: readonly [title: string, body: string, input: object][] = [
  [
    'OUT-01: nested stacks',
    template({
      One: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://a.s3.amazonaws.com/b' } },
    }),
    {},
  ],
  ['OUT-02: transforms', template(one, { Transform: 'AWS::LanguageExtensions' }), {}],
  ['OUT-02: macros', template(one, { Transform: ['Own'] }), {}],
  ['OUT-02: macros of a part', template({ One: parameter({ 'Fn::Transform': { Name: 'AWS::Include' } }) }), {}],
  ['OUT-02: modules', template({ One: { Type: 'My::Own::Thing::MODULE' } }), {}],
  ['OUT-03: custom resources', template({ One: { Type: 'Custom::Thing', Properties: { ServiceToken: 'a' } } }), {}],
  [
    'OUT-03: the other kind of custom resources',
    template({ One: { Type: 'AWS::CloudFormation::CustomResource', Properties: { ServiceToken: 'a' } } }),
    {},
  ],
  ['OUT-03: wait conditions', template({ One: { Type: 'AWS::CloudFormation::WaitConditionHandle' } }), {}],
];
for (const [title, body, input] of refusedHere) {
  hereOnly(`${title} are refused, not ignored`, t => refusedTemplate(t, body, invalid(/./), input));
}

hereOnly('OUT-04: rules that do not hold and types beyond those of the request are refused', async t => {
  const Rules = { Small: { Assertions: [{ Assert: { 'Fn::Equals': ['a', 'b'] }, AssertDescription: 'a is no b' }] } };
  await refusedTemplate(t, template(one, { Rules }), invalid(/^Rule Small failed: a is no b$/));
  const ResourceTypes = ['AWS::S3::*'];
  await refusedTemplate(t, template(one), invalid(/\[AWS::SSM::Parameter\] are not in the list/), { ResourceTypes });
});

hereOnly('OUT-05: rollback triggers and express mode are refused, not ignored', async t => {
  const RollbackTriggers = [
    { Arn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:a', Type: 'AWS::CloudWatch::Alarm' },
  ];
  const input = { StackName: stackName(), ChangeSetType: 'CREATE' as const, TemplateBody: template(one) };
  await refused(t, propose({ ...input, RollbackConfiguration: { RollbackTriggers } }), invalid(/./));
  await refused(t, propose({ ...input, DeploymentConfig: { Mode: 'EXPRESS' } }), invalid(/./));
});

const signal = (StackName: string, LogicalResourceId: string, others: object = {}) =>
  cfn.send(new SignalResourceCommand({ StackName, LogicalResourceId, UniqueId: 'a', Status: 'SUCCESS', ...others }));

test('SIG-01: a stack that is settled takes no signals', async t => {
  const { StackName } = await create(template(one));
  await refused(
    t,
    signal(StackName, 'One'),
    invalid(/^Stack arn:.* is in CREATE_COMPLETE state and cannot be signaled$/),
  );
});

test('SIG-02: neither can what does not exist', async t => {
  const { StackName } = await create(template(one));
  await refused(t, signal(StackName, 'Two'), invalid(/./));
  await refused(t, signal(freshName(), 'One'), invalid(/does not exist/));
});

test('SIG-03: a signal has a status and an id', async t => {
  const { StackName } = await create(template(one));
  await refused(t, signal(StackName, 'One', { Status: 'FINE' }), invalid(/'status' failed to satisfy constraint/));
  await refused(
    t,
    signal(StackName, 'One', { UniqueId: undefined }),
    invalid(/'uniqueId' failed to satisfy constraint/),
  );
});
