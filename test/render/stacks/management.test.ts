import test from 'ava';
import { cluster, network, platform, pool } from '../example-fleet.js';
import { renderedStack, resource } from '../rendered.js';

const withBlock = pool('batch', {
  cidr: '10.96.0.0/20',
  zones: [{ name: 'eu-central-1a', cidr: '10.96.0.0/24', pointer: '/spec/zones/0' }],
});

test('tccpi: the role that accepts the peering, as it is uploaded', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccpi');
  t.deepEqual(stack.target, { account: platform, region: 'eu-central-1' });
  t.deepEqual(stack.capabilities, ['CAPABILITY_NAMED_IAM']);
  t.snapshot(stack.body);
});

test('tccpf: a route to the cluster in each table of the management network', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccpf');
  t.deepEqual(stack.target, { account: platform, region: 'eu-central-1' });
  t.deepEqual(stack.inputs, { PeeringId: { from: 'output', stack: 'prod-a/tccp', name: 'PeeringId' } });
  t.deepEqual(Object.keys(stack.template.Resources), [
    'RouteRtb0a1b2c3d4e5f60718To10x64x0x0x20',
    'RouteRtb0b1c2d3e4f5a60718To10x64x0x0x20',
  ]);
  t.deepEqual(resource(stack, 'RouteRtb0b1c2d3e4f5a60718To10x64x0x0x20').Properties, {
    RouteTableId: 'rtb-0b1c2d3e4f5a60718',
    DestinationCidrBlock: '10.64.0.0/20',
    VpcPeeringConnectionId: { Ref: 'PeeringId' },
  });
});

test('tccpf: another table changes no route that is there', async t => {
  const before = await renderedStack(cluster('prod-a'), 'tccpf');
  const more = { ...network, routeTables: ['rtb-00000000000000001', ...network.routeTables] };
  const after = await renderedStack(cluster('prod-a', { connect: more }), 'tccpf');
  t.is(Object.keys(after.template.Resources).length, 3);
  for (const [id, route] of Object.entries(before.template.Resources)) t.deepEqual(resource(after, id), route);
});

const withZones = {
  ...network,
  hostedZone: 'Z0123456789ABCDEFGHIJ',
  privateHostedZone: 'Z9876543210JIHGFEDCBA',
};

const fromTccp = (name: string) => ({ from: 'output', stack: 'prod-a/tccp', name }) as const;

test('tccpf: the management network’s zones delegate the cluster and lead to its internal load balancer', async t => {
  const stack = await renderedStack(cluster('prod-a', { connect: withZones }), 'tccpf');
  t.deepEqual(stack.inputs, {
    PeeringId: fromTccp('PeeringId'),
    NameServers: fromTccp('NameServers'),
    InternalApiDnsName: fromTccp('InternalApiDnsName'),
  });
  t.deepEqual(resource(stack, 'Delegation').Properties, {
    HostedZoneId: 'Z0123456789ABCDEFGHIJ',
    Name: 'prod-a.k8s.gauss.example.com',
    Type: 'NS',
    TTL: '300',
    ResourceRecords: { 'Fn::Split': [',', { Ref: 'NameServers' }] },
  });
  for (const [id, name] of [
    ['PrivateApiRecord', 'api'],
    ['PrivateInternalApiRecord', 'internal-api'],
  ] as const) {
    t.like(resource(stack, id).Properties, {
      HostedZoneId: 'Z9876543210JIHGFEDCBA',
      Name: `${name}.prod-a.k8s.gauss.example.com`,
      ResourceRecords: [{ Ref: 'InternalApiDnsName' }],
    });
  }
});

test('tccpf: without Route 53 the management network’s zones are left alone', async t => {
  const dns = { route53: false, ingressWildcard: true, delegatedByHand: false };
  const stack = await renderedStack(cluster('prod-a', { connect: withZones, dns }), 'tccpf');
  t.deepEqual(Object.keys(stack.inputs), ['PeeringId']);
  t.true(Object.values(stack.template.Resources).every(({ Type }) => Type === 'AWS::EC2::Route'));
});

test('tcnpf: routes to the block of a pool that has its own, once its stack has added it', async t => {
  const stack = await renderedStack(cluster('prod-a', { nodePools: [withBlock] }), 'tcnpf-batch');
  t.deepEqual(stack.after, ['prod-a/tcnp-batch']);
  t.like(resource(stack, 'RouteRtb0a1b2c3d4e5f60718To10x96x0x0x20').Properties, {
    RouteTableId: 'rtb-0a1b2c3d4e5f60718',
    DestinationCidrBlock: '10.96.0.0/20',
  });
});
