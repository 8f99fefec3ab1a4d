import fc from 'fast-check';
import { deepJson, inherited, mostly, oddData, oddText } from './odd.js';

type Data = Record<string, unknown>;

const known = fc.constantFrom('A', 'B', 'C', 'AWS::Region', 'AWS::NoValue');
const name = mostly(fc.oneof({ weight: 4, arbitrary: fc.constantFrom('A', 'B', 'C') }, inherited), oddText, 30);
const to = mostly(known, name);

/** Functions within functions, rightly and wrongly written, of names that exist and of those that do not. */
const value = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    oddText,
    fc.integer(),
    to.map(target => ({ Ref: target })),
    fc.tuple(to, mostly(fc.constantFrom('Arn', 'VpcId', 'CidrBlock'), name)).map(target => ({ 'Fn::GetAtt': target })),
    to.map(target => ({ 'Fn::Sub': `\${${target}}-\${!${target}}` })),
    fc.tuple(name, tie('value')).map(([key, of]) => ({ 'Fn::Sub': [`\${${key}}`.repeat(20), { [key]: of }] })),
    fc.array(tie('value'), { maxLength: 4 }).map(items => ({ 'Fn::Join': [',', items] })),
    tie('value').map(items => ({ 'Fn::Join': ['', items] })),
    fc
      .tuple(mostly(fc.nat(3), tie('value')), mostly(fc.array(tie('value'), { maxLength: 4 }), tie('value')))
      .map(given => ({ 'Fn::Select': given })),
    fc.tuple(oddText, mostly(oddText, tie('value'))).map(given => ({ 'Fn::Split': given })),
    fc.tuple(name, tie('value'), tie('value')).map(given => ({ 'Fn::If': given })),
    fc.tuple(name, tie('value'), tie('value')).map(given => ({ 'Fn::FindInMap': given })),
    fc.tuple(oddText, fc.integer(), fc.integer()).map(given => ({ 'Fn::Cidr': given })),
    fc.tuple(fc.constantFrom('10.0.0.0/8', '::/0', '2001:db8::/32'), fc.nat(300), fc.nat(130)).map(given => ({
      'Fn::Select': [0, { 'Fn::Cidr': given }],
    })),
    fc
      .tuple(
        fc.constantFrom('Fn::Base64', 'Fn::GetAZs', 'Fn::ImportValue', 'Fn::Nonsense', 'Ref', 'Condition'),
        tie('value'),
      )
      .map(([key, of]) => ({ [key]: of })),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value;

const condition = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(value, value).map(given => ({ 'Fn::Equals': given })),
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }).map(given => ({ 'Fn::And': given })),
    fc.array(tie('value'), { minLength: 1, maxLength: 12 }).map(given => ({ 'Fn::Or': given })),
    tie('value').map(given => ({ 'Fn::Not': [given] })),
    name.map(given => ({ Condition: given })),
  ),
})).value;

const parameter = fc.record(
  {
    Type: mostly(
      fc.constantFrom('String', 'CommaDelimitedList'),
      fc.constantFrom('Number', 'List<Number>', 'AWS::SSM::Parameter::Value<String>', 'constructor'),
    ),
    Default: mostly(oddText, fc.integer()),
    AllowedPattern: fc.constantFrom(
      '(a+)+$',
      '(x+x+)+y',
      '[a-z&&[^b]]',
      '((((',
      '\\p{Alpha}*',
      '(?i)a',
      '.*'.repeat(30),
    ),
    AllowedValues: fc.array(mostly(oddText, oddData), { minLength: 1, maxLength: 3 }),
    MinLength: mostly(fc.nat(3), oddText),
    MaxValue: mostly(fc.integer(), oddText),
    NoEcho: mostly(fc.boolean(), oddData),
  },
  { requiredKeys: ['Type'] },
);

const resource = fc.record(
  {
    Type: fc.constantFrom(
      'AWS::EC2::InternetGateway',
      'AWS::EC2::VPC',
      'AWS::EC2::Subnet',
      'AWS::SSM::Parameter',
      'AWS::IAM::Role',
      'AWS::S3::Bucket',
      'AWS::AutoScaling::AutoScalingGroup',
      'AWS::KMS::Key',
    ),
    Properties: fc.dictionary(
      fc.oneof(
        fc.constantFrom('CidrBlock', 'VpcId', 'Name', 'Value', 'Tags', 'BucketName', 'MinSize', 'RoleName'),
        name,
      ),
      value,
      { maxKeys: 4 },
    ),
    DependsOn: mostly(fc.array(known, { maxLength: 1 }), oddData),
    Condition: mostly(known, oddData),
    DeletionPolicy: mostly(fc.constantFrom('Retain', 'Delete'), oddData),
    Metadata: fc.dictionary(name, mostly(value, oddData), { maxKeys: 2 }),
  },
  { requiredKeys: ['Type'] },
);

