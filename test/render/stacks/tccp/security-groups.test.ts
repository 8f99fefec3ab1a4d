import test from 'ava';
import type { StackArtifact } from '../../../../src/model/artifact.js';
import { clusterDefaults } from '../../../../src/model/defaults.js';
import type { Cluster } from '../../../../src/model/fleet.js';
import { cluster } from '../../example-fleet.js';
import { idsOf, propertiesOf, renderedStack, resource } from '../../rendered.js';

const { network } = cluster('prod-a');
const withAccess = (access: Partial<Cluster['network']['managementAccess']>) =>
  cluster('prod-a', {
    network: { ...network, managementAccess: { ssh: false, metrics: false, etcd: false, ...access } },
  });
const withCni = (cni: Partial<Cluster['network']['cni']>) =>
  cluster('prod-a', { network: { ...network, cni: { ...network.cni, ...cni } } });

interface Rule {
  readonly GroupId: { readonly Ref: string };
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly CidrIp?: string;
  readonly SourceSecurityGroupId?: { readonly Ref: string };
}

/** `tcp 443 from InternalApiSecurityGroup`, of all rules for what comes into a group. */
function ingress(stack: StackArtifact, group: string): readonly string[] {
  return idsOf(stack, 'AWS::EC2::SecurityGroupIngress')
    .map(id => propertiesOf(stack, id) as Rule)
    .filter(({ GroupId }) => GroupId.Ref === group)
    .map(({ IpProtocol, FromPort, CidrIp, SourceSecurityGroupId }) => {
      const what = IpProtocol === '-1' ? 'all' : `${IpProtocol} ${FromPort}`;
      return `${what} from ${CidrIp ?? SourceSecurityGroupId?.Ref}`;
    })
    .toSorted();
}

const mastersAlways = [
  'all from MasterSecurityGroup',
  'tcp 10250 from NodeSecurityGroup',
  'tcp 443 from InternalApiSecurityGroup',
  'tcp 443 from NodeSecurityGroup',
  'tcp 443 from PublicApiSecurityGroup',
  'tcp 53 from NodeSecurityGroup',
  'udp 53 from NodeSecurityGroup',
];
const nodesAlways = ['all from MasterSecurityGroup', 'all from NodeSecurityGroup'];
const management = '10.0.0.0/16';

test('masters are reached by their load balancers, nodes and each other', async t => {
  const stack = await renderedStack(withAccess({}), 'tccp');
  t.deepEqual(ingress(stack, 'MasterSecurityGroup'), mastersAlways);
  t.deepEqual(ingress(stack, 'NodeSecurityGroup'), nodesAlways);
});

test('the management network reaches what the spec says, and etcd only on request', async t => {
  const ssh = await renderedStack(withAccess({ ssh: true }), 'tccp');
  t.deepEqual(ingress(ssh, 'MasterSecurityGroup'), [...mastersAlways, `tcp 22 from ${management}`].toSorted());
  t.deepEqual(ingress(ssh, 'NodeSecurityGroup'), [...nodesAlways, `tcp 22 from ${management}`].toSorted());

  const metrics = await renderedStack(withAccess({ metrics: true }), 'tccp');
  t.deepEqual(
    ingress(metrics, 'MasterSecurityGroup'),
    [...mastersAlways, ...[10250, 10257, 10259].map(port => `tcp ${port} from ${management}`)].toSorted(),
  );
  t.deepEqual(ingress(metrics, 'NodeSecurityGroup'), [...nodesAlways, `tcp 10250 from ${management}`].toSorted());

  const etcd = await renderedStack(withAccess({ etcd: true }), 'tccp');
  t.deepEqual(ingress(etcd, 'MasterSecurityGroup'), [...mastersAlways, `tcp 2379 from ${management}`].toSorted());
  t.deepEqual(ingress(etcd, 'NodeSecurityGroup'), nodesAlways);
});

const ciliumRules = async (cni: Partial<Cluster['network']['cni']>) =>
  ingress(await renderedStack(withCni(cni), 'tccp'), 'MasterSecurityGroup').filter(rule => /4240|8472/.test(rule));

test('Cilium’s overlay and health checks reach masters where there are any', async t => {
  const health = 'tcp 4240 from NodeSecurityGroup';
  const overlay = 'udp 8472 from NodeSecurityGroup';
  t.deepEqual(await ciliumRules({ plugin: 'aws-vpc' }), []);
  t.deepEqual(await ciliumRules({ plugin: 'cilium', mode: 'overlay' }), [health, overlay]);
  t.deepEqual(await ciliumRules({ plugin: 'cilium', mode: 'eni' }), [health]);
});

test('security groups hold no rules: each rule is a resource of its own, one of them for what goes out', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  const groups = idsOf(stack, 'AWS::EC2::SecurityGroup');
  t.deepEqual(groups, [
    'MasterSecurityGroup',
    'NodeSecurityGroup',
    'InternalApiSecurityGroup',
    'PublicApiSecurityGroup',
  ]);
  const egress = idsOf(stack, 'AWS::EC2::SecurityGroupEgress').map(id => resource(stack, id).Properties?.GroupId);
  for (const id of groups) {
    t.deepEqual(Object.keys(resource(stack, id).Properties ?? {}), ['GroupDescription', 'VpcId', 'Tags']);
    t.true(
      egress.some(group => JSON.stringify(group) === JSON.stringify({ Ref: id })),
      id,
    );
  }
});

test('load balancers send to masters alone, and the VPC’s default group nowhere', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  for (const side of ['Internal', 'Public']) {
    t.like(resource(stack, `${side}ApiEgress`).Properties, {
      DestinationSecurityGroupId: { Ref: 'MasterSecurityGroup' },
      FromPort: 443,
      ToPort: 443,
    });
  }
  t.is(resource(stack, 'DefaultSecurityGroupEgress').Properties?.CidrIp, '127.0.0.1/32');
});

const open = (stack: StackArtifact) =>
  idsOf(stack, 'AWS::EC2::SecurityGroupIngress').filter(id => resource(stack, id).Properties?.CidrIp === '0.0.0.0/0');

test('nothing is open to the world unless the spec opens the API', async t => {
  t.deepEqual(open(await renderedStack(cluster('prod-a'), 'tccp')), []);
  const everybody = { ...clusterDefaults.api, public: { allow: ['0.0.0.0/0'] } };
  t.deepEqual(open(await renderedStack(cluster('prod-a', { api: everybody }), 'tccp')), [
    'PublicApiIngressFrom0x0x0x0x0',
  ]);
});

test('the cluster’s tag, by which Kubernetes finds a node’s group, is on the groups of masters and nodes alone', async t => {
  const stack = await renderedStack(cluster('prod-a'), 'tccp');
  const tagged = idsOf(stack, 'AWS::EC2::SecurityGroup').filter(id =>
    JSON.stringify(resource(stack, id).Properties?.Tags).includes('kubernetes.io/cluster/'),
  );
  t.deepEqual(tagged, ['MasterSecurityGroup', 'NodeSecurityGroup']);
});
