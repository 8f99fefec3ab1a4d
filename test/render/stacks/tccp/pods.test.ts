import test from 'ava';
import { cluster } from '../../example-fleet.js';
import { idsOf, propertiesOf, renderedStack, resource } from '../../rendered.js';

const { network } = cluster('prod-a');
const podCidrs = ['100.64.0.0/19', '100.64.32.0/19', '100.64.64.0/19'];
const inVpc = cluster('prod-a', {
  network: { ...network, zones: network.zones.map((zone, index) => ({ ...zone, podCidr: podCidrs[index] })) },
});

/** Value of the tag by which pod networks find their subnets. */
const cniTag = (properties: unknown) =>
  (properties as { Tags: readonly { Key: string; Value: string }[] }).Tags.find(
    ({ Key }) => Key === 'kubernetes.io/role/cni',
  )?.Value;

test('pods with addresses of the VPC have a block of it, and in each zone a subnet that their network finds', async t => {
  const stack = await renderedStack(inVpc, 'tccp');
  t.deepEqual(resource(stack, 'PodCidrBlock').Properties, { VpcId: { Ref: 'Vpc' }, CidrBlock: '100.64.0.0/16' });
  t.like(resource(stack, 'PodSubnetEuCentral1b'), {
    DependsOn: 'PodCidrBlock',
    Properties: { AvailabilityZone: 'eu-central-1b', CidrBlock: '100.64.32.0/19', MapPublicIpOnLaunch: false },
  });
  t.is(cniTag(propertiesOf(stack, 'PodSubnetEuCentral1b')), '1');
});

test('pods leave their zone as its nodes do', async t => {
  const stack = await renderedStack(inVpc, 'tccp');
  for (const zone of ['EuCentral1a', 'EuCentral1b', 'EuCentral1c']) {
    t.deepEqual(resource(stack, `PodSubnetRouteTableAssociation${zone}`).Properties, {
      SubnetId: { Ref: `PodSubnet${zone}` },
      RouteTableId: { Ref: `PrivateRouteTable${zone}` },
    });
  }
});

test('subnets of masters and pools keep their addresses for nodes', async t => {
  t.is(cniTag(propertiesOf(await renderedStack(inVpc, 'tccp'), 'PrivateSubnetEuCentral1a')), '0');
  t.is(cniTag(propertiesOf(await renderedStack(inVpc, 'tcnp-workers'), 'SubnetEuCentral1a')), '0');
});

test('pods with a network of their own need nothing of the VPC', async t => {
  const overlay = cluster('prod-a', { network: { ...network, cni: { ...network.cni, plugin: 'cilium' } } });
  const stack = await renderedStack(overlay, 'tccp');
  t.deepEqual(idsOf(stack, 'AWS::EC2::VPCCidrBlock'), []);
  t.is(idsOf(stack, 'AWS::EC2::Subnet').length, 6);
  t.is(cniTag(propertiesOf(stack, 'PrivateSubnetEuCentral1a')), undefined);
  t.is(cniTag(propertiesOf(await renderedStack(overlay, 'tcnp-workers'), 'SubnetEuCentral1a')), undefined);
});

const translating = (externalSnat: boolean) =>
  renderedStack({ ...inVpc, network: { ...inVpc.network, cni: { ...network.cni, externalSnat } } }, 'tccp');

test('who translates pods’ addresses is nothing to the network', async t => {
  t.is((await translating(true)).body, (await translating(false)).body);
});

test('plans can point to the zone that says a pod subnet’s block', async t => {
  const { sources } = await renderedStack(inVpc, 'tccp');
  t.is(sources.get('/Resources/PodSubnetEuCentral1a/Properties/CidrBlock')?.file, 'clusters/prod-a/cluster.yaml');
});
