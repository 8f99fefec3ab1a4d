import test from 'ava';
import { edited } from '../../fleet/repository.js';
import { extendedExample, told } from './extended.js';

const resource = (type: string, ...properties: readonly string[]) =>
  [
    'Resources:',
    '  ExtraOne:',
    `    Type: ${type}`,
    '    Properties:',
    ...properties.map(line => `      ${line}`),
    '',
  ].join('\n');
const topic = 'Resources:\n  ExtraTopic: { Type: AWS::SNS::Topic }\n';
const both = 'dev-b/tccp and 1 more';

/** An extension of tccp and all that is told of it. */
const cases: Readonly<Record<string, readonly [text: string, ...told: readonly string[]]>> = {
  'a syntax error': [
    'Resources:\n  {{#if\n',
    '2:1 CW3020 : the file ends within {{ }}, or within a block that it opened',
  ],
  'a field that there is not': [
    'Outputs:\n  ExtraName:\n    Value: {{cluster.nmae}}\n',
    `3:14 CW3020 : ${both}: there is no cluster.nmae: "nmae" is missing`,
  ],
  'a field that this stack does not have': [
    'Outputs:\n  ExtraName:\n    Value: {{pool.name}}\n',
    `3:14 CW3020 : ${both}: there is no pool.name: "pool" is missing`,
  ],
  'no YAML': [
    'Resources:\n  ExtraA: [\n',
    `2:3 CW3020 : ${both}: what it renders is not valid: Template format error: YAML not well-formed. (line 3, column 1)`,
  ],
  'an alias': [
    'Outputs:\n  ExtraA: &a { Value: 1 }\n  ExtraB: *a\n',
    `1:1 CW3020 : ${both}: what it renders is not valid: Template error: YAML aliases are not allowed in CloudFormation templates`,
  ],
  'a list': [
    '- Resources\n',
    `1:1 CW3020 : ${both}: what it renders is not valid: Template format error: unsupported structure.`,
  ],
  'a section in one line': [
    'Resources: { ExtraTopic: { Type: AWS::SNS::Topic } }\n',
    `1:1 CW3020 : ${both}: each section must be a block: "Resources:" on a line of its own, and below, indented, what it holds`,
  ],
  'other sections': [
    `Parameters:\n  ExtraA: { Type: String }\nTransform: AWS::Include\n${topic}`,
    `1:1 CW3021 Parameters: ${both}: an extension has Mappings, Conditions, Resources, Outputs, and no Parameters`,
    `3:1 CW3021 Transform: ${both}: an extension has Mappings, Conditions, Resources, Outputs, and no Transform`,
  ],
  'a resource of ours': [
    'Resources:\n  Vpc:\n    Type: AWS::EC2::VPC\n',
    `2:3 CW3022 Resources.Vpc: ${both}: Vpc must be Extra and a name, ExtraTopic say, letters and digits: other ids are clusterwright's`,
  ],
  'an output of ours': [
    'Outputs:\n  AppliedHash:\n    Value: mine\n',
    `2:3 CW3022 Outputs.AppliedHash: ${both}: AppliedHash must be Extra and a name, ExtraTopic say, letters and digits: other ids are clusterwright's`,
  ],
  'an id that is none': [
    'Resources:\n  Extra-topic:\n    Type: AWS::SNS::Topic\n',
    `2:3 CW3022 Resources.Extra-topic: ${both}: Extra-topic must be Extra and a name, ExtraTopic say, letters and digits: other ids are clusterwright's`,
  ],
  'an id that a value makes': [
    'Resources:\n  {{key cluster.name}}:\n    Type: AWS::SNS::Topic\n',
    `2:3 CW3022 Resources.dev-b: dev-b/tccp: dev-b must be Extra and a name, ExtraTopic say, letters and digits: other ids are clusterwright's`,
    `2:3 CW3022 Resources.prod-a: prod-a/tccp: prod-a must be Extra and a name, ExtraTopic say, letters and digits: other ids are clusterwright's`,
  ],
  'an id twice': [
    'Resources:\n{{#each cluster.masters as |master|}}\n  ExtraTopic:\n    Type: AWS::SNS::Topic\n{{/each}}\n',
    '3:3 CW3020 : prod-a/tccp: what it renders is not valid: Template format error: YAML not well-formed. (line 4, column 3): ExtraTopic:',
  ],
  'a misspelt attribute': [
    'Resources:\n  ExtraTopic:\n    Type: AWS::SNS::Topic\n    DependOn: Vpc\n',
    `4:5 CW3019 Resources.ExtraTopic.DependOn: ${both}: DependOn is no attribute of a resource: Type, Properties, DependsOn, Condition, CreationPolicy, UpdatePolicy, DeletionPolicy, UpdateReplacePolicy, Metadata`,
  ],
  'a nested stack': [
    resource('AWS::CloudFormation::Stack', 'TemplateURL: https://example.com/t.yaml'),
    `3:5 CW3023 Resources.ExtraOne.Type: ${both}: what a nested stack holds is neither checked nor planned: add it itself`,
  ],
  'a macro': [
    resource('AWS::SNS::Topic', 'Fn::Transform: { Name: AWS::Include }'),
    `5:7 CW3023 Resources.ExtraOne.Properties.Fn::Transform: ${both}: what a macro makes is neither checked nor planned`,
  ],
  bookkeeping: [
    resource('AWS::SNS::Topic', 'DisplayName: !Sub at ${AppliedCommit}'),
    `5:7 CW3023 Resources.ExtraOne.Properties.DisplayName: ${both}: the parameter AppliedCommit is clusterwright's bookkeeping`,
  ],
  'an unknown type': [
    resource('AWS::SNS::Topick', 'DisplayName: a'),
    `3:5 CW3001 Resources.ExtraOne.Type: ${both}: there is no resource type AWS::SNS::Topick`,
  ],
  'a custom resource': [
    resource('Custom::Anything', 'ServiceToken: a'),
    `3:5 CW3001 Resources.ExtraOne.Type: ${both}: there is no resource type Custom::Anything`,
  ],
  'an unknown property': [
    resource('AWS::SNS::Topic', 'Name: a'),
    `5:7 CW3002 Resources.ExtraOne.Properties.Name: ${both}: Unsupported property [Name]`,
  ],
  'a reference to what is not there': [
    resource('AWS::SNS::Topic', 'DisplayName: !Ref Vcp'),
    `5:7 CW3006 Resources.ExtraOne.Properties.DisplayName: ${both}: there is no parameter or resource Vcp`,
  ],
  'an attribute that ours does not have': [
    resource('AWS::SNS::Topic', 'DisplayName: !GetAtt Vpc.Name'),
    `5:7 CW3007 Resources.ExtraOne.Properties.DisplayName: ${both}: AWS::EC2::VPC has no attribute Name`,
  ],
  'a condition that nothing uses': [
    `Conditions:\n  ExtraHere: !Equals [a, b]\n${topic}`,
    `2:3 CW3009 Conditions.ExtraHere: ${both}: nothing uses the condition ExtraHere`,
  ],
  'a circle': [
    'Resources:\n  ExtraA: { Type: AWS::SNS::Topic, DependsOn: ExtraB }\n  ExtraB: { Type: AWS::SNS::Topic, DependsOn: ExtraA }\n',
    `2:3 CW3008 Resources.ExtraA: ${both}: ExtraA depends, directly or indirectly, on itself`,
    `3:3 CW3008 Resources.ExtraB: ${both}: ExtraB depends, directly or indirectly, on itself`,
  ],
  'data without a decision': [
    'Resources:\n  ExtraBucket:\n    Type: AWS::S3::Bucket\n',
    `2:3 CW3017 Resources.ExtraBucket: ${both}: ExtraBucket holds data (AWS::S3::Bucket) and has no DeletionPolicy and no UpdateReplacePolicy`,
  ],
  'a tag of AWS’ own': [
    resource('AWS::SNS::Topic', 'Tags: [{ Key: "aws:x", Value: a }]'),
    `5:7 CW3014 Resources.ExtraOne.Properties.Tags[0]: ${both}: the tag aws:x has a prefix that is AWS' own`,
  ],
  'another route of a subnet of ours': [
    resource('AWS::EC2::SubnetRouteTableAssociation', 'SubnetId: !Ref PublicSubnetEuCentral1a', 'RouteTableId: rtb-1'),
    `5:7 CW3024 Resources.ExtraOne.Properties.SubnetId: ${both}: AWS::EC2::SubnetRouteTableAssociation takes PublicSubnetEuCentral1a over, which is clusterwright's`,
    `5:7 CW3024 Resources.ExtraOne.Properties.SubnetId: ${both}: PublicSubnetRouteTableAssociationEuCentral1a is that already: the same SubnetId`,
  ],
  'a route that there is': [
    resource(
      'AWS::EC2::Route',
      'RouteTableId: !Ref PublicRouteTable',
      'DestinationCidrBlock: 0.0.0.0/0',
      'GatewayId: igw-1',
    ),
    `6:7 CW3024 Resources.ExtraOne.Properties.DestinationCidrBlock: ${both}: PublicDefaultRoute is that already: the same RouteTableId and DestinationCidrBlock`,
  ],
  'an export in two clusters of one account and region': [
    'Outputs:\n  ExtraVpc:\n    Value: !Ref Vpc\n    Export: { Name: vpc }\n',
  ],
};

