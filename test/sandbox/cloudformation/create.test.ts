import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import { deploy, describe, history, outputs, settled, stackDriver } from './stack-driver.js';

const network = `
Parameters:
  Cidr: { Type: String, Default: 10.0.0.0/16 }
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: !Ref Cidr }
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Vpc, CidrBlock: !Select [1, !Cidr [!Ref Cidr, 4, 8]], AvailabilityZone: eu-central-1b }
  Interface:
    Type: AWS::EC2::NetworkInterface
    Properties: { SubnetId: !Ref Subnet }
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub '\${AWS::StackName}-role'
      AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [] }
Outputs:
  Vpc: { Value: !Ref Vpc }
  Zone: { Value: !GetAtt Subnet.AvailabilityZone }
  Address: { Value: !GetAtt Interface.PrimaryPrivateIpAddress }
  Role: { Value: !GetAtt Role.Arn }
  Everything: { Value: !Join [' ', [!Ref AWS::Region, !Ref AWS::AccountId, !Ref Cidr]] }
`;

test('a stack is created with ids and attributes in the shapes of AWS', async t => {
  const driver = await stackDriver(t);
  const stack = await deploy(driver, 'network', network, { Capabilities: ['CAPABILITY_NAMED_IAM'] });
  t.is(stack.StackStatus, 'CREATE_COMPLETE');
  const { Vpc, ...others } = outputs(stack);
  t.regex(Vpc ?? '', /^vpc-[0-9a-f]{17}$/);
  t.deepEqual(others, {
    Zone: 'eu-central-1b',
    Address: '10.0.1.4',
    Role: 'arn:aws:iam::111122223333:role/network-role',
    Everything: 'eu-central-1 111122223333 10.0.0.0/16',
  });
});

test('events tell the creation of every resource in the order of dependencies', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'network', network, { Capabilities: ['CAPABILITY_NAMED_IAM'] });
  const events = await history(driver, 'network');
  t.deepEqual(events.slice(0, 2), [
    'network REVIEW_IN_PROGRESS User Initiated',
    'network CREATE_IN_PROGRESS User Initiated',
  ]);
  t.deepEqual(
    events.filter(event => event.startsWith('Subnet')),
    ['Subnet CREATE_IN_PROGRESS', 'Subnet CREATE_IN_PROGRESS Resource creation Initiated', 'Subnet CREATE_COMPLETE'],
  );
  t.true(events.indexOf('Vpc CREATE_COMPLETE') < events.indexOf('Subnet CREATE_IN_PROGRESS'));
  t.is(events.at(-1), 'network CREATE_COMPLETE');
});

const vpc = (properties: string) => `Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { ${properties} } } }`;

test('refused requests for one new name at the same time leave nothing behind, and other stacks as they are', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'network', network, { Capabilities: ['CAPABILITY_NAMED_IAM'] });
  const create = (TemplateBody: string) =>
    driver.client.send(new CreateStackCommand({ StackName: 'other', TemplateBody })).then(
      () => 'created',
      (error: Error) => error.name,
    );
  const wrong = vpc('CidrBlok: 10.0.0.0/16');
  const answers = await Promise.all([
    create(wrong),
    create(wrong),
    create(vpc('CidrBlock: 10.0.0.0/16')),
    create(wrong),
  ]);
  // Whichever comes first.
  t.is(answers.filter(answer => answer === 'created').length, 1);
  t.deepEqual(
    [...new Set(answers)].filter(answer => !/^(created|AlreadyExistsException|ValidationError)$/.test(answer)),
    [],
  );
  t.is((await settled(driver, 'other')).StackStatus, 'CREATE_COMPLETE');
  t.is((await describe(driver, 'network')).StackStatus, 'CREATE_COMPLETE');
});
