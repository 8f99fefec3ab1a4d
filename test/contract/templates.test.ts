import {
  CreateChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import test from 'ava';
import { makeBucket } from './buckets.js';
import { cfn, s3, target } from './clients.js';
import { create, execute, propose } from './deploy.js';
import { parameter, template } from './fixtures.js';
import { bucketName, stackName } from './names.js';
import { invalid, refused, refusedTemplate } from './refused.js';
import { eventsOf, outputsOf, remove, settled } from './stacks.js';

test('TPL-01: YAML with short forms and JSON with long ones say the same', async t => {
  const yaml = `
Parameters: { Size: { Type: Number, Default: 3 } }
Conditions: { Large: !Equals [!Ref Size, 3] }
Resources:
  One:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Value: !If [Large, !Sub 'size-\${Size}', small] }
Outputs:
  Value: { Value: !GetAtt One.Value }
  List: { Value: !GetAtt [One, Value] }
`;
  const json = template(
    { One: parameter({ 'Fn::If': ['Large', { 'Fn::Sub': 'size-${Size}' }, 'small'] }) },
    {
      Parameters: { Size: { Type: 'Number', Default: 3 } },
      Conditions: { Large: { 'Fn::Equals': [{ Ref: 'Size' }, 3] } },
      Outputs: { Value: { Value: { 'Fn::GetAtt': ['One', 'Value'] } }, List: { Value: { 'Fn::GetAtt': 'One.Value' } } },
    },
  );
  const [first, second] = await Promise.all([create(yaml), create(json)]);
  t.deepEqual(outputsOf(first), { Value: 'size-3', List: 'size-3' });
  t.deepEqual(outputsOf(second), outputsOf(first));
});

const one = { One: parameter('1') };
const ref = (Ref: string) => ({ Ref });
const att = (...parts: string[]) => ({ 'Fn::GetAtt': parts });

const wrong: readonly [title: string, body: string, message: RegExp][] = [
  [
    'TPL-02: a format version that does not exist',
    template(one, { AWSTemplateFormatVersion: '2020-01-01' }),
    /^Template format error: /,
  ],
  ['TPL-03: YAML that is none', 'Resources: [}', /^Template format error: YAML not well-formed/],
  ['TPL-03: JSON that is none', '{"Resources": {', /^Template format error: (JSON|YAML) not well-formed/],
  ['TPL-03: text', 'hello', /^Template format error: unsupported structure/],
  [
    'TPL-04: no resources',
    '{"Description": "nothing"}',
    /^Template format error: At least one Resources member must be defined/,
  ],
  ['TPL-04: empty resources', template({}), /^Template format error: At least one Resources member must be defined/],
  [
    'TPL-05: an unknown section',
    template(one, { Resorces: {} }),
    /^Invalid template property or properties \[Resorces\]/,
  ],
  [
    'TPL-06: an unknown attribute of a resource',
    template({ One: parameter('1', { Depends: 'Two' }) }),
    /Invalid template resource property 'Depends'/,
  ],
  [
    'TPL-07: an unknown type',
    template({ One: { Type: 'AWS::EC2::Vpc' } }),
    /Template format error: Unrecognized resource types: \[AWS::EC2::Vpc\]/,
  ],
  [
    'TPL-08: a reference to nothing',
    template({ One: parameter(ref('Two')) }),
    /^Template format error: Unresolved resource dependencies \[Two\] in the Resources block of the template$/,
  ],
  [
    'TPL-08: a dependency on nothing',
    template({ One: parameter('1', { DependsOn: 'Two' }) }),
    /^Template format error: Unresolved resource dependencies \[Two\] in the Resources block of the template$/,
  ],
  [
    'TPL-08: an output of nothing',
    template(one, { Outputs: { O: { Value: ref('Two') } } }),
    /^(Template format error: )?Unresolved resource dependencies \[Two\] in the Outputs block of the template$/,
  ],
  [
    'TPL-09: an attribute of nothing',
    template({ One: parameter(att('Two', 'Arn')) }),
    /^Template error: instance of Fn::GetAtt references undefined resource Two$/,
  ],
  [
    'TPL-14: a resource without a type',
    template({ One: { Properties: {} } }),
    /^Template format error: \[\/Resources\/One\] Every Resources object must contain a Type member\.$/,
  ],
  [
    'TPL-14: a resource that is no object',
    template({ One: 'a' }),
    /^Template format error: Any Resources member must be an object\.$/,
  ],
  [
    'TPL-25: an output without a value',
    template(one, { Outputs: { O: { Description: 'none' } } }),
    /^Template format error: Every Outputs member must contain a Value object\.?$/,
  ],
  [
    'TPL-10: a circle',
    template({ One: parameter(ref('Two')), Two: parameter(ref('One')) }),
    /^Circular dependency between resources: \[(One, Two|Two, One)\]$/,
  ],
  [
    'TPL-10: a circle of one',
    template({ One: parameter(ref('One')) }),
    /^Circular dependency between resources: \[One\]$/,
  ],
  ['TPL-11: null', template({ One: parameter(null) }), /null.* values? (is|are) not allowed in templates/i],
  [
    'TPL-12: an unknown condition',
    template({ One: parameter('1', { Condition: 'Large' }) }),
    /Unresolved condition dependency Large in the Resources block of the template/,
  ],
  [
    'TPL-13: a logical id with a dash',
    template({ 'A-B': parameter('1') }),
    /^Template format error: Resource name A-B is non alphanumeric\.$/,
  ],
  ['TPL-15: an unknown function', template({ One: parameter({ 'Fn::Sum': [1, 2] }) }), /Fn::Sum/],
  ['TPL-15: a function with wrong arguments', template({ One: parameter({ 'Fn::Join': 'abc' }) }), /Fn::Join/],
  [
    'TPL-21: an unknown deletion policy',
    template({ One: parameter('1', { DeletionPolicy: 'Keep' }) }),
    /DeletionPolicy/,
  ],
  [
    'TPL-21: a snapshot of what has none',
    template({ One: parameter('1', { DeletionPolicy: 'Snapshot' }) }),
    /Snapshot/,
  ],
  [
    'TPL-22: a key that a mapping has not',
    template({ One: parameter({ 'Fn::FindInMap': ['M', 'a', 'c'] }) }, { Mappings: { M: { a: { b: '1' } } } }),
    /^Template error: Unable to get mapping for M::a::c$/,
  ],
  [
    'TPL-26: a mapping of one level',
    template(one, { Mappings: { A: 'b' } }),
    /^Template format error: Every Mappings member A must be a map$/,
  ],
  [
    'TPL-26: a mapping of three levels',
    template(one, { Mappings: { A: { b: { c: { d: 'e' } } } } }),
    /^Template format error: Every Mappings attribute must be a String or a List\.$/,
  ],
  [
    'TPL-26: a mapping that refers to something',
    template(one, { Mappings: { A: { b: { c: ref('AWS::Region') } } } }),
    /^Template format error: Every Mappings attribute must be a String or a List\.$/,
  ],
  [
    'TPL-22: a mapping that does not exist',
    template({ One: parameter({ 'Fn::FindInMap': ['M', 'a', 'c'] }) }),
    /Mapping.* 'M'/,
  ],
  [
    'TPL-23: a description that is too long',
    template(one, { Description: 'ä'.repeat(513) }),
    /^Template format error: .*[Dd]escription/,
  ],
  [
    'TPL-23: a description that is no text',
    template(one, { Description: { a: 1 } }),
    /^Template format error: .*[Dd]escription/,
  ],
];
for (const [title, body, message] of wrong) {
  test(`${title} is refused`, t => refusedTemplate(t, body, invalid(message)));
}

test('TPL-09: an unknown attribute is refused, fails the change set or the stack', async t => {
  const TemplateBody = template({ One: parameter('1'), Two: parameter(att('One', 'Weight')) });
  const outcome = async () => {
    const changeSet = await propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateBody });
    if (changeSet.Status === 'FAILED') return changeSet.StatusReason;
    const { StackId = '' } = await execute(changeSet);
    return (await eventsOf(StackId)).map(({ ResourceStatusReason }) => ResourceStatusReason).join('\n');
  };
  t.regex((await outcome().catch(String)) ?? '', /Weight/);
});