for (const [title, [text, ...expected]] of Object.entries(cases)) {
  test(`an extension with ${title}`, async t => {
    const { findings } = await extendedExample({ tccp: text });
    t.deepEqual(told(findings), expected);
  });
}

function exported(name: string): string {
  return `Outputs:\n  ExtraVpc:\n    Value: !Ref Vpc\n    Export: { Name: ${name} }\n`;
}

test('what would be exported twice in one account and region is an error at the second; names of stacks differ', async t => {
  const dev = edited('clusters/dev-b/cluster.yaml', 'account: payments-dev', 'account: payments-prod');
  const files = { 'clusters/dev-b/cluster.yaml': dev };
  const twice = 'dev-b/tccp exports "vpc" already, in the same account and region';
  t.deepEqual(told((await extendedExample({ tccp: exported('vpc') }, files)).findings), [
    `4:5 CW3025 Outputs.ExtraVpc.Export.Name: prod-a/tccp: ${twice}`,
  ]);
  for (const name of ['!Sub "${AWS::StackName}-vpc"', '!Join ["-", [!Ref AWS::StackName, vpc]]', '{{stack.name}}'])
    t.deepEqual(told((await extendedExample({ tccp: exported(name) }, files)).findings), [], name);
});

test('a finding names the spec of the value, too', async t => {
  const text = resource('AWS::SNS::Topic', 'FifoTopic: {{cluster.cidr}}');
  const { findings } = await extendedExample({ tccp: text });
  t.deepEqual(told(findings), [
    '5:18 CW3004 Resources.ExtraOne.Properties.FifoTopic: dev-b/tccp: must be true or false, not "10.64.16.0/20" (clusters/dev-b/cluster.yaml:11:11)',
    '5:18 CW3004 Resources.ExtraOne.Properties.FifoTopic: prod-a/tccp: must be true or false, not "10.64.0.0/20" (clusters/prod-a/cluster.yaml:10:11)',
  ]);
  const [first] = findings[1]?.related ?? [];
  t.like(first, { at: { file: 'clusters/prod-a/cluster.yaml', line: 10 }, message: 'where the value comes from' });
});

