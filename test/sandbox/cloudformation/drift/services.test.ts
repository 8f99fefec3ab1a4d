import test from 'ava';
import { deploy } from '../stack-driver.js';
import { detect, driftDriver, drifts, resourceOf } from './drift-driver.js';

const store = `
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: true
      PendingWindowInDays: 7
      KeyPolicy:
        Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }]
  Alias: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/app, TargetKeyId: !GetAtt Key.Arn } }
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: { Status: Enabled }
      PublicAccessBlockConfiguration: { BlockPublicAcls: true }
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }] }
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument: { Statement: [{ Effect: Deny, Principal: '*', Action: 's3:*', Resource: !Sub '\${Bucket.Arn}/*' }] }
`;

test('buckets and keys are compared with what their services hold', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'store', store);
  t.is((await detect(driver, 'store')).StackDriftStatus, 'IN_SYNC');
  await driver.change('store', 'Bucket', { VersioningConfiguration: { Status: 'Suspended' } });
  await driver.change('store', 'Key', { EnableKeyRotation: false });
  await driver.remove('store', 'Policy');
  await detect(driver, 'store');
  const { Bucket, Key, Policy, Alias } = await drifts(driver, 'store');
  t.is(Bucket?.PropertyDifferences?.[0]?.PropertyPath, '/VersioningConfiguration/Status');
  t.is(Key?.PropertyDifferences?.[0]?.PropertyPath, '/EnableKeyRotation');
  t.is(Policy?.StackResourceDriftStatus, 'DELETED');
  t.is(Alias?.StackResourceDriftStatus, 'IN_SYNC');
});

const groups = `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Bare: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: bare, VpcId: !Ref Vpc } }
  Inline:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: inline
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8 }]
  Own:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: { GroupId: !Ref Inline, IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8 }
`;

function rule(groupId = ''): string {
  return `{ Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: ${groupId}, IpProtocol: tcp, FromPort: 22, ToPort: 22 } }`;
}

test('an update leaves alone what others have set and no template sets', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'groups', groups);
  const SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' }];
  await driver.change('groups', 'Bare', { SecurityGroupIngress });
  await deploy(
    driver,
    'groups',
    groups.replace('GroupDescription: bare,', 'GroupDescription: bare, Tags: [{ Key: a, Value: b }],'),
  );
  t.like(await driver.live('groups', 'Bare'), { SecurityGroupIngress, Tags: [{ Key: 'a', Value: 'b' }] });
});

test('a rule from elsewhere is drift of a group with rules of its own, and of no other', async t => {
  const driver = await driftDriver(t);
  await deploy(driver, 'groups', groups);
  t.is((await detect(driver, 'groups')).StackDriftStatus, 'IN_SYNC');
  const inline = await resourceOf(driver, 'groups', 'Inline');
  const bare = await resourceOf(driver, 'groups', 'Bare');
  const rules = [rule(inline.PhysicalResourceId), rule(bare.PhysicalResourceId)];
  await deploy(driver, 'rules', `Resources:\n  Inline: ${rules[0]}\n  Bare: ${rules[1]}\n`);
  await detect(driver, 'groups');
  const { Bare, Inline } = await drifts(driver, 'groups');
  t.is(Bare?.StackResourceDriftStatus, 'IN_SYNC');
  t.deepEqual(Inline?.PropertyDifferences, [
    {
      PropertyPath: '/SecurityGroupIngress/1',
      ExpectedValue: 'null',
      ActualValue: '{"IpProtocol":"tcp","FromPort":22,"ToPort":22}',
      DifferenceType: 'ADD',
    },
  ]);
});
