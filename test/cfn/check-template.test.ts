import test from 'ava';
import { checkTemplate } from '../../src/cfn/check-template.js';
import { loadSpecification } from '../../src/cfn/specification.js';
import { parseTemplate } from '../../src/cfn/template.js';

async function findings(text: string): Promise<string[]> {
  const found = checkTemplate(parseTemplate(text), {
    specification: await loadSpecification(),
    region: 'eu-central-1',
  });
  return found.map(({ pointer, message }) => `${pointer}: ${message}`);
}

const network = `
Parameters:
  Cidr: { Type: String }
Conditions:
  Wide: !Equals [!Ref Cidr, 10.0.0.0/8]
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: !Ref Cidr
      EnableDnsSupport: 'true'
  Subnet:
    Type: AWS::EC2::Subnet
    DependsOn: Vpc
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: !If [Wide, 10.0.0.0/16, !Ref AWS::NoValue]
      Tags: [{ Key: Name, Value: !Sub '\${AWS::StackName}-\${Vpc.CidrBlock}' }]
Outputs:
  Subnet: { Value: !GetAtt Subnet.AvailabilityZone }
`;

test('a sound template has no findings', async t => {
  t.deepEqual(await findings(network), []);
});

const mistakes: readonly [title: string, from: string, to: string, finding: string][] = [
  [
    'an unknown type',
    'AWS::EC2::VPC\n',
    'AWS::EC2::Vpc\n',
    '/Resources/Vpc/Type: there is no resource type AWS::EC2::Vpc',
  ],
  [
    'an unknown property',
    'EnableDnsSupport',
    'EnableDns',
    '/Resources/Vpc/Properties/EnableDns: Unsupported property [EnableDns]',
  ],
  [
    'a missing property',
    'VpcId: !Ref Vpc',
    'EnableDns64: false',
    '/Resources/Subnet/Properties: Required property [VpcId] not found',
  ],
  [
    'a wrong scalar',
    "EnableDnsSupport: 'true'",
    'EnableDnsSupport: maybe',
    '/Resources/Vpc/Properties/EnableDnsSupport: must be true or false, not "maybe"',
  ],
  [
    'a list where a string belongs',
    'CidrBlock: !Ref Cidr',
    'CidrBlock: [!Ref Cidr]',
    '/Resources/Vpc/Properties/CidrBlock: must be a string, not [{"Ref":"Cidr"}]',
  ],
  [
    'a property missing in a tag',
    '{ Key: Name, ',
    '{ ',
    '/Resources/Subnet/Properties/Tags/0: Required property [Key] not found',
  ],
  [
    'a reference to nothing',
    '!Ref Vpc\n',
    '!Ref Vpn\n',
    '/Resources/Subnet/Properties/VpcId: there is no parameter or resource Vpn',
  ],
  [
    'an unknown attribute',
    'Subnet.AvailabilityZone',
    'Subnet.Zone',
    '/Outputs/Subnet/Value: AWS::EC2::Subnet has no attribute Zone',
  ],
  [
    'an attribute of nothing in a Sub',
    '${Vpc.CidrBlock}',
    '${Vpn.CidrBlock}',
    '/Resources/Subnet/Properties/Tags/0/Value: there is no resource Vpn',
  ],
  [
    'an order after nothing',
    'DependsOn: Vpc',
    'DependsOn: [Vpc, Vpn]',
    '/Resources/Subnet/DependsOn: there is no resource Vpn',
  ],
  [
    'an unknown condition',
    'DependsOn: Vpc',
    'Condition: Narrow',
    '/Resources/Subnet/Condition: there is no condition Narrow',
  ],
  [
    'an unused condition',
    'Conditions:\n',
    'Conditions:\n  Narrow: !Not [{ Condition: Wide }]\n',
    '/Conditions/Narrow: nothing uses the condition Narrow',
  ],
  [
    'a tag that is there twice',
    'Tags: [',
    'Tags: [{ Key: Name, Value: a }, ',
    '/Resources/Subnet/Properties/Tags/1: the tag Name is there twice',
  ],
  [
    'a tag of AWS’ own',
    'Key: Name',
    'Key: aws:name',
    "/Resources/Subnet/Properties/Tags/0: the tag aws:name has a prefix that is AWS' own",
  ],
  [
    'an ARN of another partition',
    "'${AWS::StackName}-",
    "'arn:aws-cn:s3:::${AWS::StackName}-",
    '/Resources/Subnet/Properties/Tags/0/Value/Fn::Sub: an ARN of partition aws-cn, where the region is of aws; ${AWS::Partition} is right in all',
  ],
  [
    'an unused parameter',
    'Cidr: { Type: String }',
    'Cidr: { Type: String }\n  Zone: { Type: String }',
    '/Parameters/Zone: nothing uses the parameter Zone',
  ],
];
for (const [title, from, to, finding] of mistakes) {
  test(`${title} is found`, async t => {
    t.deepEqual(await findings(network.replace(from, () => to)), [finding]);
  });
}

