import { ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { stackDriver } from '../cloudformation/stack-driver.js';

/** Adds sections, and members of the one resource, to a template that is right. */
function template(sections: string, vpc = ''): string {
  return `Resources:\n  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 }${vpc && `, ${vpc}`} }\n${sections}`;
}

/** The value of an output. */
function value(written: string): string {
  return template(`Outputs: { Value: { Value: ${written} } }\nMappings: { Sizes: { small: { cpu: 1 } } }`);
}

function condition(written: string): string {
  return template(`Conditions: { Is: ${written} }\nParameters: { Text: { Type: String, Default: x } }`);
}

function parameter(written: string): string {
  return template(`Parameters: { P: { ${written} } }`);
}

function many(section: string, count: number, entry: string): string {
  return template(`${section}:\n${Array.from({ length: count }, (_, index) => `  N${index}: ${entry}`).join('\n')}`);
}

const wrong: readonly [title: string, template: string, message: string][] = [
  ['text', 'hello', 'Template format error: unsupported structure.'],
  ['a list', '- a', 'Template format error: unsupported structure.'],
  ['broken JSON', '{"Resources": }', 'Template format error: JSON not well-formed. (line 1, column 17)'],
  ['JSON that is JavaScript', '{Resources: {}}', 'Template format error: JSON not well-formed. (line 1, column 3)'],
  ['broken YAML', 'a: [', 'Template format error: YAML not well-formed. (line 1, column 5)'],
  [
    'a YAML alias',
    'Metadata: { a: &a x, b: *a }\nResources: {}',
    'Template error: YAML aliases are not allowed in CloudFormation templates',
  ],
  [
    'YAML with an unknown tag',
    'Resources: !Nonsense {}',
    'Template format error: YAML not well-formed. (line 1, column 12)',
  ],
  [
    'YAML nested without end',
    `a: ${'['.repeat(2000)}`,
    'Template format error: YAML not well-formed. (line 1, column 103)',
  ],
  [
    'JSON nested without end',
    `{"a": ${'['.repeat(2000)}${']'.repeat(2000)}}`,
    'Template format error: JSON not well-formed.',
  ],
  ['no resources', 'Resources: {}', 'Template format error: At least one Resources member must be defined.'],
  ['a list of resources', 'Resources: []', 'Template format error: Resources must be a map.'],
  ['a resource that is text', 'Resources: { A: b }', 'Template format error: Any Resources member must be an object.'],
  [
    'a resource without a type',
    'Resources: { A: {} }',
    'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
  ],
  ['an unknown section', template('Globals: {}'), 'Invalid template property or properties [Globals]'],
  ['an unknown attribute', template('', 'Invalid: 10'), "Invalid template resource property 'Invalid'"],
  [
    'another format version',
    template("AWSTemplateFormatVersion: '2012-10-17'"),
    'Template format error: unsupported value for AWSTemplateFormatVersion.',
  ],
  [
    'a description that is a map',
    template('Description: { a: b }'),
    'Template format error: Description must be a string.',
  ],
  [
    'a description of 1025 bytes',
    template(`Description: ${'é'.repeat(512)}x`),
    "Template format error: 'Description' length is greater than 1024.",
  ],
  ['null', value('~'), "[/Outputs/Value/Value] 'null' values are not allowed in templates"],
  [
    'a name with a hyphen',
    'Resources: { a-b: { Type: AWS::EC2::InternetGateway } }',
    'Template format error: Resource name a-b is non alphanumeric.',
  ],
  [
    'a name of a prototype',
    'Resources: { __proto__: { Type: AWS::EC2::InternetGateway } }',
    'Template format error: Resource name __proto__ is non alphanumeric.',
  ],
  [
    'a name of 256 characters',
    `Resources: { ${'a'.repeat(256)}: { Type: AWS::EC2::InternetGateway } }`,
    `Template format error: Resource name ${'a'.repeat(256)} exceeds the maximum length of 255 characters.`,
  ],
  [
    'an unknown type',
    'Resources: { A: { Type: AWS::EC2::Vpc } }',
    'Template format error: Unrecognized resource types: [AWS::EC2::Vpc]',
  ],
  [
    '501 resources',
    many('Resources', 501, '{ Type: AWS::EC2::InternetGateway }').replace(/^.*\n.*\n/, ''),
    'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
  ],
  [
    '201 parameters',
    many('Parameters', 201, '{ Type: String }'),
    'Template format error: Number of parameters, 201, is greater than maximum allowed, 200',
  ],
  [
    '201 outputs',
    many('Outputs', 201, '{ Value: a }'),
    'Template format error: Number of outputs, 201, is greater than maximum allowed, 200',
  ],
  [
    '201 mappings',
    many('Mappings', 201, '{ a: { b: c } }'),
    'Template format error: Number of mappings, 201, is greater than maximum allowed, 200',
  ],
  [
    'a mapping that is text',
    template('Mappings: { M: a }'),
    'Template format error: Every Mappings member M must be a map',
  ],
  [
    'a mapping of one level',
    template('Mappings: { M: { a: b } }'),
    'Template format error: Every Mappings member a must be a map',
  ],
  [
    'a function in a mapping',
    template('Mappings: { M: { a: { b: !Ref AWS::Region } } }'),
    'Template format error: Every Mappings attribute must be a String or a List.',
  ],
  [
    'an output without a value',
    template('Outputs: { O: { Description: a } }'),
    'Template format error: Every Outputs member must contain a Value object',
  ],
  [
    'an unknown member of an output',
    template('Outputs: { O: { Value: a, Name: b } }'),
    "Invalid template output property 'Name'",
  ],
  [
    'an export without a name',
    template('Outputs: { O: { Value: a, Export: {} } }'),
    'Template format error: Every Export member must be an object.',
  ],
  [
    'an export named after a resource',
    template("Outputs: { O: { Value: a, Export: { Name: !Sub 'x-${Vpc}' } } }"),
    'Template error: the Name of an Export must not depend on any resources, imported values, or Fn::GetAZs',
  ],
  [
    'an import named after a resource',
    value('!ImportValue { Ref: Vpc }'),
    'Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs',
  ],
  [
    'a reference to nothing',
    value('!Ref Vpn'),
    'Template format error: Unresolved resource dependencies [Vpn] in the Outputs block of the template',
  ],
  [
    'a reference to Object',
    value('!Ref constructor'),
    'Template format error: Unresolved resource dependencies [constructor] in the Outputs block of the template',
  ],
  [
    'an attribute of nothing',
    value('!GetAtt Vpn.VpcId'),
    'Template error: instance of Fn::GetAtt references undefined resource Vpn',
  ],
  [
    'an attribute of nothing in a text',
    value("!Sub '${Vpn.VpcId}'"),
    'Template error: instance of Fn::Sub references invalid resource attribute Vpn.VpcId',
  ],
  [
    'an unknown attribute of a resource',
    value('!GetAtt Vpc.Nonsense'),
    'Template error: resource Vpc does not support attribute type Nonsense in Fn::GetAtt',
  ],
  [
    'an attribute named like a method',
    value('!GetAtt Vpc.toString'),
    'Template error: resource Vpc does not support attribute type toString in Fn::GetAtt',
  ],
  [
    'a dependency on nothing',
    template('', 'DependsOn: [Vpn]'),
    'Template format error: Unresolved resource dependencies [Vpn] in the Resources block of the template',
  ],
  ['a dependency on itself', template('', 'DependsOn: Vpc'), 'Circular dependency between resources: [Vpc]'],
  [
    'a dependency that is a map',
    template('', 'DependsOn: { a: b }'),
    'Template format error: Every DependsOn member must be a string or a list of strings.',
  ],
  [
    'a name that is both',
    template('Parameters: { Vpc: { Type: String } }'),
    'Template error: all resources and parameters must have unique names. Common name(s):[Vpc]',
  ],
  ['Ref of a list', value('!Ref [a]'), 'Template error: every Ref object must have a single String value.'],
  [
    'GetAtt without an attribute',
    value('!GetAtt Vpc'),
    'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  ],
  [
    'GetAtt of a computed resource',
    value("!GetAtt [!Sub 'Vpc', VpcId]"),
    'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  ],
  [
    'Join of text',
    value('!Join [a, b]'),
    'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  ],
  [
    'Join with a computed delimiter',
    value('!Join [!Ref AWS::Region, [a]]'),
    'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  ],
  [
    'Split of a list',
    value("!Split [',', [a]]"),
    'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
  ],
  [
    'Select with a word',
    value('!Select [first, [a]]'),
    'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
  ],
  [
    'Select before the first',
    value('!Select [-1, [a]]'),
    'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
  ],
  [
    'FindInMap with two keys',
    value('!FindInMap [Sizes, small]'),
    'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
  ],
  [
    'FindInMap with a default, which needs a transform',
    value('!FindInMap [Sizes, small, cpu, { DefaultValue: 1 }]'),
    'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
  ],
  [
    'an unknown mapping',
    value('!FindInMap [Types, small, cpu]'),
    "Template error: Mapping named 'Types' is not present in the 'Mappings' section of template.",
  ],
  [
    'Sub of a map',
    value('!Sub { a: b }'),
    "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
  ],
  [
    'Sub with a default, as in a shell',
    value("!Sub '${Vpc:-x}'"),
    'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
  ],
  [
    'Sub of no name',
    value("!Sub 'a${}'"),
    'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
  ],
  [
    'If of two values',
    value('!If [Is, a]'),
    'Template error: every Fn::If object requires three parameters, the name of a condition and the values for true and false',
  ],
  [
    'If of an unknown condition',
    value('!If [Nope, a, b]'),
    'Template error: unresolved condition dependency Nope in Fn::If',
  ],
  [
    'an unknown function',
    value('{ Fn::Reverse: a }'),
    /^Template error: encountered unsupported function: Fn::Reverse Supported functions are: \[/.source,
  ],
  [
    'Length, which needs a transform',
    value('!Length [a]'),
    /^Template error: encountered unsupported function: Fn::Length Supported functions are: \[/.source,
  ],
  [
    'ToJsonString, which needs a transform',
    value('!ToJsonString { a: b }'),
    /^Template error: encountered unsupported function: Fn::ToJsonString /.source,
  ],
  [
    'a function of rules elsewhere',
    value('{ Fn::Contains: [[a], a] }'),
    /^Template error: encountered unsupported function: Fn::Contains /.source,
  ],
  [
    'ForEach, which needs a transform',
    template('', '').replace('Resources:\n', 'Resources:\n  Fn::ForEach::Nets: [Id, [a], {}]\n'),
    'Template format error: Any Resources member must be an object.',
  ],
  [
    'Equals of one value',
    condition('!Equals [a]'),
    'Template error: every Fn::Equals object requires a list of 2 string parameters.',
  ],
  [
    'And of one condition',
    condition('!And [!Equals [a, a]]'),
    'Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.',
  ],
  [
    'Or of eleven conditions',
    condition(`!Or [${Array.from({ length: 11 }, () => '!Equals [a, a]').join(', ')}]`),
    'Template error: every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters.',
  ],
  [
    'Not of two conditions',
    condition('!Not [!Equals [a, a], !Equals [a, a]]'),
    'Template error: every Fn::Not object requires a list with exactly 1 boolean parameter.',
  ],
  [
    'a condition that is text',
    condition('yes'),
    'Template format error: Conditions can only be boolean operations on parameters and other conditions',
  ],
  [
    'a condition on a resource',
    condition('!Equals [!Ref Vpc, a]'),
    'Template format error: Unresolved dependencies [Vpc]. Cannot reference resources in the Conditions block of the template',
  ],
  [
    'a condition on an unknown one',
    condition('!Not [!Condition Nope]'),
    'Template format error: Unresolved condition dependency Nope in the Conditions block of the template',
  ],
  [
    'conditions on each other',
    template('Conditions: { A: !Not [!Condition B], B: !Not [!Condition A], C: !Equals [a, a] }'),
    'Template error: Found circular condition dependency: [A, B]',
  ],
  [
    'an unknown condition of a resource',
    template('', 'Condition: Nope'),
    'Template format error: Unresolved condition dependency Nope in the Resources block of the template',
  ],
  [
    'a condition named like a method',
    template('', 'Condition: toString'),
    'Template format error: Unresolved condition dependency toString in the Resources block of the template',
  ],
  [
    'a condition of a resource that is a function',
    template('', 'Condition: !Equals [a, a]'),
    'Template format error: Every Condition member must be a string.',
  ],
  [
    'an unknown deletion policy',
    template('', 'DeletionPolicy: Keep'),
    'Template format error: Unrecognized DeletionPolicy Keep for resource Vpc',
  ],
  [
    'a deletion policy that is a function',
    template('', 'DeletionPolicy: !Ref AWS::Region'),
    'Template format error: Every DeletionPolicy member must be a string.',
  ],
  [
    'a snapshot of a network',
    template('', 'DeletionPolicy: Snapshot'),
    'Template error: resource type AWS::EC2::VPC does not support deletion policy Snapshot',
  ],
  [
    'a policy for replacement that is for deletion',
    template('', 'UpdateReplacePolicy: RetainExceptOnCreate'),
    'Template format error: Unrecognized UpdateReplacePolicy RetainExceptOnCreate for resource Vpc',
  ],
  [
    'a creation policy of a network',
    template('', 'CreationPolicy: { ResourceSignal: { Count: 1 } }'),
    'Template error: resource type AWS::EC2::VPC does not support CreationPolicy',
  ],
  [
    'an update policy without its kind',
    'Resources: { A: { Type: AWS::AutoScaling::AutoScalingGroup, UpdatePolicy: { MaxBatchSize: 1 } } }',
    'Template error: [/Resources/A/UpdatePolicy/MaxBatchSize] Unsupported property [MaxBatchSize]',
  ],
  [
    'a batch that is no number',
    'Resources: { A: { Type: AWS::AutoScaling::AutoScalingGroup, UpdatePolicy: { AutoScalingRollingUpdate: { MaxBatchSize: one } } } }',
    'Template error: [/Resources/A/UpdatePolicy/AutoScalingRollingUpdate/MaxBatchSize] must be an integer, not "one"',
  ],
  [
    'a pause that is no duration',
    'Resources: { A: { Type: AWS::AutoScaling::AutoScalingGroup, UpdatePolicy: { AutoScalingRollingUpdate: { PauseTime: 5m } } } }',
    'Template error: [/Resources/A/UpdatePolicy/AutoScalingRollingUpdate/PauseTime] 5m is not an ISO 8601 duration',
  ],
  [
    'a pause beyond an hour',
    'Resources: { A: { Type: AWS::AutoScaling::AutoScalingGroup, UpdatePolicy: { AutoScalingRollingUpdate: { PauseTime: PT61M } } } }',
    'Template error: [/Resources/A/UpdatePolicy/AutoScalingRollingUpdate/PauseTime] PT61M is too long',
  ],
  [
    'a parameter without a type',
    parameter('Default: a'),
    'Template format error: Every Parameters object must contain a Type member.',
  ],
  ['an unknown type of parameter', parameter('Type: Text'), 'Template format error: Unrecognized parameter type: Text'],
  [
    'a secure string as a parameter',
    parameter('Type: AWS::SSM::Parameter::Value<SecureString>'),
    'Template format error: Unrecognized parameter type: AWS::SSM::Parameter::Value<SecureString>',
  ],
  [
    'an unknown member of a parameter',
    parameter('Type: String, Name: a'),
    "Invalid template parameter property 'Name'",
  ],
  [
    'a default that is a list',
    parameter('Type: CommaDelimitedList, Default: [a, b]'),
    'Template format error: Every Default member must be a string.',
  ],
  [
    'a default that is not allowed',
    parameter('Type: String, Default: c, AllowedValues: [a, b]'),
    "Parameter 'P' must be one of AllowedValues",
  ],
  ['a default that is no number', parameter('Type: Number, Default: ten'), "Parameter 'P' must be a number."],
  [
    'a length of a number',
    parameter('Type: Number, MinLength: 1'),
    "Template error: Parameter 'P' MinLength must be on a parameter of type String",
  ],
  [
    'bounds the wrong way round',
    parameter('Type: Number, MinValue: 2, MaxValue: 1'),
    "Template error: Parameter 'P' MinValue must be less than MaxValue.",
  ],
  [
    'a pattern that is none',
    parameter("Type: String, AllowedPattern: '('"),
    /^Template format error: AllowedPattern of parameter 'P' must be a valid regular expression: /.source,
  ],
  [
    'a pattern for ever',
    parameter(`Type: String, AllowedPattern: '(a+)+b', Default: ${'a'.repeat(60)}`),
    "Parameter 'P' takes the sandbox too long to match with pattern (a+)+b",
  ],
  [
    'a transform',
    template('Transform: AWS::LanguageExtensions'),
    'The sandbox does not simulate macros and transforms.',
  ],
  [
    'a transform within a resource',
    template('', 'Metadata: { Fn::Transform: { Name: AWS::Include } }'),
    'The sandbox does not simulate macros and transforms.',
  ],
  ['hooks', template('Hooks: {}'), 'The sandbox does not simulate the section Hooks.'],
  [
    'a nested stack',
    'Resources: { A: { Type: AWS::CloudFormation::Stack } }',
    'The sandbox does not simulate nested stacks (resource A).',
  ],
  [
    'a custom resource',
    'Resources: { A: { Type: Custom::Thing } }',
    'The sandbox does not simulate resources of type Custom::Thing (resource A).',
  ],
  [
    'a module',
    'Resources: { A: { Type: My::Own::Thing::MODULE } }',
    'The sandbox does not simulate resources of type My::Own::Thing::MODULE (resource A).',
  ],
  [
    'a rule without assertions',
    template('Rules: { R: { RuleCondition: !Equals [a, a] } }'),
    'Template format error: Every Rules object must contain a Assertions member.',
  ],
  [
    'a rule about a resource',
    template('Rules: { R: { Assertions: [{ Assert: !Equals [!Ref Vpc, a] }] } }'),
    'Template format error: Unresolved dependencies [Vpc]. Cannot reference resources in the Rules block of the template',
  ],
  [
    'a rule that asks the account',
    template("Rules: { R: { Assertions: [{ Assert: { Fn::Contains: [{ Fn::RefAll: 'AWS::EC2::VPC::Id' }, a] } }] } }"),
    /^Template error: encountered unsupported function: Fn::RefAll /.source,
  ],
  [
    '61 dynamic references',
    template(`Metadata: { a: '${'{{resolve:ssm:a}}'.repeat(61)}' }`),
    'Template error: the number of dynamic references, 61, is greater than maximum allowed, 60',
  ],
  [
    'a dynamic reference with a version that is none',
    template('', '').replace('10.0.0.0/16', "'{{resolve:ssm:/net/cidr:latest}}'"),
    'Incorrect format is used in the following SSM reference: [{{resolve:ssm:/net/cidr:latest}}]',
  ],
  [
    'a secure string where it does not belong',
    template('', '').replace('10.0.0.0/16', "'{{resolve:ssm-secure:/net/cidr:1}}'"),
    'SSM Secure reference is not supported in: [AWS::EC2::VPC/Properties/CidrBlock]',
  ],
];
for (const [title, TemplateBody, message] of wrong) {
  test(`a template with ${title} is refused`, async t => {
    const { client } = await stackDriver(t);
    const error = await t.throwsAsync(client.send(new ValidateTemplateCommand({ TemplateBody })));
    t.is(error?.name, 'ValidationError');
    if (message.startsWith('^')) t.regex(error?.message ?? '', new RegExp(message));
    else t.is(error?.message, message);
  });
}
