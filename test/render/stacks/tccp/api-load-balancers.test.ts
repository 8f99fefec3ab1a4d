import test from 'ava';
import type { StackArtifact } from '../../../../src/model/artifact.js';
import { clusterDefaults } from '../../../../src/model/defaults.js';
import type { Cluster } from '../../../../src/model/fleet.js';
import { cluster, network } from '../../example-fleet.js';
import { idsOf, renderedStack, resource } from '../../rendered.js';

const withApi = (api: Partial<Cluster['api']>, changes: Partial<Cluster> = {}) =>
  cluster('prod-a', { api: { ...clusterDefaults.api, ...api }, ...changes });
const attributesOf = (stack: StackArtifact, id: string, property: string) => {
  const attributes = resource(stack, id).Properties?.[property] as readonly { Key: string; Value: string }[];
  return Object.fromEntries(attributes.map(({ Key, Value }) => [Key, Value]));
};
const sourcesOf = async (shown: Cluster, prefix: string) => {
  const stack = await renderedStack(shown, 'tccp');
  return idsOf(stack, 'AWS::EC2::SecurityGroupIngress')
    .filter(id => id.startsWith(prefix))
    .toSorted();
};

test('without spec.api.public the only load balancer is inside the VPC', async t => {
  const stack = await renderedStack(withApi({}), 'tccp');
  t.deepEqual(idsOf(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer'), ['InternalApiLoadBalancer']);
  t.like(resource(stack, 'InternalApiLoadBalancer').Properties, {
    Type: 'network',
    Scheme: 'internal',
    Subnets: ['a', 'b', 'c'].map(zone => ({ Ref: `PrivateSubnetEuCentral1${zone}` })),
    SecurityGroups: [{ Ref: 'InternalApiSecurityGroup' }],
  });
});

test('with it there is one on the internet, which waits for the way there', async t => {
  const stack = await renderedStack(withApi({ public: { allow: ['203.0.113.0/24'] } }), 'tccp');
  t.like(resource(stack, 'PublicApiLoadBalancer'), {
    DependsOn: 'PublicDefaultRoute',
    Properties: {
      Scheme: 'internet-facing',
      Subnets: ['a', 'b', 'c'].map(zone => ({ Ref: `PublicSubnetEuCentral1${zone}` })),
      SecurityGroups: [{ Ref: 'PublicApiSecurityGroup' }],
    },
  });
});

test('a load balancer passes connections on to masters whose API server is ready', async t => {
  const stack = await renderedStack(withApi({ public: { allow: ['0.0.0.0/0'] } }), 'tccp');
  for (const side of ['Internal', 'Public']) {
    t.deepEqual(resource(stack, `${side}ApiListener`).Properties, {
      LoadBalancerArn: { Ref: `${side}ApiLoadBalancer` },
      Protocol: 'TCP',
      Port: 443,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: `${side}ApiTargetGroup` } }],
    });
    t.like(resource(stack, `${side}ApiTargetGroup`).Properties, {
      Protocol: 'TCP',
      Port: 443,
      HealthCheckProtocol: 'HTTPS',
      HealthCheckPath: '/readyz',
      Matcher: { HttpCode: '200' },
    });
  }
});

test('masters that connect to the internal one reach themselves, and audit logs know who came from the internet', async t => {
  const stack = await renderedStack(withApi({}), 'tccp');
  const attributes = (id: string) => attributesOf(stack, id, 'TargetGroupAttributes');
  t.is(attributes('InternalApiTargetGroup')['preserve_client_ip.enabled'], 'false');
  t.is(attributes('PublicApiTargetGroup')['preserve_client_ip.enabled'], 'true');
});

test('masters’ target groups are the same whether there is a public load balancer or not', async t => {
  const without = await renderedStack(withApi({}), 'tccp');
  const with_ = await renderedStack(withApi({ public: { allow: ['0.0.0.0/0'] } }), 'tccp');
  for (const id of ['InternalApiTargetGroup', 'PublicApiTargetGroup']) {
    t.deepEqual(resource(with_, id), resource(without, id));
    t.deepEqual(with_.template.Outputs?.[id], { Value: { Ref: id } });
  }
});

test('cross-zone balancing and deletion protection are as the spec says', async t => {
  for (const value of [true, false]) {
    const stack = await renderedStack(withApi({ crossZone: value, deletionProtection: value }), 'tccp');
    t.deepEqual(attributesOf(stack, 'InternalApiLoadBalancer', 'LoadBalancerAttributes'), {
      'load_balancing.cross_zone.enabled': String(value),
      'deletion_protection.enabled': String(value),
    });
  }
});

test('nothing has a literal name, so that everything can be replaced', async t => {
  const stack = await renderedStack(withApi({ public: { allow: ['0.0.0.0/0'] } }), 'tccp');
  const named = Object.entries(stack.template.Resources).filter(
    ([, { Type, Properties }]) => Type.startsWith('AWS::ElasticLoadBalancingV2::') && Properties?.Name !== undefined,
  );
  t.deepEqual(named, []);
});

test('the internal one lets in masters, nodes, the management network and whom the spec allows', async t => {
  t.deepEqual(await sourcesOf(withApi({ internal: { allow: ['192.168.7.0/24'] } }), 'InternalApi'), [
    'InternalApiIngressFrom10x0x0x0x16',
    'InternalApiIngressFrom192x168x7x0x24',
    'InternalApiIngressFromMasters',
    'InternalApiIngressFromNodes',
  ]);
  t.deepEqual(await sourcesOf(withApi({}, { connect: undefined }), 'InternalApi'), [
    'InternalApiIngressFromMasters',
    'InternalApiIngressFromNodes',
  ]);
});

test('the public one lets in whom the spec allows and the management network’s own addresses', async t => {
  const connect = { ...network, egressAddresses: ['198.51.100.7/32'] };
  const api = { public: { allow: ['203.0.113.0/24'] } };
  t.deepEqual(await sourcesOf(withApi(api, { connect }), 'PublicApi'), [
    'PublicApiIngressFrom198x51x100x7x32',
    'PublicApiIngressFrom203x0x113x0x24',
  ]);
});

test('a block that is allowed and the management network’s is one rule, not two', async t => {
  const sources = await sourcesOf(withApi({ internal: { allow: ['10.0.0.0/16'] } }), 'InternalApiIngressFrom10');
  t.deepEqual(sources, ['InternalApiIngressFrom10x0x0x0x16']);
});

const allowing = (...allow: string[]) => renderedStack(withApi({ public: { allow } }), 'tccp');

test('another allow list adds and removes rules, and touches nothing else', async t => {
  const before = await allowing('203.0.113.0/24', '203.0.114.0/24');
  const after = await allowing('192.0.2.0/24', '203.0.114.0/24');
  const differing = [before, after].map((one, index, both) =>
    Object.keys(one.template.Resources).filter(id => !(id in (both[1 - index]?.template.Resources ?? {}))),
  );
  t.deepEqual(differing, [['PublicApiIngressFrom203x0x113x0x24'], ['PublicApiIngressFrom192x0x2x0x24']]);
  for (const id of Object.keys(before.template.Resources).filter(id => id in after.template.Resources)) {
    t.deepEqual(resource(after, id), resource(before, id));
  }
});

test('plans can point from a rule to the line of the list', async t => {
  const { sources } = await renderedStack(cluster('prod-a'), 'tccp');
  t.is(
    sources.get('/Resources/PublicApiIngressFrom203x0x113x0x24/Properties/CidrIp')?.file,
    'clusters/prod-a/cluster.yaml',
  );
});
