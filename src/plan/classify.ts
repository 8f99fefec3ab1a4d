import type { CfnChange, CfnPropertyChange } from '../cfn/change-set.js';
import { overridesOf } from '../cfn/overrides.js';
import { isStateful } from '../cfn/stateful.js';
import type { CfnTemplate } from '../model/artifact.js';
import type { StackKind } from '../model/stack-kind.js';
import type { ChangeClass } from './change-class.js';

/** What classifying needs to know about the stack besides its changes. */
export interface ChangedStack {
  readonly kind: StackKind;
  /** As it shall be. */
  readonly template: CfnTemplate;
  /** Number of masters of the cluster; undefined for the fleet's store. */
  readonly masters: number | undefined;
}

/** Class of a change of one resource of a stack that exists. What is uncertain counts as the worse case. */
export function classify(change: CfnChange, stack: ChangedStack): ChangeClass {
  const resource = stack.template.Resources[change.logicalId];
  const stateful = isStateful(change.type, resource);
  switch (change.action) {
    case 'add':
      return addition(change, stack);
    case 'remove':
      return stateful ? 'delete-stateful' : 'delete';
    case 'sync':
      return 'in-place';
    case 'import':
      return 'interrupting';
    case 'dynamic':
      return stateful ? 'replace-stateful' : 'interrupting';
    case 'modify':
      if (mayReplace(change)) return stateful ? 'replace-stateful' : 'interrupting';
      return rolls(change, stack) ? rollClass(stack) : inPlaceClass(change);
  }
}

/** Another master is another etcd member: that changes the quorum of a running cluster. */
function addition(change: CfnChange, stack: ChangedStack): ChangeClass {
  return stack.kind === 'tccpn' && change.type === autoScalingGroup ? 'interrupting' : 'in-place';
}

function mayReplace(change: CfnChange): boolean {
  if (change.replacement !== 'never') return true;
  const overrides = overridesOf(change.type);
  return change.properties.some(property => {
    if (property.recreation !== 'Never') return true;
    const name = propertyName(property);
    return name !== undefined && overrides[name] !== undefined && overrides[name].requiresRecreation !== 'Never';
  });
}

/** Name of the top-level property; undefined for tags, metadata and policies. */
function propertyName({ path }: CfnPropertyChange): string | undefined {
  return path[0] === 'Properties' ? path[1] : undefined;
}

const autoScalingGroup = 'AWS::AutoScaling::AutoScalingGroup';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html */
const rollingProperties: ReadonlySet<string | undefined> = new Set([
  'LaunchConfigurationName',
  'LaunchTemplate',
  'MixedInstancesPolicy',
  'VPCZoneIdentifier',
]);

/** With an update policy CloudFormation replaces the instances itself; a change that names no property may be any. */
function rolls(change: CfnChange, stack: ChangedStack): boolean {
  if (change.type !== autoScalingGroup) return false;
  if (stack.template.Resources[change.logicalId]?.UpdatePolicy === undefined) return false;
  return (
    change.properties.length === 0 || change.properties.some(property => rollingProperties.has(propertyName(property)))
  );
}

function rollClass(stack: ChangedStack): ChangeClass {
  return stack.kind === 'tccpn' && stack.masters !== 3 ? 'interrupting' : 'roll';
}

/** Changes that replace nothing and still cut traffic. */
const interruptingProperties: Readonly<Record<string, readonly string[] | 'any'>> = {
  'AWS::EC2::Route': 'any',
  'AWS::EC2::SubnetRouteTableAssociation': 'any',
  'AWS::EC2::VPCGatewayAttachment': 'any',
  'AWS::ElasticLoadBalancingV2::Listener': 'any',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['SecurityGroups', 'SubnetMappings', 'Subnets'],
};

function inPlaceClass(change: CfnChange): ChangeClass {
  const dangerous = interruptingProperties[change.type];
  if (dangerous === undefined) return 'in-place';
  const hit = change.properties.some(property => {
    const name = propertyName(property);
    return name !== undefined && name !== 'Tags' && (dangerous === 'any' || dangerous.includes(name));
  });
  return hit || change.properties.length === 0 ? 'interrupting' : 'in-place';
}
