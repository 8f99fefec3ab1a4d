import test from 'ava';
import type { Cluster } from '../../../../src/model/fleet.js';
import { cluster } from '../../example-fleet.js';
import { get, idsOf, renderedStack, resource } from '../../rendered.js';

const { network, controlPlane } = cluster('prod-a');
const withNat = (nat: Cluster['network']['nat'], changes: Partial<Cluster> = {}) =>
  cluster('prod-a', { network: { ...network, nat }, ...changes });
const zoneParts = ['EuCentral1a', 'EuCentral1b', 'EuCentral1c'];

test('per zone: each zone has an address and a gateway in its public subnet, and routes to its own', async t => {
  const stack = await renderedStack(withNat('per-zone'), 'tccp');
  for (const zone of zoneParts) {
    t.is(resource(stack, `NatAddress${zone}`).Properties?.Domain, 'vpc');
    t.like(resource(stack, `NatGateway${zone}`), {
      DependsOn: 'PublicDefaultRoute',
      Properties: { SubnetId: { Ref: `PublicSubnet${zone}` }, AllocationId: get(`NatAddress${zone}`, 'AllocationId') },
    });
    t.deepEqual(resource(stack, `NatRoute${zone}`).Properties, {
      RouteTableId: { Ref: `PrivateRouteTable${zone}` },
      DestinationCidrBlock: '0.0.0.0/0',
      NatGatewayId: { Ref: `NatGateway${zone}` },
    });
  }
});

test('single: the gateway of the first master’s zone is everybody’s', async t => {
  const stack = await renderedStack(
    withNat('single', {
      controlPlane: { ...controlPlane, zones: ['eu-central-1b', 'eu-central-1a', 'eu-central-1c'] },
    }),
    'tccp',
  );
  t.deepEqual(idsOf(stack, 'AWS::EC2::NatGateway'), ['NatGatewayEuCentral1b']);
  t.deepEqual(idsOf(stack, 'AWS::EC2::EIP'), ['NatAddressEuCentral1b']);
  for (const zone of zoneParts) {
    t.like(resource(stack, `NatRoute${zone}`).Properties, { NatGatewayId: { Ref: 'NatGatewayEuCentral1b' } });
  }
});

test('single: a zone that comes before the others moves no gateway and no address', async t => {
  const [first, ...others] = network.zones;
  const single = { replicas: 1, zones: ['eu-central-1b'] } as const;
  const inZones = (zones: typeof network.zones) =>
    renderedStack(
      cluster('prod-a', {
        network: { ...network, nat: 'single', zones },
        controlPlane: { ...controlPlane, ...single },
      }),
      'tccp',
    );
  t.is(first?.name, 'eu-central-1a');
  const before = await inZones(others);
  const after = await inZones(network.zones);
  for (const id of ['NatGatewayEuCentral1b', 'NatAddressEuCentral1b', 'NatRouteEuCentral1c']) {
    t.deepEqual(resource(after, id), resource(before, id));
  }
  t.is(idsOf(after, 'AWS::EC2::NatGateway').length, 1);
});

test('from one gateway per zone to a single one, that one stays', async t => {
  const before = await renderedStack(withNat('per-zone'), 'tccp');
  const after = await renderedStack(withNat('single'), 'tccp');
  for (const id of [...idsOf(after, 'AWS::EC2::NatGateway'), ...idsOf(after, 'AWS::EC2::EIP')]) {
    t.deepEqual(resource(after, id), resource(before, id));
  }
});

test('none: nothing leads from private subnets to the internet', async t => {
  const stack = await renderedStack(withNat('none'), 'tccp');
  t.deepEqual(
    Object.keys(stack.template.Resources).filter(id => id.startsWith('Nat')),
    [],
  );
});

test('addresses are told, for others’ allow lists', async t => {
  const { template } = await renderedStack(withNat('single'), 'tccp');
  t.deepEqual(template.Outputs?.NatAddressEuCentral1a, { Value: { Ref: 'NatAddressEuCentral1a' } });
  t.false('NatAddressEuCentral1b' in (template.Outputs ?? {}));
});
