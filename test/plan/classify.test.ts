import test from 'ava';
import { decodeChanges } from '../../src/cfn/change-set.js';
import type { RawDetail } from '../../src/cfn/raw-change.js';
import type { CfnTemplate } from '../../src/model/artifact.js';
import type { StackKind } from '../../src/model/stack-kind.js';
import { worstClass } from '../../src/plan/change-class.js';
import { classify } from '../../src/plan/classify.js';

interface Case {
  readonly action?: string;
  readonly type: string;
  readonly replacement?: string;
  readonly details?: readonly RawDetail[];
  readonly kind?: StackKind;
  readonly masters?: number;
  readonly resource?: Record<string, unknown>;
}

function classOf({
  action = 'Modify',
  type,
  replacement,
  details = [],
  kind = 'tccp',
  masters = 3,
  resource = {},
}: Case) {
  const ResourceChange = {
    Action: action,
    LogicalResourceId: 'It',
    ResourceType: type,
    Replacement: replacement,
    Details: details,
  };
  const [change] = decodeChanges([{ ResourceChange }]);
  if (change === undefined) throw new Error('no change');
  const template: CfnTemplate = { Resources: action === 'Remove' ? {} : { It: { Type: type, ...resource } } };
  return classify(change, { kind, template, masters });
}

const property = (name: string, recreation = 'Never', after?: string): RawDetail => ({
  Target: {
    Attribute: 'Properties',
    Name: name,
    Path: `/Properties/${name}`,
    RequiresRecreation: recreation,
    AfterValue: after,
  },
});
const group = 'AWS::AutoScaling::AutoScalingGroup';
const rolling = { UpdatePolicy: { AutoScalingRollingUpdate: { MaxBatchSize: 1 } } };
const rollGroup = { type: group, replacement: 'False', resource: rolling } as const;

test('a resource added to a stack that exists is in-place', t => {
  t.is(classOf({ action: 'Add', type: 'AWS::EC2::Subnet' }), 'in-place');
});

test('a master added to a stack that exists is interrupting, because it changes the quorum of etcd', t => {
  t.is(classOf({ action: 'Add', type: group, kind: 'tccpn' }), 'interrupting');
});

test('a resource that goes is a deletion, of state if it holds some', t => {
  t.is(classOf({ action: 'Remove', type: 'AWS::EC2::SecurityGroupIngress' }), 'delete');
  t.is(classOf({ action: 'Remove', type: 'AWS::EC2::Volume' }), 'delete-stateful');
  t.is(classOf({ action: 'Remove', type: 'AWS::IAM::Role' }), 'delete-stateful');
});

test('a replacement is interrupting, and worse for what holds state', t => {
  t.is(classOf({ type: 'AWS::EC2::SecurityGroupIngress', replacement: 'True' }), 'interrupting');
  t.is(classOf({ type: 'AWS::EC2::VPC', replacement: 'True' }), 'replace-stateful');
});

test('a named IAM role holds an identity, an unnamed one does not', t => {
  const replaced = { type: 'AWS::IAM::Role', replacement: 'True' };
  t.is(classOf({ ...replaced, resource: { Properties: { RoleName: 'peering' } } }), 'replace-stateful');
  t.is(classOf({ ...replaced, resource: { Properties: {} } }), 'interrupting');
});

test('what may be a replacement counts as one', t => {
  t.is(classOf({ type: 'AWS::EC2::Subnet', replacement: 'Conditional' }), 'replace-stateful');
  t.is(classOf({ type: 'AWS::EC2::Subnet' }), 'replace-stateful');
  const later = property('VpcId', 'Always', '{{changeSet:KNOWN_AFTER_APPLY}}');
  t.is(classOf({ type: 'AWS::EC2::Subnet', replacement: 'False', details: [later] }), 'replace-stateful');
  t.is(
    classOf({ type: 'AWS::EC2::Subnet', replacement: 'False', details: [property('X', 'Conditionally')] }),
    'replace-stateful',
  );
});

