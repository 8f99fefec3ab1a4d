import test from 'ava';
import { parseTemplate } from '../../src/cfn/template.js';
import { AppError } from '../../src/errors.js';

const resources = 'Resources:\n  Vpc:\n    Type: AWS::EC2::VPC\n';

test('short forms of intrinsic functions become their long forms', t => {
  const template = parseTemplate(`${resources}Outputs:
  A: { Value: !Ref Vpc }
  B: { Value: !GetAtt Vpc.CidrBlockAssociations.0 }
  C: { Value: !Sub 'vpc is \${Vpc}' }
  D: { Value: !Sub ['\${X}', { X: !GetAtt [Vpc, VpcId] }] }
  E: { Value: !Join [',', [!Ref Vpc, !Select [0, !Split ['-', a-b]]]] }
  F: { Value: !If [IsBig, !FindInMap [Sizes, big, cidr], !Ref AWS::NoValue], Condition: IsBig }
Conditions:
  IsBig: !And [!Condition Other, !Not [!Equals [a, b]]]
`);
  t.deepEqual(template.Outputs, {
    A: { Value: { Ref: 'Vpc' } },
    B: { Value: { 'Fn::GetAtt': ['Vpc', 'CidrBlockAssociations.0'] } },
    C: { Value: { 'Fn::Sub': 'vpc is ${Vpc}' } },
    D: { Value: { 'Fn::Sub': ['${X}', { X: { 'Fn::GetAtt': ['Vpc', 'VpcId'] } }] } },
    E: { Value: { 'Fn::Join': [',', [{ Ref: 'Vpc' }, { 'Fn::Select': [0, { 'Fn::Split': ['-', 'a-b'] }] }]] } },
    F: {
      Value: { 'Fn::If': ['IsBig', { 'Fn::FindInMap': ['Sizes', 'big', 'cidr'] }, { Ref: 'AWS::NoValue' }] },
      Condition: 'IsBig',
    },
  });
  t.deepEqual(template.Conditions, {
    IsBig: { 'Fn::And': [{ Condition: 'Other' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] },
  });
});

test('JSON and YAML of the same template are the same', t => {
  t.deepEqual(parseTemplate('{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC"}}}'), parseTemplate(resources));
});

test('dates stay text, as in the Version of a policy', t => {
  t.like(parseTemplate(`${resources}Metadata: { Version: 2012-10-17 }`), { Metadata: { Version: '2012-10-17' } });
});

const malformed: readonly [title: string, text: string, message: string][] = [
  ['broken YAML', 'Resources:\n  - a\n b: c', 'Template format error: YAML not well-formed. (line 3, column 2)'],
  [
    'an unknown tag',
    `${resources}Outputs: !Nonsense x`,
    'Template format error: YAML not well-formed. (line 4, column 10)',
  ],
  [
    'an alias',
    'Resources:\n  A: &a { Type: AWS::EC2::VPC }\n  B: *a',
    'Template error: YAML aliases are not allowed in CloudFormation templates',
  ],
  ['plain text', 'hello', 'Template format error: unsupported structure.'],
  ['no resources', 'Resources: {}', 'Template format error: At least one Resources member must be defined.'],
  [
    'a resource without a type',
    'Resources: { Vpc: { Properties: {} } }',
    'Template format error: [/Resources/Vpc] Every Resources object must contain a Type member.',
  ],
];
for (const [title, text, message] of malformed) {
  test(`a template that is ${title} is refused in CloudFormation's words`, t => {
    const error = t.throws(() => parseTemplate(text), { instanceOf: AppError });
    t.is(error?.code, 'template-format');
    t.is(error?.message, message);
  });
}