test('TPL-16: a resource whose condition is false does not exist', async t => {
  const body = template(
    { One: parameter('1'), Two: parameter('2', { Condition: 'Never' }) },
    {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Outputs: {
        Two: { Condition: 'Never', Value: ref('Two') },
        One: { Value: { 'Fn::If': ['Never', ref('Two'), 'no'] } },
      },
    },
  );
  const stack = await create(body);
  t.deepEqual(outputsOf(stack), { One: 'no' });
});

const parameters = {
  Parameters: {
    Size: { Type: 'Number', Default: 3, Description: 'how large', AllowedValues: [1, 3] },
    Token: { Type: 'String', NoEcho: true },
  },
  Description: 'a template',
};
const role = {
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
};

test('TPL-17: validation tells parameters, capabilities and description', async t => {
  const answer = await cfn.send(new ValidateTemplateCommand({ TemplateBody: template({ Role: role }, parameters) }));
  t.deepEqual(answer.Parameters?.toSorted(byKey), [
    { ParameterKey: 'Size', DefaultValue: '3', NoEcho: false, Description: 'how large' },
    { ParameterKey: 'Token', NoEcho: true },
  ]);
  t.is(answer.Description, 'a template');
  t.deepEqual(answer.Capabilities, ['CAPABILITY_IAM']);
  t.regex(answer.CapabilitiesReason ?? '', /^The following resource\(s\) require capabilities: \[AWS::IAM::Role\]$/);
});

