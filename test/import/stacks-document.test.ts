import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { loadFleet } from '../../src/fleet/load.js';
import { workingTree } from '../../src/git/working-tree.js';
import { render } from '../../src/render/render.js';
import { projectRoot } from '../cli/process.js';

const text = readFileSync(join(projectRoot, 'docs/from-aws-operator.md'), 'utf8');
const rows = text
  .slice(text.indexOf('## The stacks, resource by resource'))
  .split('\n')
  .filter(line => /^\| (tc|by)/.test(line))
  .map(line => line.split(' | ').map(cell => cell.replace(/^\| | \|$/g, '')));

test('every type of resource that the document claims is rendered in that stack', async t => {
  const claimed = new Set(
    rows.flatMap(([, , ours = '']) =>
      [...ours.matchAll(/`(\w+)`: `(AWS::[\w:]+)`/g)].map(match => `${match[1]} ${match[2]}`),
    ),
  );
  t.true(claimed.size > 30);
  const rendered = await renderedTypes();
  t.deepEqual(
    [...claimed].filter(claim => !rendered.has(claim)),
    [],
  );
});

test('a resource of the predecessor that has no successor has a reason', t => {
  t.deepEqual(
    rows.filter(([, , ours, why]) => ours === '–' && (why ?? '').length < 10),
    [],
  );
  t.true(rows.some(([, , ours]) => ours === '–'));
});

/** Logical ids of the predecessor's stacks, without what depends on zones and numbers. */
const theirs: Readonly<Record<string, readonly string[]>> = {
  tccpi: ['PeerRole'],
  tccp: [
    'VPC',
    'VPCCIDRBlockAWSCNI',
    'VPCPeeringConnection',
    'VPCS3Endpoint',
    'InternetGateway',
    'VPCGatewayAttachment',
    'PublicInternetGatewayRoute<AZ>',
    'PublicRouteTable<AZ>',
    'PrivateRouteTable<AZ>',
    'VPCPeeringRoute<AZ>',
    'AWSCNIRouteTable<AZ>',
    'NATEIP<AZ>',
    'NATGateway<AZ>',
    'NATRoute<AZ>',
    'AWSCNINATRoute<AZ>',
    'PublicSubnet<AZ>',
    'PrivateSubnet<AZ>',
    'AWSCNISubnet<AZ>',
    'ApiInternalLoadBalancer',
    'ApiLoadBalancer',
    'EtcdLoadBalancer',
    'HostedZone',
    'InternalHostedZone',
    'ApiRecordSet',
    'ApiPublicInternalRecordSet',
    'ApiPrivateInternalRecordSet',
    'EtcdInternalRecordSet',
    'EtcdRecordSet',
    'IngressWildcardRecordSet',
    'IngressWildcardInternalRecordSet',
    'MasterSecurityGroup',
    'EtcdELBSecurityGroup',
    'APIInternalELBSecurityGroup',
    'AWSCNISecurityGroup',
    'PodsIngressRuleFromMAsters',
    'PodsAllowPodsCNIIngressRule',
    'MasterAllowCalicoIngressRule',
    'MasterAllowAPIInternalELBHealthCheck',
    'MasterAllowPodsCNIIngressRule',
    'MasterAllowEtcdIngressRule',
    'VPCDefaultSecurityGroupEgress',
  ],
  tccpf: ['GuestNSRecordSet', 'TenantAPIServerRecordSet', 'TenantIngressRecordSet', 'PrivateRoute<i>'],
  tccpn: [
    'ControlPlaneNodeAutoScalingGroup<n>',
    'MasterEni<n>',
    'EtcdVolume<n>',
    'ControlPlaneNodeLaunchTemplate<n>',
    'ControlPlaneRecordSet<n>',
    'ControlPlaneNodesRole',
    'ControlPlaneNodesRolePolicy',
    'ControlPlaneNodesInstanceProfile',
    'IAMManagerRole',
    'IAMManagerRolePolicy',
    'ALBControllerRole',
    'ALBControllerRolePolicy',
    'Route53ManagerRole',
  ],
  tcnp: [
    'VpcCidrBlock',
    'VPCS3Endpoint',
    'VPCPeeringRoute<AZ>',
    'PrivateRouteTable<AZ>',
    'NATRoute<AZ>',
    'PrivateSubnet<AZ>',
    'PrivateSubnetRouteTableAssociation<AZ>',
    'GeneralSecurityGroup',
    'GeneralInternalAPIIngressRule',
    'GeneralMasterIngressRule',
    'PodsIngressRuleFromWorkers',
    'PodsIngressRule',
    'InternalIngressRule',
    'MasterGeneralIngressRule',
    'NodePoolToNodePoolRule<SgId>',
    'NodePoolRole',
    'NodePoolRolePolicy',
    'NodePoolInstanceProfile',
    'NodePoolLaunchTemplate',
    'NodePoolAutoScalingGroup',
  ],
  tcnpf: ['VPCPeeringRoute<AZ><CpRouteTableName>'],
};

test('every resource of the predecessor has a row', t => {
  for (const [stack, ids] of Object.entries(theirs)) {
    const named = rows
      .filter(([first]) => first === stack)
      .flatMap(([, what = '']) => [...what.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? ''));
    t.deepEqual(
      ids.filter(id => !named.includes(id)),
      [],
      stack,
    );
  }
});

/** `tccp AWS::EC2::VPC` of all fleets that the tests have, one of which has everything on. */
async function renderedTypes(): Promise<Set<string>> {
  const types = new Set<string>();
  const folder = join(projectRoot, 'test/fleets');
  for (const name of readdirSync(folder)) {
    const { fleet } = await loadFleet(workingTree(join(folder, name)));
    if (fleet === undefined) continue;
    for (const { kind, template } of (await render(fleet)).stacks) {
      for (const { Type } of Object.values(template.Resources)) types.add(`${kind} ${Type}`);
    }
  }
  return types;
}
