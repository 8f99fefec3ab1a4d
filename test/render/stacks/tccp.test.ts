import test from 'ava';
import { isFixedAttribute } from '../../../src/cfn/fixed-attributes.js';
import { loadSpecification } from '../../../src/cfn/specification.js';
import { render } from '../../../src/render/render.js';
import { cluster, fleet, network } from '../example-fleet.js';
import { idsOf, renderedStack, resource } from '../rendered.js';

const withoutPeering = cluster('dev-b', { connect: undefined });

test('each zone gets the lower half of its block as public subnet and the upper half as private one', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  t.like(resource(stack, 'PublicSubnetEuCentral1b').Properties, {
    AvailabilityZone: 'eu-central-1b',
    CidrBlock: '10.64.2.0/24',
    MapPublicIpOnLaunch: false,
  });
  t.like(resource(stack, 'PrivateSubnetEuCentral1b').Properties, {
    AvailabilityZone: 'eu-central-1b',
    CidrBlock: '10.64.3.0/24',
    MapPublicIpOnLaunch: false,
  });
});

test('public subnets lead to the internet gateway, and each private one has a route table of its own', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  t.like(resource(stack, 'PublicDefaultRoute'), {
    DependsOn: 'InternetGatewayAttachment',
    Properties: { RouteTableId: { Ref: 'PublicRouteTable' }, GatewayId: { Ref: 'InternetGateway' } },
  });
  for (const zone of ['EuCentral1a', 'EuCentral1b', 'EuCentral1c']) {
    t.deepEqual(resource(stack, `PublicSubnetRouteTableAssociation${zone}`).Properties, {
      SubnetId: { Ref: `PublicSubnet${zone}` },
      RouteTableId: { Ref: 'PublicRouteTable' },
    });
    t.deepEqual(resource(stack, `PrivateSubnetRouteTableAssociation${zone}`).Properties, {
      SubnetId: { Ref: `PrivateSubnet${zone}` },
      RouteTableId: { Ref: `PrivateRouteTable${zone}` },
    });
  }
});

test('the peering names its role literally, waits for it, and every private table routes over it', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  t.deepEqual(stack.after, ['prod-a/tccpi']);
  t.like(resource(stack, 'Peering').Properties, {
    PeerVpcId: 'vpc-0a1b2c3d4e5f60718',
    PeerOwnerId: '999988887777',
    PeerRoleArn: 'arn:aws:iam::999988887777:role/gauss-prod-a-peering',
  });
  t.is(idsOf(stack, 'AWS::EC2::Route').filter(id => id.startsWith('PeeringRoute')).length, 3);
  t.deepEqual(resource(stack, 'PeeringRouteEuCentral1c').Properties, {
    RouteTableId: { Ref: 'PrivateRouteTableEuCentral1c' },
    DestinationCidrBlock: '10.0.0.0/16',
    VpcPeeringConnectionId: { Ref: 'Peering' },
  });
});

test('in another partition the role has that partition’s ARN', async t => {
  const china = { ...network, region: 'cn-north-1' };
  const release = cluster('x').release;
  const amis = { 'cn-north-1': release.flatcar.amis['eu-central-1'] ?? {} };
  const { account } = cluster('x');
  const service = account.roles.service.replace('arn:aws:', 'arn:aws-cn:');
  const stack = await renderedStack(
    cluster('prod-a', {
      account: { ...account, roles: { ...account.roles, service } },
      region: 'cn-north-1',
      connect: china,
      release: { ...release, flatcar: { ...release.flatcar, amis } },
    }),
    'tccp',
  );
  t.like(resource(stack, 'Peering').Properties, {
    PeerRoleArn: 'arn:aws-cn:iam::999988887777:role/gauss-prod-a-peering',
  });
});

test('connected to nothing, there is no peering, no route to it and nobody’s SSH', async t => {
  const stack = await renderedStack(withoutPeering, 'tccp');
  t.deepEqual(stack.after, []);
  t.deepEqual(
    Object.keys(stack.template.Resources).filter(id => /Peering|Ssh/.test(id)),
    [],
  );
  t.false('PeeringId' in (stack.template.Outputs ?? {}));
});

test('plans can point from a property to the spec', async t => {
  const { sources } = await renderedStack(cluster('prod-a'), 'tccp');
  t.deepEqual(sources.get('/Resources/Vpc/Properties/CidrBlock'), {
    file: 'clusters/prod-a/cluster.yaml',
    line: 2,
    column: 3,
  });
});

test('a change of a tag cannot look like a replacement: create-only properties take only attributes that stay', async t => {
  const { stacks } = await render(fleet(cluster('prod-a')));
  const specification = await loadSpecification();
  for (const { id, template } of stacks) {
    const open = Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties = {} }]) =>
      Object.entries(Properties)
        .filter(([name]) => specification.resourceType(Type)?.properties[name]?.requiresRecreation !== 'Never')
        .flatMap(([name, value]) => attributesIn(value).map(taken => ({ property: `${logicalId}.${name}`, ...taken })))
        .filter(({ from, attribute }) => !isFixedAttribute(template.Resources[from]?.Type ?? '', attribute)),
    );
    t.deepEqual(open, [], id);
  }
});

function attributesIn(value: unknown): readonly { readonly from: string; readonly attribute: string }[] {
  return [...JSON.stringify(value).matchAll(/"Fn::GetAtt":\["(\w+)","(\w+)"\]/g)].map(
    ([, from = '', attribute = '']) => ({ from, attribute }),
  );
}
