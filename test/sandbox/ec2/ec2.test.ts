import type { ExecutionContext } from 'ava';
import test from 'ava';
import { setImage } from '../../../src/sandbox/ec2/images.js';
import type { Answer, NodeDriver } from '../autoscaling/node-driver.js';
import { ask, elements, instances, nodeDriver, pool, untilInstances } from '../autoscaling/node-driver.js';
import { deploy } from '../cloudformation/stack-driver.js';
import { accountA } from '../local-sandbox.js';

const network = `
  Peers: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.1.0.0/16 } }
  Peering: { Type: AWS::EC2::VPCPeeringConnection, Properties: { VpcId: !Ref Vpc, PeerVpcId: !Ref Peers } }
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Association:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { SubnetId: !Ref First, RouteTableId: !Ref Table }
  Route:
    Type: AWS::EC2::Route
    Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 10.1.0.0/16, VpcPeeringConnectionId: !Ref Peering }
  FromPeers:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: { GroupId: !Ref Nodes, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.1.0.0/16 }
  Disk: { Type: AWS::EC2::Volume, Properties: { AvailabilityZone: eu-central-1a, Size: 10, Encrypted: true } }
  Address: { Type: AWS::EC2::NetworkInterface, Properties: { SubnetId: !Ref First, GroupSet: [!Ref Nodes] } }`;

/** A pool of nodes in a network of its own. */
async function withNetwork(t: ExecutionContext): Promise<NodeDriver> {
  const driver = await nodeDriver(t);
  await deploy(driver, 'pool', pool({ more: network }));
  return driver;
}

const ec2 = (driver: NodeDriver, Action: string, parameters: Readonly<Record<string, string>> = {}) =>
  ask(driver, 'ec2', { Action, Version: '2016-11-15', ...parameters });

/** The id that an action tells first. */
async function idOf(driver: NodeDriver, action: string, element: string): Promise<string> {
  return elements(await ec2(driver, action), element)[0] ?? '';
}

function refused(t: ExecutionContext, answer: Answer, code: string, message: string): void {
  t.deepEqual([answer.status, elements(answer, 'Code'), elements(answer, 'Message')], [400, [code], [message]]);
}

