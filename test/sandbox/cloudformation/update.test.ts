import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import test from 'ava';
import type { StackDriver } from './stack-driver.js';
import { deploy, history, outputs, propose, stackDriver } from './stack-driver.js';

const template = `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 }
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties: { LaunchTemplateData: { InstanceType: m6i.large } }
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    UpdatePolicy: { AutoScalingRollingUpdate: { MaxBatchSize: 2, MinInstancesInService: 1 } }
    Properties:
      MinSize: '3'
      MaxSize: '10'
      VPCZoneIdentifier: [!Ref Subnet]
      LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber }
Outputs:
  Subnet: { Value: !Ref Subnet }
  Version: { Value: !GetAtt Template.LatestVersionNumber }
`;
/** A subnet that lies outside of its VPC. */
const impossible = `  Broken:
    Type: AWS::EC2::Subnet
    DependsOn: [Subnet, Group]
    Properties: { VpcId: !Ref Vpc, CidrBlock: 192.168.0.0/24 }
Outputs:`;

async function physicalIds({ client }: StackDriver, StackName: string): Promise<Record<string, string | undefined>> {
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  return Object.fromEntries(StackResources.map(resource => [resource.LogicalResourceId, resource.PhysicalResourceId]));
}

test('an update in place makes a new version of a launch template and announces the roll of its group', async t => {
  const driver = await stackDriver(t);
  await deploy(driver, 'pool', template);
  const before = await physicalIds(driver, 'pool');
  const stack = await deploy(driver, 'pool', template.replace('m6i.large', 'm6i.xlarge'));
  t.is(stack.StackStatus, 'UPDATE_COMPLETE');
  t.is(outputs(stack).Version, '2');
  t.deepEqual(await physicalIds(driver, 'pool'), before);
  t.true(
    (await history(driver, 'pool')).includes(
      'Group UPDATE_IN_PROGRESS Rolling update initiated. Terminating 3 obsolete instance(s) in batches of 2, while keeping at least 1 instance(s) in service.',
    ),
  );
});

test('a replacement makes the new resource first, hands its id on and deletes the old one last', async t => {
  const driver = await stackDriver(t);
  const old = outputs(await deploy(driver, 'pool', template)).Subnet;
  const stack = await deploy(driver, 'pool', template.replace('10.0.1.0/24', '10.0.2.0/24'));
  t.is(stack.StackStatus, 'UPDATE_COMPLETE');
  t.not(outputs(stack).Subnet, old);
  const events = await history(driver, 'pool');
  const update = events.slice(events.lastIndexOf('pool UPDATE_IN_PROGRESS User Initiated'));
  t.deepEqual(
    update.filter(event => /^(Subnet|pool) /.test(event)),
    [
      'pool UPDATE_IN_PROGRESS User Initiated',
      'Subnet UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
      'Subnet UPDATE_IN_PROGRESS Resource creation Initiated',
      'Subnet UPDATE_COMPLETE',
      'pool UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Subnet DELETE_IN_PROGRESS',
      'Subnet DELETE_COMPLETE',
      'pool UPDATE_COMPLETE',
    ],
  );
});

test('a resource that cannot be made rolls a creation back to nothing', async t => {
  const driver = await stackDriver(t);
  const stack = await deploy(
    driver,
    'pool',
    template.replace('Outputs:', () => impossible),
  );
  t.is(stack.StackStatus, 'ROLLBACK_COMPLETE');
  const events = await history(driver, 'pool');
  t.true(
    events.some(event =>
      /^Broken CREATE_FAILED Resource handler returned message: "The CIDR '192.168.0.0\/24' is invalid\."/.test(event),
    ),
  );
  t.true(
    events.includes(
      'pool ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Broken]. Rollback requested by user.',
    ),
  );
  t.true(events.indexOf('Group DELETE_COMPLETE') < events.indexOf('Subnet DELETE_IN_PROGRESS'));
  t.true(events.indexOf('Subnet DELETE_COMPLETE') < events.indexOf('Vpc DELETE_IN_PROGRESS'));
});

test('a resource that cannot be made rolls an update back, and the old resources stay live', async t => {
  const driver = await stackDriver(t);
  const before = await deploy(driver, 'pool', template);
  const ids = await physicalIds(driver, 'pool');
  const changed = template
    .replace('10.0.1.0/24', '10.0.2.0/24')
    .replace('m6i.large', 'm6i.xlarge')
    .replace('Outputs:', () => impossible);
  const stack = await deploy(driver, 'pool', changed);
  t.is(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  t.deepEqual(await physicalIds(driver, 'pool'), ids);
  t.is(outputs(stack).Subnet, outputs(before).Subnet);
  // The data of the first version came back as a third one.
  t.is(outputs(stack).Version, '3');
  const again = await deploy(driver, 'pool', template.replace("'10'", "'11'"));
  t.is(again.StackStatus, 'UPDATE_COMPLETE');
});

test('with rollback disabled a failed creation stays for looking at', async t => {
  const driver = await stackDriver(t);
  const stack = await deploy(
    driver,
    'pool',
    template.replace('Outputs:', () => impossible),
    {
      OnStackFailure: 'DO_NOTHING',
    },
  );
  t.like(stack, {
    StackStatus: 'CREATE_FAILED',
    DisableRollback: true,
    StackStatusReason: 'The following resource(s) failed to create: [Broken]. ',
  });
});

test('names and addresses that are taken are refused as AWS refuses them', async t => {
  const driver = await stackDriver(t);
  const role = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties: { RoleName: shared, AssumeRolePolicyDocument: {} }`;
  await deploy(driver, 'first', role, { Capabilities: ['CAPABILITY_NAMED_IAM'] });
  const second = {
    StackName: 'second',
    Capabilities: ['CAPABILITY_NAMED_IAM' as const],
    ChangeSetType: 'CREATE' as const,
  };
  const early = await propose(driver, { ...second, TemplateBody: role });
  t.is(early.Status, 'FAILED');
  t.regex(early.StatusReason ?? '', /\[AWS::EarlyValidation::ResourceExistenceCheck\]/);
  // A name that is not known before the change set is executed is found to be taken then.
  const late = role
    .replace('shared', '!Sub "${Taken.Value}"')
    .replace(
      'Resources:',
      'Resources:\n  Taken: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: shared } }',
    );
  await deploy(driver, 'third', late, { Capabilities: ['CAPABILITY_NAMED_IAM'] });
  t.true(
    (await history(driver, 'third')).some(event =>
      /^Role CREATE_FAILED .*"Role with name shared already exists\." \(RequestToken: .*, HandlerErrorCode: AlreadyExists\)$/.test(
        event,
      ),
    ),
  );
});