const structured = fc.record(
  {
    Resources: fc.dictionary(name, mostly(resource, oddData, 50), { minKeys: 1, maxKeys: 4 }),
    Parameters: fc.dictionary(name, mostly(parameter, oddData, 50), { maxKeys: 3 }),
    Conditions: fc
      .tuple(condition, fc.dictionary(name, mostly(condition, oddData, 50), { maxKeys: 3 }))
      .map(([A, others]) => ({ A, ...others })),
    Mappings: fc.dictionary(name, mostly(fc.dictionary(name, fc.dictionary(name, oddText)), oddData), { maxKeys: 2 }),
    Outputs: fc.dictionary(
      name,
      mostly(fc.record({ Value: value, Export: fc.record({ Name: value }) }, { requiredKeys: ['Value'] }), oddData),
      { maxKeys: 3 },
    ),
    Rules: fc.dictionary(name, fc.record({ Assertions: fc.array(fc.record({ Assert: condition })) }), { maxKeys: 1 }),
    Description: mostly(oddText, oddData),
  },
  { requiredKeys: ['Resources'] },
);

/** A right template with one of its values, anywhere, put in place of another. */
function mutated(templates: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...templates), fc.nat(), fc.oneof(value, oddData)).map(([text, at, by]) => {
    const template = JSON.parse(text) as Data;
    const places = placesIn(template);
    const place = places[at % places.length];
    if (place) Object.defineProperty(place.in, place.key, { value: by, enumerable: true });
    return JSON.stringify(template);
  });
}

function placesIn(value: unknown): readonly { readonly in: object; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [{ in: value, key }, ...placesIn(member)]);
}

/** Text of a right one, with some of it missing, doubled or replaced. */
function damaged(templates: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...templates),
      fc.nat(),
      fc.nat(200),
      fc.oneof(oddText, fc.constantFrom('*a', '&a', '<<:', '!Sub')),
    )
    .map(([text, at, length, by]) => {
      const from = at % (text.length + 1);
      return `${text.slice(0, from)}${by}${text.slice(from + length)}`;
    });
}

/** Texts that are small and whose meaning would be huge. */
const bombs = fc.constantFrom(
  nested(40, inner => `{"Fn::Sub": ["\${a}\${a}\${a}\${a}", {"a": ${inner}}]}`, '"x"'),
  nested(40, inner => `{"Fn::Join": ["", [${inner}, "x"]]}`, '"x"'),
  `a: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *a]`).join('\n')}`,
  `Resources: { A: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Sub '${'${B}'.repeat(5000)}' } } }`,
  `Resources: { A: { Type: AWS::EC2::VPC, Properties: { CidrBlock: '${'{{resolve:ssm:'.repeat(3000)}' } } }`,
  `Parameters: { P: { Type: String, Default: ${'a'.repeat(4000)}, AllowedPattern: '(a*)*b' } }\nResources: { A: { Type: AWS::EC2::InternetGateway } }`,
  `{"Resources": {${Array.from({ length: 800 }, (_, i) => `"R${i}": {"Type": "AWS::EC2::InternetGateway", "DependsOn": "R${(i + 1) % 800}"}`).join()}}}`,
);

function nested(depth: number, around: (inner: string) => string, innermost: string): string {
  let text = innermost;
  for (let level = 0; level < depth; level += 1) text = around(text);
  return `{"Resources": {"A": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": ${text}}}}}`;
}

/** Texts of templates, most of them wrong. */
export function templateText(right: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: structured.map(template => JSON.stringify(template)) },
    { weight: 6, arbitrary: mutated(right) },
    { weight: 4, arbitrary: damaged(right) },
    { weight: 1, arbitrary: oddData.map(data => JSON.stringify(data) ?? '') },
    { weight: 1, arbitrary: deepJson },
    { weight: 1, arbitrary: oddText },
    { weight: 1, arbitrary: bombs },
  );
}