const subnetChange = (Replacement: string, Details: readonly RawDetail[]) => ({
  ResourceChange: {
    Action: 'Modify',
    LogicalResourceId: 'It',
    ResourceType: 'AWS::EC2::Subnet',
    Replacement,
    Details,
  },
});

test('a replacement that only the answer without property values tells of counts', t => {
  const later = property('VpcId', 'Always');
  const template: CfnTemplate = { Resources: { It: { Type: 'AWS::EC2::Subnet' } } };
  const classes = decodeChanges([subnetChange('False', [property('Tags')]), subnetChange('Conditional', [later])]).map(
    change => classify(change, { kind: 'tccp', template, masters: 3 }),
  );
  t.deepEqual(classes, ['replace-stateful']);
});

test('an action that is unknown counts as a replacement', t => {
  t.is(classOf({ action: 'Dynamic', type: 'AWS::EC2::Volume' }), 'replace-stateful');
  t.is(classOf({ action: 'Teleport', type: 'AWS::EC2::Route' }), 'interrupting');
});

test('our corrections of the resource specification count although AWS says False', t => {
  const encrypted = { type: 'AWS::EC2::Volume', replacement: 'False', details: [property('Encrypted')] };
  t.is(classOf(encrypted), 'replace-stateful');
  t.is(classOf({ ...encrypted, details: [property('Size')] }), 'in-place');
});

test('limits of an auto scaling group change in place, what its nodes are rolls them', t => {
  t.is(classOf({ ...rollGroup, details: [property('MaxSize')], kind: 'tcnp' }), 'in-place');
  t.is(classOf({ ...rollGroup, details: [property('MixedInstancesPolicy')], kind: 'tcnp' }), 'roll');
  t.is(classOf({ ...rollGroup, details: [property('VPCZoneIdentifier')], kind: 'tcnp' }), 'roll');
});

test('a new version of the launch template that is known after apply rolls', t => {
  const details: RawDetail[] = [
    {
      Target: {
        Attribute: 'Properties',
        Name: 'MixedInstancesPolicy',
        Path: '/Properties/MixedInstancesPolicy/LaunchTemplate/LaunchTemplateSpecification/Version',
        RequiresRecreation: 'Never',
        BeforeValue: '1',
        AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}',
      },
    },
  ];
  t.is(classOf({ ...rollGroup, details, kind: 'tcnp' }), 'roll');
});

test('rolling the only master is interrupting, one of three rolls', t => {
  const roll = { ...rollGroup, details: [property('LaunchTemplate')], kind: 'tccpn' } as const;
  t.is(classOf({ ...roll, masters: 1 }), 'interrupting');
  t.is(classOf({ ...roll, masters: 3 }), 'roll');
});

test('without an update policy nothing rolls', t => {
  t.is(classOf({ type: group, replacement: 'False', details: [property('LaunchTemplate')] }), 'in-place');
});

test('a change of a group that tells no property may be one that rolls', t => {
  t.is(classOf({ ...rollGroup, kind: 'tcnp' }), 'roll');
});

test('changes that cut traffic are interrupting although nothing is replaced', t => {
  const route = { type: 'AWS::EC2::Route', replacement: 'False', details: [property('GatewayId')] };
  const balancer = { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', replacement: 'False' };
  t.is(classOf(route), 'interrupting');
  t.is(classOf({ ...balancer, details: [property('Subnets')] }), 'interrupting');
  t.is(classOf({ ...balancer, details: [property('LoadBalancerAttributes')] }), 'in-place');
});

test('tags change in place', t => {
  const tags: RawDetail = { Target: { Attribute: 'Tags', RequiresRecreation: 'Never' } };
  t.is(classOf({ type: 'AWS::EC2::VPC', replacement: 'False', details: [tags] }), 'in-place');
});

test('the class of a step is the worst of its changes', t => {
  t.is(worstClass(['in-place', 'replace-stateful', 'roll']), 'replace-stateful');
  t.is(worstClass(['in-place', 'roll']), 'roll');
  t.is(worstClass([]), undefined);
});