test('a circle of dependencies is found on every resource in it', async t => {
  const found = await findings(network.replace('CidrBlock: !Ref Cidr', "CidrBlock: !Sub '${Cidr}${Subnet}'"));
  t.deepEqual(found, [
    '/Resources/Vpc: Vpc depends, directly or indirectly, on itself',
    '/Resources/Subnet: Subnet depends, directly or indirectly, on itself',
  ]);
});

test('user data beyond 16 KiB before encoding is found', async t => {
  const found = await findings(`
Resources:
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        UserData: !Base64 { 'Fn::Sub': '${'x'.repeat(16_385)}' }
`);
  t.deepEqual(found, [
    '/Resources/Template/Properties/LaunchTemplateData/UserData: user data has at least 16385 bytes, at most 16384 are allowed',
  ]);
});

test('more resources than CloudFormation takes are found', async t => {
  const many = Array.from({ length: 501 }, (_, index) => `  V${index}: { Type: AWS::EC2::InternetGateway }`).join('\n');
  t.deepEqual(await findings(`Resources:\n${many}`), ['/Resources: 501 resources, at most 500 are allowed']);
});

const nested: readonly [title: string, type: string, properties: string, finding: string][] = [
  [
    'an item of a list within an object',
    'AWS::EC2::LaunchTemplate',
    '{ LaunchTemplateData: { BlockDeviceMappings: [{ DeviceName: a }, { DeviceName: b, Ebs: { VolumeSize: big } }] } }',
    '/LaunchTemplateData/BlockDeviceMappings/1/Ebs/VolumeSize: must be an integer, not "big"',
  ],
  [
    'a property of an item',
    'AWS::EC2::SecurityGroup',
    '{ GroupDescription: a, SecurityGroupIngress: [{ IpProtocol: tcp, Port: 1 }] }',
    '/SecurityGroupIngress/0/Port: Unsupported property [Port]',
  ],
  [
    'what an item needs',
    'AWS::EC2::SecurityGroup',
    '{ GroupDescription: a, SecurityGroupIngress: [{ FromPort: 1 }] }',
    '/SecurityGroupIngress/0: Required property [IpProtocol] not found',
  ],
  [
    'an object where a list belongs',
    'AWS::EC2::SecurityGroup',
    '{ GroupDescription: a, SecurityGroupIngress: { IpProtocol: tcp } }',
    '/SecurityGroupIngress: must be a list, not {"IpProtocol":"tcp"}',
  ],
  [
    'a branch of a function',
    'AWS::EC2::Volume',
    '{ AvailabilityZone: a, Size: !If [Is, 1, small] }',
    '/Size/Fn::If/2: must be an integer, not "small"',
  ],
  [
    'a value that is not allowed',
    'AWS::S3::Bucket',
    '{ VersioningConfiguration: { Status: On } }',
    '/VersioningConfiguration/Status: must be one of Enabled, Suspended, not true',
  ],
  [
    'the key of a map',
    'AWS::SSM::Parameter',
    '{ Type: String, Value: a, Tags: { owner: [me] } }',
    '/Tags/owner: must be a string, not ["me"]',
  ],
];
for (const [title, type, properties, finding] of nested) {
  test(`${title} is pointed to`, async t => {
    const text = `
Conditions: { Is: !Equals [a, b] }
Resources: { A: { Type: ${type}, DeletionPolicy: Delete, UpdateReplacePolicy: Delete, Properties: ${properties} } }
Outputs: { A: { Condition: Is, Value: a } }
`;
    t.deepEqual(await findings(text), [`/Resources/A/Properties${finding}`]);
  });
}