function policyNamed(name: string) {
  return {
    tcnp: resource('AWS::IAM::RolePolicy', 'RoleName: !Ref NodePoolRole', `PolicyName: ${name}`, 'PolicyDocument: {}'),
  };
}

test('a policy of a role of ours keeps its name', async t => {
  const { artifacts } = await extendedExample({});
  const { NodePoolRole: role } = artifacts.stacks.find(({ kind }) => kind === 'tcnp')?.template.Resources ?? {};
  const [ours] = (role?.Properties?.Policies ?? []) as readonly { readonly PolicyName: string }[];
  const [finding] = (await extendedExample(policyNamed(ours?.PolicyName ?? ''))).findings;
  t.like(finding, { code: 'CW3024', at: { file: 'templates/extra/tcnp.yaml.hbs', line: 6, column: 7 } });
  t.regex(finding?.message ?? '', /NodePoolRole, which is clusterwright's, has a policy of this name$/);
  t.deepEqual((await extendedExample(policyNamed('mine'))).findings, []);
});

function roleWith(property: string) {
  const role = resource('AWS::IAM::Role', 'AssumeRolePolicyDocument: {}', property);
  return { tccp: `{{#is cluster.name "prod-a"}}\n${role}{{/is}}\n` };
}

test('the boundary of an account is that of the roles of extensions', async t => {
  const boundary = 'arn:aws:iam::111122223333:policy/boundary';
  const account = 'accounts/payments-prod.yaml';
  const files = { [account]: edited(account, 'spec:\n', `spec:\n  permissionsBoundary: ${boundary}\n`) };
  const missing = (await extendedExample(roleWith('MaxSessionDuration: 3600'), files)).findings;
  t.like(missing[0], { code: 'CW3023', path: 'Resources.ExtraOne.Properties.PermissionsBoundary' });
  const given = roleWith('PermissionsBoundary: {{account.permissionsBoundary.arn}}');
  t.deepEqual((await extendedExample(given, files)).findings, []);
});

/** What would reach the code, the files or the time of whoever renders. */
const hostile: Readonly<Record<string, string>> = {
  'the constructor of its context': '{{constructor.constructor}}',
  'a prototype': '{{__proto__.polluted}}',
  'a prototype by another way': '{{#each cluster.zones as |zone|}}\n- {{zone.[__proto__]}}\n{{/each}}',
  'a helper of Handlebars': '{{lookup this "constructor"}}',
  'a log': '{{log "x"}}',
  with: '{{#with cluster}}\n{{/with}}',
  'a partial of ours': '{{> bookkeeping-parameters}}',
  'a file as a partial': '{{> ../../../etc/passwd}}',
  'a computed partial': '{{> (lookup . "x")}}',
  'an inline partial': '{{#*inline "x"}}\n{{/inline}}\n{{> x}}',
  'raw output': 'Resources:\n  ExtraA: {{{cluster.name}}}',
  'a way out': '{{../fleet.name}}',
  'the root': '{{@root.fleet.name}}',
  'JavaScript in a name of a block parameter': '{{#each cluster.zones as |x;process.exit(1)|}}\n{{/each}}',
  'private characters': 'Outputs:\n  Extra\ue0000\ue001: 1',
  'blocks in blocks': `${'{{#if cluster}}'.repeat(3000)}${'{{/if}}'.repeat(3000)}`,
  'lists in lists': `Outputs:\n${'  [\n'.repeat(200)}${'  ]\n'.repeat(200)}`,
  'a tag that makes an object of a language': 'Outputs:\n  ExtraA: !!js/function "function () {}"',
};

for (const [title, text] of Object.entries(hostile)) {
  test(`an extension with ${title} is a finding, and nothing else happens`, async t => {
    const { findings } = await extendedExample({ tccp: text });
    t.is(findings.length, 1, told(findings).join('\n'));
    t.like(findings[0], { code: 'CW3020', at: { file: 'templates/extra/tccp.yaml.hbs' } });
    t.is(({} as { polluted?: unknown }).polluted, undefined);
  });
}

test('a value of a spec stays a value, whatever it holds', async t => {
  const evil = '"x}\\n  Vpc: {Type: AWS::SNS::Topic}"';
  const files = {
    'clusters/prod-a/cluster.yaml': edited('clusters/prod-a/cluster.yaml', '{ team: payments }', `{ team: ${evil} }`),
  };
  const text = resource('AWS::SNS::Topic', 'DisplayName: {{cluster.labels.team}}');
  const { artifacts, findings } = await extendedExample(
    { tccp: `{{#is cluster.name "prod-a"}}\n${text}{{/is}}\n` },
    files,
  );
  t.deepEqual(findings, []);
  const { Resources } = artifacts.stacks.find(({ id }) => id === 'prod-a/tccp')?.template ?? { Resources: {} };
  t.is(Resources.ExtraOne?.Properties?.DisplayName, 'x}\n  Vpc: {Type: AWS::SNS::Topic}');
  t.is(Resources.Vpc?.Type, 'AWS::EC2::VPC');
});
