import test from 'ava';
import type { Cluster } from '../../../../src/model/fleet.js';
import { cluster } from '../../example-fleet.js';
import { idsOf, renderedStack, resource } from '../../rendered.js';

const { network, release } = cluster('prod-a');
const withEndpoints = (endpoints: Partial<Cluster['network']['endpoints']>, changes: Partial<Cluster> = {}) =>
  cluster('prod-a', { network: { ...network, endpoints: { ...network.endpoints, ...endpoints } }, ...changes });

test('S3 is reached over a gateway endpoint, from every subnet, without a policy that breaks others’ buckets', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  t.deepEqual(resource(stack, 'S3Endpoint').Properties, {
    VpcId: { Ref: 'Vpc' },
    VpcEndpointType: 'Gateway',
    ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' },
    RouteTableIds: [
      { Ref: 'PublicRouteTable' },
      ...['a', 'b', 'c'].map(zone => ({ Ref: `PrivateRouteTableEuCentral1${zone}` })),
    ],
  });
});

test('without endpoints.s3 there is none', async t => {
  const stack = await renderedStack(withEndpoints({ s3: false }), 'tccp');
  t.deepEqual(idsOf(stack, 'AWS::EC2::VPCEndpoint'), []);
});

test('a service that is asked for is reached in every zone, by its usual name', async t => {
  const stack = await renderedStack(withEndpoints({ interface: ['kms', 'ecr.api'] }), 'tccp');
  t.deepEqual(idsOf(stack, 'AWS::EC2::VPCEndpoint'), ['S3Endpoint', 'KmsEndpoint', 'EcrApiEndpoint']);
  t.like(resource(stack, 'EcrApiEndpoint').Properties, {
    VpcEndpointType: 'Interface',
    ServiceName: 'com.amazonaws.eu-central-1.ecr.api',
    PrivateDnsEnabled: true,
    SubnetIds: ['a', 'b', 'c'].map(zone => ({ Ref: `PrivateSubnetEuCentral1${zone}` })),
    SecurityGroupIds: [{ Ref: 'EndpointSecurityGroup' }],
  });
});

test('masters and nodes reach endpoints, and endpoints nobody', async t => {
  const stack = await renderedStack(withEndpoints({ interface: ['sts'] }), 'tccp');
  for (const [id, from] of [
    ['EndpointIngressFromMasters', 'MasterSecurityGroup'],
    ['EndpointIngressFromNodes', 'NodeSecurityGroup'],
  ] as const) {
    t.like(resource(stack, id).Properties, {
      GroupId: { Ref: 'EndpointSecurityGroup' },
      SourceSecurityGroupId: { Ref: from },
      FromPort: 443,
      ToPort: 443,
    });
  }
  t.is(resource(stack, 'EndpointEgress').Properties?.CidrIp, '127.0.0.1/32');
});

test('another service touches none that is there', async t => {
  const before = await renderedStack(withEndpoints({ interface: ['kms'] }), 'tccp');
  const after = await renderedStack(withEndpoints({ interface: ['ec2', 'kms'] }), 'tccp');
  for (const [id, one] of Object.entries(before.template.Resources)) t.deepEqual(resource(after, id), one);
});

test('in China most services go by another name', async t => {
  const stack = await renderedStack(
    withEndpoints({ interface: ['ec2', 'kms'] }, { region: 'cn-north-1', release, connect: undefined }),
    'tccp',
  );
  t.is(resource(stack, 'Ec2Endpoint').Properties?.ServiceName, 'cn.com.amazonaws.cn-north-1.ec2');
  t.is(resource(stack, 'KmsEndpoint').Properties?.ServiceName, 'com.amazonaws.cn-north-1.kms');
});

test('without NAT and without endpoints the stack renders all the same: whether that is wise is for the rules to say', async t => {
  const none = { ...network, nat: 'none', endpoints: { s3: false, interface: [] } } as const;
  const stack = await renderedStack(cluster('prod-a', { network: none }), 'tccp');
  t.deepEqual(idsOf(stack, 'AWS::EC2::NatGateway'), []);
});