const values: readonly [title: string, type: string, properties: string, finding: string][] = [
  ['a kind of volume that there is not', 'EC2::Volume', 'AvailabilityZone: a, VolumeType: gp9', 'CW3005 /VolumeType'],
  ['a volume that is too large', 'EC2::Volume', 'AvailabilityZone: a, Size: 65537', 'CW3012 /Size'],
  [
    'a role with a name that is too long',
    'IAM::Role',
    `AssumeRolePolicyDocument: {}, RoleName: ${'r'.repeat(65)}`,
    'CW3012 /RoleName',
  ],
  [
    'a policy with a name that IAM refuses',
    'IAM::Role',
    'AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: a b, PolicyDocument: {} }]',
    'CW3012 /Policies/0/PolicyName',
  ],
  ['a bucket in capitals', 'S3::Bucket', 'BucketName: Bucket', 'CW3012 /BucketName'],
  ['an alias that AWS keeps to itself', 'KMS::Alias', 'AliasName: alias/aws/s3, TargetKeyId: a', 'CW3012 /AliasName'],
  [
    'a port beyond the last',
    'EC2::SecurityGroupIngress',
    'IpProtocol: tcp, FromPort: 1, ToPort: 65536',
    'CW3012 /ToPort',
  ],
  [
    'a load balancer with too long a name',
    'ElasticLoadBalancingV2::LoadBalancer',
    `Name: ${'n'.repeat(33)}`,
    'CW3012 /Name',
  ],
  [
    'a tag with too long a value',
    'EC2::VPC',
    `CidrBlock: 10.0.0.0/16, Tags: [{ Key: a, Value: ${'v'.repeat(257)} }]`,
    'CW3014 /Tags/0',
  ],
  [
    'more tags than AWS takes',
    'SSM::Parameter',
    `Type: String, Value: a, Tags: { ${Array.from({ length: 51 }, (_, index) => `t${index}: a`).join(', ')} }`,
    'CW3014 /Tags',
  ],
];
for (const [title, type, properties, finding] of values) {
  test(`${title} is found`, async t => {
    const text = `Resources: { A: { Type: AWS::${type}, DeletionPolicy: Delete, UpdateReplacePolicy: Delete, Properties: { ${properties} } } }`;
    const found = checkTemplate(parseTemplate(text), {
      specification: await loadSpecification(),
      region: 'eu-central-1',
    });
    t.deepEqual(
      found.map(({ code, pointer }) => `${code} ${pointer.replace('/Resources/A/Properties', '')}`),
      [finding],
    );
  });
}

test('what holds data must say what becomes of it, twice', async t => {
  t.deepEqual(await findings('Resources: { Logs: { Type: AWS::S3::Bucket, DeletionPolicy: Retain } }'), [
    '/Resources/Logs: Logs holds data (AWS::S3::Bucket) and has no UpdateReplacePolicy',
  ]);
  t.deepEqual(
    await findings(
      'Resources: { Logs: { Type: AWS::S3::Bucket, DeletionPolicy: Retain, UpdateReplacePolicy: Delete } }',
    ),
    [],
  );
});

test('more rules than a security group gets unless AWS was asked are a warning', async t => {
  t.deepEqual(await findings(withRules(60)), []);
  const found = checkTemplate(parseTemplate(withRules(61)), {
    specification: await loadSpecification(),
    region: 'eu-central-1',
  });
  t.like(found[0], { code: 'CW3015', severity: 'warning', pointer: '/Resources/R60' });
  t.is(found.length, 1);
});

function withRules(count: number): string {
  return `Resources:\n  Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: a } }\n${Array.from(
    { length: count },
    (_, index) =>
      `  R${index}: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !Ref Group, IpProtocol: '-1' } }`,
  ).join('\n')}`;
}
