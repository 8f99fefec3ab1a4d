import test from 'ava';
import { deploy, outputs, stackDriver } from '../cloudformation/stack-driver.js';

const quick = { pace: { changeSetMs: 0, resourceMs: 0 } };

const common = `
Parameters:
  Text: { Type: String, Default: text }
  Count: { Type: Number, Default: 8 }
  List: { Type: CommaDelimitedList, Default: 'a, b,c' }
  Zones: { Type: List<AWS::EC2::AvailabilityZone::Name>, Default: 'eu-central-1a,eu-central-1b' }
Mappings:
  Sizes: { small: { cpu: 1, zones: [a, b] }, eu-central-1: { cpu: 4 } }
Conditions:
  Holds: !Equals [!Ref Text, text]
  Fails: !Not [!Condition Holds]
  Both: !And [!Condition Holds, !Equals [!Ref Count, '8'], !Not [!Equals [!FindInMap [Sizes, small, cpu], 2]]]
  Either: !Or [!Condition Fails, !Equals [!Select [1, !Ref List], b]]
Resources:
  Gateway: { Type: AWS::EC2::InternetGateway }
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Never: { Type: AWS::EC2::InternetGateway, Condition: Fails }
`;

const evaluations: readonly [written: string, value: string][] = [
  ['!Ref Text', 'text'],
  ['!Ref Count', '8'],
  ["!Join ['+', !Ref List]", 'a+b+c'],
  ["!Join [',', !Ref Zones]", 'eu-central-1a,eu-central-1b'],
  ["!Join ['', []]", ''],
  ["!Join [':', [a, !If [Fails, b, !Ref AWS::NoValue], c]]", 'a:c'],
  ["!Join ['-', [1, true, 8.0, 010, 1_000, yes, 2012-10-17, 1.10]]", '1-true-8.0-8-1000-true-2012-10-17-1.1'],
  ['123456789012', '123456789012'],
  ['012345678901', '012345678901'],
  ['12345678901234567890', '12345678901234567890'],
  ['!Select [1, !Split [",", "a,b,,c"]]', 'b'],
  ['!Select ["2", !Ref List]', 'c'],
  ["!Join ['|', !Split [',', 'a,,b']]", 'a||b'],
  ['!Sub "${Text}-${AWS::Region}-${!Text}-$Text-${ Count }"', 'text-eu-central-1-${Text}-$Text-8'],
  ['!Sub ["${Own}/${Text}", { Own: !Join [".", [a, b]] }]', 'a.b/text'],
  ['!Sub ["${Text}", { Text: own }]', 'own'],
  ['!Sub "${Vpc.CidrBlock}"', '10.0.0.0/16'],
  ['!GetAtt Vpc.CidrBlock', '10.0.0.0/16'],
  ['!GetAtt [Vpc, CidrBlock]', '10.0.0.0/16'],
  ['{ Fn::GetAtt: Vpc.CidrBlock }', '10.0.0.0/16'],
  ['!FindInMap [Sizes, small, cpu]', '1'],
  ['!FindInMap [Sizes, !Ref AWS::Region, cpu]', '4'],
  ['!Select [1, !FindInMap [Sizes, small, zones]]', 'b'],
  ['!If [Both, yes it is, not]', 'yes it is'],
  ['!If [Either, a, !If [Fails, b, c]]', 'a'],
  ['!If [Fails, !Ref Never, none]', 'none'],
  ['!Base64 abc', 'YWJj'],
  ['!Base64 { Fn::Sub: "${Text}" }', 'dGV4dA=='],
  ['{ Fn::Base64: !Join ["", [a, b]] }', 'YWI='],
  ['!Select [2, !Cidr [10.0.0.0/16, 3, 8]]', '10.0.2.0/24'],
  ['!Select [5, !Cidr [192.168.0.0/24, "6", "5"]]', '192.168.0.160/27'],
  ['!Select [1, !Cidr ["2001:db8:1234:1a00::/56", 2, 64]]', '2001:db8:1234:1a01::/64'],
  ['!Select [0, !GetAZs ""]', 'eu-central-1a'],
  ['!Select [1, !GetAZs { Ref: AWS::Region }]', 'eu-central-1b'],
  [
    '!Sub "${AWS::Partition} ${AWS::URLSuffix} ${AWS::AccountId} ${AWS::StackName}"',
    'aws amazonaws.com 111122223333 all',
  ],
];

