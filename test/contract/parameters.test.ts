import test from 'ava';
import { create, propose, update } from './deploy.js';
import { parameter, template } from './fixtures.js';
import { stackName } from './names.js';
import { invalid, refused, refusedTemplate } from './refused.js';
import { outputsOf, resource } from './stacks.js';

const one = { One: parameter('1') };
const withParameter = (declaration: object) => template(one, { Parameters: { X: declaration } });
const given = (ParameterValue: string, ParameterKey = 'X') => ({ Parameters: [{ ParameterKey, ParameterValue }] });

const wrong: readonly [title: string, declaration: object, input: object, message: RegExp][] = [
  ['PAR-01: no value', { Type: 'String' }, {}, /^Parameters: \[X\] must have values$/],
  [
    'PAR-02: a parameter that the template has not',
    { Type: 'String', Default: 'a' },
    given('a', 'Y'),
    /^Parameters: \[Y\] do not exist in the template$/,
  ],
  [
    'PAR-03: a value that is not allowed',
    { Type: 'String', AllowedValues: ['a', 'b'] },
    given('c'),
    /^Parameter 'X' must be one of AllowedValues$/,
  ],
  [
    'PAR-04: a value outside the pattern',
    { Type: 'String', AllowedPattern: '[a-z]+' },
    given('a1'),
    /^Parameter '?X'? (failed to satisfy constraint|must match pattern)/,
  ],
  [
    'PAR-04: with the words of the template',
    { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'letters only' },
    given('1'),
    /letters only/,
  ],
  [
    'PAR-05: a text that is too short',
    { Type: 'String', MinLength: 3 },
    given('ab'),
    /^Parameter '?X'? (failed to satisfy constraint|must contain at least 3)/,
  ],
  [
    'PAR-05: a text that is too long',
    { Type: 'String', MaxLength: 3 },
    given('abcd'),
    /^Parameter '?X'? (failed to satisfy constraint|must contain at most 3)/,
  ],
  [
    'PAR-05: a number that is too small',
    { Type: 'Number', MinValue: 3 },
    given('2'),
    /^Parameter '?X'? (failed to satisfy constraint|must be a number not less than 3)/,
  ],
  [
    'PAR-05: a number that is too large',
    { Type: 'Number', MaxValue: 3 },
    given('4'),
    /^Parameter '?X'? (failed to satisfy constraint|must be a number not greater than 3)/,
  ],
  ['PAR-06: a number that is none', { Type: 'Number' }, given('many'), /^Parameter 'X' must be a number\.?$/],
  ['PAR-10: a default that is not allowed', { Type: 'String', Default: 'c', AllowedValues: ['a'] }, {}, /X/],
];
for (const [title, declaration, input, message] of wrong) {
  test(`${title} is refused`, t => refusedTemplate(t, withParameter(declaration), invalid(message), input));
}

test('PAR-07: a list is split at commas and trimmed', async t => {
  const stack = await create(
    template(one, {
      Parameters: { X: { Type: 'CommaDelimitedList' } },
      Outputs: { Second: { Value: { 'Fn::Select': [1, { Ref: 'X' }] } } },
    }),
    given('a, b ,c'),
  );
  t.is(outputsOf(stack).Second, 'b');
});

const secret = template(
  { One: parameter({ Ref: 'Name' }, {}, { Description: { Ref: 'Token' } }) },
  { Parameters: { Token: { Type: 'String', NoEcho: true }, Name: { Type: 'String', Default: 'first' } } },
);
const hidden = [{ ParameterKey: 'Token', ParameterValue: 's3cret-value' }];

test('PAR-08, CD-13: a NoEcho value is shown nowhere', async t => {
  const { StackName, Parameters } = await create(secret, { Parameters: hidden });
  const shown = (list: typeof Parameters) => list?.find(({ ParameterKey }) => ParameterKey === 'Token')?.ParameterValue;
  t.is(shown(Parameters), '****');
  const changeSet = await propose({
    StackName,
    UsePreviousTemplate: true,
    Parameters: [{ ParameterKey: 'Token', ParameterValue: 'an0ther-value' }],
  });
  t.is(changeSet.Status, 'CREATE_COMPLETE');
  t.is(shown(changeSet.Parameters), '****');
  t.notRegex(JSON.stringify(changeSet), /s3cret|an0ther/);
});

test('PAR-12: outputs and metadata show a NoEcho value', async t => {
  const body = template(
    { One: parameter('1', { Metadata: { Token: { Ref: 'Token' } } }) },
    { Parameters: { Token: { Type: 'String', NoEcho: true } }, Outputs: { Token: { Value: { Ref: 'Token' } } } },
  );
  const stack = await create(body, { Parameters: hidden });
  t.is(outputsOf(stack).Token, 's3cret-value');
  t.deepEqual(JSON.parse((await resource(stack.StackName, 'One')).Metadata ?? '{}'), { Token: 's3cret-value' });
});

test('PAR-09: the previous value is used, hidden ones too', async t => {
  const { StackName } = await create(secret, { Parameters: hidden });
  const { Parameters } = await update(StackName, secret, {
    Parameters: [
      { ParameterKey: 'Token', UsePreviousValue: true },
      { ParameterKey: 'Name', ParameterValue: 'second' },
    ],
  });
  t.deepEqual(Parameters?.map(({ ParameterKey, ParameterValue }) => `${ParameterKey}=${ParameterValue}`).toSorted(), [
    'Name=second',
    'Token=****',
  ]);
});

test('PAR-09: a new stack has no previous value', async t => {
  await refusedTemplate(t, withParameter({ Type: 'String' }), invalid(/X/), {
    Parameters: [{ ParameterKey: 'X', UsePreviousValue: true }],
  });
});

test('PAR-11: a parameter that is left out takes its default again', async t => {
  const body = template({ One: parameter({ Ref: 'X' }) }, { Parameters: { X: { Type: 'String', Default: 'first' } } });
  const { StackName } = await create(body, given('second'));
  const { Parameters } = await update(StackName, body);
  t.is(Parameters?.[0]?.ParameterValue, 'first');
});

const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    ...properties,
  },
});
const named = template({ Role: role({ RoleName: { 'Fn::Sub': '${AWS::StackName}-role' } }) });
const needs = (capability: string) => ({
  code: 'InsufficientCapabilitiesException',
  message: new RegExp(`^Requires capabilities : \\[${capability}\\]$`),
});

test('CAP-01: a role must be acknowledged', async t => {
  await refusedTemplate(t, template({ Role: role() }), needs('CAPABILITY_IAM'));
  await refused(t, create(template({ Role: role() })), needs('CAPABILITY_IAM'));
});

test('CAP-02: a role with a name of its own must be acknowledged as such', async t => {
  await refusedTemplate(t, named, needs('CAPABILITY_NAMED_IAM'), { Capabilities: ['CAPABILITY_IAM'] });
});

test('CAP-02, CAP-03: the larger acknowledgement covers the smaller, and both places tell it', async t => {
  const Capabilities = ['CAPABILITY_NAMED_IAM' as const];
  const changeSet = await propose({
    StackName: stackName(),
    ChangeSetType: 'CREATE',
    TemplateBody: template({ Role: role() }),
    Capabilities,
  });
  t.is(changeSet.Status, 'CREATE_COMPLETE');
  t.deepEqual(changeSet.Capabilities, Capabilities);
  const stack = await create(named, { Capabilities });
  t.deepEqual(stack.Capabilities, Capabilities);
});