test('instances of groups are found by their tags, states and networks', async t => {
  const driver = await withNetwork(t);
  const [first] = await instances(driver);
  const all = await ec2(driver, 'DescribeInstances', {
    'Filter.1.Name': 'tag:role',
    'Filter.1.Value.1': 'work*',
    'Filter.2.Name': 'instance-state-name',
    'Filter.2.Value.1': 'running',
  });
  t.is(elements(all, 'instanceId').length, 2);
  t.regex(
    all.body,
    /^<\?xml .*\n<DescribeInstancesResponse xmlns="http:\/\/ec2.amazonaws.com\/doc\/2016-11-15\/"><requestId>/,
  );
  const one = await ec2(driver, 'DescribeInstances', { 'InstanceId.1': first?.id ?? '' });
  t.deepEqual(elements(one, 'imageId'), ['ami-0123456789abcdef0']);
  // The interface of the stack has another address of the subnet.
  t.regex(elements(one, 'privateIpAddress')[0] ?? '', /^10\.0\.1\.\d+$/);
  t.true(elements(one, 'key').includes('aws:autoscaling:groupName'));
  const none = await ec2(driver, 'DescribeInstances', { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': 'vpc-0' });
  t.deepEqual(elements(none, 'instanceId'), []);
});

test('lists come in pages', async t => {
  const driver = await withNetwork(t);
  const first = await ec2(driver, 'DescribeSubnets', { MaxResults: '1' });
  const [NextToken = ''] = elements(first, 'nextToken');
  const second = await ec2(driver, 'DescribeSubnets', { MaxResults: '1', NextToken });
  t.deepEqual(elements(second, 'nextToken'), []);
  t.notDeepEqual(elements(first, 'subnetId'), elements(second, 'subnetId'));
});

test('EC2 says no in its own words', async t => {
  const driver = await nodeDriver(t);
  refused(
    t,
    await ec2(driver, 'RunInstances'),
    'InvalidAction',
    'The action RunInstances is not valid for this web service.',
  );
  refused(
    t,
    await ec2(driver, 'DescribeVpcs', { 'Filter.1.Name': 'colour', 'Filter.1.Value.1': 'red' }),
    'InvalidParameterValue',
    'The filter &apos;colour&apos; is invalid',
  );
  const missing = async (action: string, parameter: string, id: string) => {
    const answer = await ec2(driver, action, { [`${parameter}.1`]: id });
    return elements(answer, 'Code')[0];
  };
  t.is(await missing('DescribeInstances', 'InstanceId', 'i-00000000000000000'), 'InvalidInstanceID.NotFound');
  t.is(await missing('DescribeSecurityGroups', 'GroupId', 'sg-00000000000000000'), 'InvalidGroup.NotFound');
  t.is(await missing('DescribeRouteTables', 'RouteTableId', 'rtb-00000000000000000'), 'InvalidRouteTableID.NotFound');
  t.is(await missing('DescribeVpcs', 'VpcId', 'vpc-00000000000000000'), 'InvalidVpcID.NotFound');
  t.is(
    await missing('DescribeLaunchTemplates', 'LaunchTemplateId', 'lt-00000000000000000'),
    'InvalidLaunchTemplateId.NotFound',
  );
});

test('a security group tells its own rules and those of resources of their own', async t => {
  const driver = await withNetwork(t);
  const groups = await ec2(driver, 'DescribeSecurityGroups');
  t.deepEqual(elements(groups, 'cidrIp'), ['10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/0']);
  const rules = await ec2(driver, 'DescribeSecurityGroupRules');
  t.deepEqual(elements(rules, 'isEgress'), ['false', 'false', 'true']);
});

test('rules are added and revoked behind the back of a stack', async t => {
  const driver = await withNetwork(t);
  const GroupId = await idOf(driver, 'DescribeSecurityGroups', 'groupId');
  const rule = {
    GroupId,
    'IpPermissions.1.IpProtocol': 'tcp',
    'IpPermissions.1.FromPort': '22',
    'IpPermissions.1.ToPort': '22',
    'IpPermissions.1.IpRanges.1.CidrIp': '0.0.0.0/0',
  };
  t.is((await ec2(driver, 'AuthorizeSecurityGroupIngress', rule)).status, 200);
  refused(
    t,
    await ec2(driver, 'AuthorizeSecurityGroupIngress', rule),
    'InvalidPermission.Duplicate',
    'the specified rule &quot;peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW&quot; already exists',
  );
  t.deepEqual(elements(await ec2(driver, 'DescribeSecurityGroups'), 'cidrIp'), [
    '10.0.0.0/8',
    '0.0.0.0/0',
    '10.1.0.0/16',
    '0.0.0.0/0',
  ]);
  t.is((await ec2(driver, 'RevokeSecurityGroupIngress', rule)).status, 200);
  refused(
    t,
    await ec2(driver, 'RevokeSecurityGroupIngress', rule),
    'InvalidPermission.NotFound',
    'The specified rule does not exist in this security group.',
  );
  const ids = elements(await ec2(driver, 'DescribeSecurityGroupRules'), 'securityGroupRuleId');
  await ec2(driver, 'RevokeSecurityGroupIngress', { GroupId, 'SecurityGroupRuleId.1': ids[1] ?? '' });
  await ec2(driver, 'RevokeSecurityGroupEgress', { GroupId, 'SecurityGroupRuleId.1': ids[2] ?? '' });
  t.deepEqual(elements(await ec2(driver, 'DescribeSecurityGroups'), 'cidrIp'), ['10.0.0.0/8']);
});

test('a route table tells the local route, its routes and its subnets; routes can be changed', async t => {
  const driver = await withNetwork(t);
  const tables = await ec2(driver, 'DescribeRouteTables');
  t.deepEqual(elements(tables, 'destinationCidrBlock'), ['10.0.0.0/16', '10.1.0.0/16']);
  t.regex(elements(tables, 'vpcPeeringConnectionId')[0] ?? '', /^pcx-/);
  t.is(elements(tables, 'routeTableAssociationId').length, 1);
  const route = { RouteTableId: elements(tables, 'routeTableId')[0] ?? '', DestinationCidrBlock: '0.0.0.0/0' };
  const code = async (action: string, more: Readonly<Record<string, string>> = {}) =>
    elements(await ec2(driver, action, { ...route, ...more }), 'Code')[0];
  t.is(await code('DeleteRoute'), 'InvalidRoute.NotFound');
  t.is(await code('CreateRoute', { GatewayId: 'igw-1' }), undefined);
  t.is(await code('CreateRoute', { GatewayId: 'igw-1' }), 'RouteAlreadyExists');
  t.is(await code('ReplaceRoute', { NatGatewayId: 'nat-1' }), undefined);
  t.deepEqual(elements(await ec2(driver, 'DescribeRouteTables'), 'natGatewayId'), ['nat-1']);
  t.is(await code('DeleteRoute'), undefined);
});

test('each version of a launch template keeps its data', async t => {
  const driver = await withNetwork(t);
  await deploy(driver, 'pool', pool({ more: network, type: 'm6i.xlarge' }));
  const LaunchTemplateId = await idOf(driver, 'DescribeLaunchTemplates', 'launchTemplateId');
  const all = await ec2(driver, 'DescribeLaunchTemplateVersions', { LaunchTemplateId });
  t.deepEqual(elements(all, 'versionNumber'), ['2', '1']);
  t.deepEqual(elements(all, 'instanceType'), ['m6i.xlarge', 'm6i.large']);
  const initial = { LaunchTemplateId, 'LaunchTemplateVersion.1': '$Default' };
  t.deepEqual(elements(await ec2(driver, 'DescribeLaunchTemplateVersions', initial), 'versionNumber'), ['1']);
});

test('an image exists until it is gone', async t => {
  const driver = await nodeDriver(t);
  const image = { 'ImageId.1': 'ami-0fedcba9876543210' };
  t.deepEqual(elements(await ec2(driver, 'DescribeImages', image), 'imageState'), ['available']);
  await setImage(driver.world, { accountId: accountA, region: 'eu-central-1' }, image['ImageId.1'], true);
  refused(
    t,
    await ec2(driver, 'DescribeImages', image),
    'InvalidAMIID.NotFound',
    'The image id &apos;[ami-0fedcba9876543210]&apos; does not exist',
  );
});

test('other things of a network are told as EC2 tells them', async t => {
  const driver = await withNetwork(t);
  t.deepEqual(elements(await ec2(driver, 'DescribeVolumes'), 'size'), ['10']);
  t.deepEqual(elements(await ec2(driver, 'DescribeNetworkInterfaces'), 'groupId').length, 1);
  t.deepEqual(elements(await ec2(driver, 'DescribeVpcPeeringConnections'), 'code'), ['active']);
  t.deepEqual(elements(await ec2(driver, 'DescribeSubnets'), 'availableIpAddressCount'), ['249', '250']);
});

test('tags are changed behind the back of a stack', async t => {
  const driver = await withNetwork(t);
  const id = await idOf(driver, 'DescribeVpcs', 'vpcId');
  const tag = { 'ResourceId.1': id, 'Tag.1.Key': 'owner', 'Tag.1.Value': 'me' };
  await ec2(driver, 'CreateTags', tag);
  const found = { 'Filter.1.Name': 'tag:owner', 'Filter.1.Value.1': 'me' };
  t.deepEqual(elements(await ec2(driver, 'DescribeVpcs', found), 'vpcId'), [id]);
  await ec2(driver, 'DeleteTags', tag);
  t.deepEqual(elements(await ec2(driver, 'DescribeVpcs', found), 'vpcId'), []);
});

test('a group makes up for an instance that somebody terminates', async t => {
  const driver = await withNetwork(t);
  const [victim, other] = await instances(driver);
  const answer = await ec2(driver, 'TerminateInstances', { 'InstanceId.1': victim?.id ?? '' });
  t.deepEqual(elements(answer, 'name'), ['shutting-down', 'running']);
  const left = await untilInstances(driver, found => found.length === 2);
  t.true(left.some(({ id }) => id === other?.id));
  t.false(left.some(({ id }) => id === victim?.id));
  const gone = await ec2(driver, 'DescribeInstances', { 'InstanceId.1': victim?.id ?? '' });
  t.is(/<instanceState><code>48<\/code><name>terminated</.test(gone.body), true);
  t.deepEqual(elements(gone, 'privateIpAddress'), []);
});