test('every function has the value that the user guide gives it', async t => {
  const driver = await stackDriver(t, quick);
  const lines = evaluations.map(([written], index) => `  V${index}: { Value: ${written} }`);
  const { Outputs = [] } = await deploy(driver, 'all', `${common}Outputs:\n${lines.join('\n')}\n`);
  t.deepEqual(
    evaluations.map(([written], index) => [
      written,
      Outputs.find(({ OutputKey }) => OutputKey === `V${index}`)?.OutputValue ?? '',
    ]),
    evaluations.map(([written, value]) => [written, value]),
  );
});

test('a template in JSON has the same values', async t => {
  const driver = await stackDriver(t, quick);
  const template = {
    Parameters: { Text: { Type: 'String', Default: 'text' } },
    Resources: { constructor: { Type: 'AWS::EC2::InternetGateway' } },
    Outputs: {
      toString: { Value: { 'Fn::Sub': ['${Own} ${Text}', { Own: { 'Fn::Join': ['-', ['a', 1, true]] } }] } },
    },
  };
  t.deepEqual(outputs(await deploy(driver, 'json', JSON.stringify(template))), { toString: 'a-1-true text' });
});

test('of equal keys the last one counts', async t => {
  const driver = await stackDriver(t, quick);
  const stack = await deploy(driver, 'equal', `${common}Outputs:\n  A: { Value: a, Value: b }\n`);
  t.deepEqual(outputs(stack), { A: 'b' });
});

test('resources and outputs whose condition does not hold are not there', async t => {
  const driver = await stackDriver(t, quick);
  const stack = await deploy(
    driver,
    'conditions',
    `${common}Outputs:\n  A: { Value: a, Condition: Fails }\n  B: { Value: b, Condition: Holds }\n`,
  );
  t.deepEqual(outputs(stack), { B: 'b' });
});

const failing: readonly [written: string, message: string][] = [
  ['!Select [3, !Ref List]', 'Template error: Fn::Select cannot select nonexistent value at index 3'],
  ['!FindInMap [Sizes, big, cpu]', 'Template error: Unable to get mapping for Sizes::big::cpu'],
  ['!FindInMap [Sizes, small, constructor]', 'Template error: Unable to get mapping for Sizes::small::constructor'],
  ['!Sub "${List}"', 'Template error: variable List in Fn::Sub expression does not resolve to a string'],
  ['!ImportValue nothing', 'No export named nothing found.'],
  [
    '!Ref Never',
    'Template format error: Unresolved resource dependencies [Never] in the Resources block of the template',
  ],
  [
    '!Select [0, !Cidr [10.0.0.0/24, 9, 5]]',
    'Template error: Fn::Cidr: 10.0.0.0/24 has no room for 9 blocks of 5 bits',
  ],
  ['!Select [0, !Cidr [10.0.0.0/8, 257, 5]]', 'Template error: Fn::Cidr: the count must be between 1 and 256'],
  [
    `!Sub ["${'${A}'.repeat(200)}", { A: !Sub ["${'${B}'.repeat(200)}", { B: !Sub ["${'${C}'.repeat(200)}", { C: ${'c'.repeat(200)} }] }] }]`,
    'Template error: the values of the template are too large.',
  ],
];
for (const [written, message] of failing) {
  test(`a stack with the value ${written.slice(0, 50)} is refused`, async t => {
    const driver = await stackDriver(t, quick);
    await t.throwsAsync(deploy(driver, 'failing', `${common}Outputs: { A: { Value: ${written} } }\n`), { message });
  });
}

function given(Text: string, Count: string) {
  return Object.entries({ Text, Count }).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
}

test('rules decide on the values of parameters', async t => {
  const driver = await stackDriver(t, quick);
  const template = `${common}
Rules:
  Prod:
    RuleCondition: !Equals [!Ref Text, prod]
    Assertions:
      - Assert: { Fn::Contains: [['16', '32'], !Ref Count] }
        AssertDescription: production needs 16 or 32
      - Assert: { Fn::EachMemberIn: [!Ref List, [a, b, c]] }
`;
  await deploy(driver, 'test', template, { Parameters: given('test', '8') });
  await deploy(driver, 'prod', template, { Parameters: given('prod', '16') });
  await t.throwsAsync(deploy(driver, 'wrong', template, { Parameters: given('prod', '8') }), {
    name: 'ValidationError',
    message: 'Rule Prod failed: production needs 16 or 32',
  });
});