test('TPL-17: validation refuses what is broken', async t => {
  const TemplateBody = template({ One: parameter(ref('Two')) });
  await refused(
    t,
    cfn.send(new ValidateTemplateCommand({ TemplateBody })),
    invalid(/Unresolved resource dependencies \[Two\]/),
  );
});

test('TPL-18: the summary of a template tells types, parameters with constraints, and capabilities', async t => {
  const summary = await cfn.send(
    new GetTemplateSummaryCommand({ TemplateBody: template({ Role: role, ...one }, parameters) }),
  );
  t.deepEqual(summary.ResourceTypes?.toSorted(), ['AWS::IAM::Role', 'AWS::SSM::Parameter']);
  t.deepEqual(summary.Capabilities, ['CAPABILITY_IAM']);
  const [size, token] = summary.Parameters?.toSorted(byKey) ?? [];
  t.like(size, { ParameterKey: 'Size', DefaultValue: '3', ParameterType: 'Number', NoEcho: false });
  t.deepEqual(size?.ParameterConstraints?.AllowedValues, ['1', '3']);
  t.like(token, { ParameterKey: 'Token', ParameterType: 'String', NoEcho: true });
});

test('TPL-18: so does the summary of a stack', async t => {
  const { StackName } = await create(template(one));
  const summary = await cfn.send(new GetTemplateSummaryCommand({ StackName }));
  t.deepEqual(summary.ResourceTypes, ['AWS::SSM::Parameter']);
});

test('TPL-24: a stack under review has no summary', async t => {
  const StackName = stackName();
  await propose({ StackName, ChangeSetType: 'CREATE', TemplateBody: template(one) });
  await refused(
    t,
    cfn.send(new GetTemplateSummaryCommand({ StackName })),
    invalid(/^GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks\.$/),
  );
});

const bodyOf = async (input: object) => (await cfn.send(new GetTemplateCommand(input))).TemplateBody;

test('TPL-19: the template of a stack is what was sent, of a change set too, and after deletion', async t => {
  const body = `# a comment\n${template(one)}`;
  const { StackName, StackId } = await create(body);
  t.is(await bodyOf({ StackName }), body);
  t.is(await bodyOf({ StackName, TemplateStage: 'Processed' }), body);
  const { StagesAvailable } = await cfn.send(new GetTemplateCommand({ StackName }));
  t.deepEqual(StagesAvailable?.toSorted(), ['Original', 'Processed']);
  const other = template({ One: parameter('2') });
  const { ChangeSetId } = await propose({ StackName, TemplateBody: other });
  t.is(await bodyOf({ ChangeSetName: ChangeSetId }), other);
  await remove(StackName);
  await settled(StackId);
  t.is(await bodyOf({ StackName: StackId }), body);
});

test('TPL-20: a template is read from S3', async t => {
  const Bucket = bucketName();
  await makeBucket(Bucket);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'stacks/one.json', Body: template(one) }));
  const url = `https://${Bucket}.s3.${target.settings.region}.amazonaws.com/stacks`;
  const made = await propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateURL: `${url}/one.json` });
  t.is(made.Status, 'CREATE_COMPLETE');
  const missing = propose({ StackName: stackName(), ChangeSetType: 'CREATE', TemplateURL: `${url}/two.json` });
  await refused(t, missing, invalid(/S3|TemplateURL/));
});

test('TPL-20: a URL that is none of S3 is refused', async t => {
  const elsewhere = propose({
    StackName: stackName(),
    ChangeSetType: 'CREATE',
    TemplateURL: 'https://example.com/one.json',
  });
  await refused(t, elsewhere, invalid(/^TemplateURL must be a supported URL\.$/));
});

test('TPL-20: a body and a URL together, or neither, are refused', async t => {
  const change = { StackName: stackName(), ChangeSetName: 'a', ChangeSetType: 'CREATE' as const };
  const TemplateURL = 'https://bucket.s3.amazonaws.com/key';
  await refused(t, cfn.send(new CreateChangeSetCommand(change)), invalid(/[Tt]emplate/));
  await refused(
    t,
    cfn.send(new CreateChangeSetCommand({ ...change, TemplateBody: template(one), TemplateURL })),
    invalid(/[Tt]emplate/),
  );
});

interface Keyed {
  readonly ParameterKey?: string | undefined;
}

function byKey(a: Keyed, b: Keyed): number {
  return (a.ParameterKey ?? '').localeCompare(b.ParameterKey ?? '');
}
