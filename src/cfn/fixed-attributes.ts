import { own } from '../model/own.js';
import { knownAfterApply, type RawDetail, type RawResourceChange } from './raw-change.js';

/**
 * What AWS assigns to a resource once and never changes while it exists. CloudFormation does not know that: when a tag
 * of the resource changes, it takes its attributes for known after apply, and so a NAT gateway for one that may be
 * replaced because its address got a tag.
 */
const fixedAttributes: Readonly<Record<string, readonly string[]>> = {
  // Identifiers, as "Return values" in the template reference describe them.
  'AWS::EC2::EIP': ['AllocationId', 'PublicIp'],
  'AWS::EC2::VPC': ['DefaultNetworkAcl', 'DefaultSecurityGroup', 'VpcId'],
  'AWS::KMS::Key': ['Arn', 'KeyId'],
  'AWS::S3::Bucket': ['Arn'],
  // Made of the name and the path, which both are create-only.
  'AWS::IAM::Role': ['Arn', 'RoleId'],
  // Assigned when it is made (ELB user guide, "Network Load Balancers").
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['CanonicalHostedZoneID', 'DNSName', 'LoadBalancerFullName'],
  // Its address is create-only (PrivateIpAddress).
  'AWS::EC2::NetworkInterface': ['PrimaryPrivateIpAddress'],
};

/** Whether an attribute of a resource of that type stays as long as the resource does. */
export function isFixedAttribute(type: string, attribute: string): boolean {
  return own(fixedAttributes, type)?.includes(attribute) === true;
}

/**
 * The changes without those that only a fixed attribute of a resource that stays would cause, or a reference to one that
 * stays because of that.
 */
export function withoutFixedAttributes(changes: readonly RawResourceChange[]): readonly RawResourceChange[] {
  const staying = new Map(
    changes
      .filter(({ Action, Replacement }) => Action === 'Modify' && Replacement === 'False')
      .map(change => [change.LogicalResourceId, change.ResourceType]),
  );
  for (;;) {
    const left = changes.map(change => withoutFixed(change, staying));
    const settled = changes.filter(
      ({ Action, LogicalResourceId }, index) =>
        Action === 'Modify' && !staying.has(LogicalResourceId) && (left[index]?.Replacement ?? 'False') === 'False',
    );
    if (settled.length === 0) return left.flatMap(change => change ?? []);
    for (const { LogicalResourceId, ResourceType } of settled) staying.set(LogicalResourceId, ResourceType);
  }
}

/** Undefined if nothing of the change is left. */
function withoutFixed(change: RawResourceChange, staying: Staying): RawResourceChange | undefined {
  const details = change.Details ?? [];
  const fixed = new Set(details.filter(detail => isFixed(detail, staying)).map(propertyOf));
  // Told for another reason too, the property may take what it did not take before.
  const otherwise = new Set(
    details.filter(detail => !isFixed(detail, staying) && !isUnknownOnly(detail)).map(propertyOf),
  );
  const left = details.filter(detail => !fixed.has(propertyOf(detail)) || otherwise.has(propertyOf(detail)));
  if (left.length === details.length) return change;
  return left.length === 0 ? undefined : { ...change, Details: left, Replacement: replacementOf(change, left) };
}

type Staying = ReadonlyMap<string | undefined, string | undefined>;

/** Caused by a fixed attribute, such as `NatAddressEuCentral1a.AllocationId`, or by a reference to what stays. */
function isFixed({ ChangeSource, Evaluation, CausingEntity }: RawDetail, staying: Staying): boolean {
  if (Evaluation !== 'Dynamic') return false;
  if (ChangeSource === 'ResourceReference') return staying.has(CausingEntity);
  if (ChangeSource !== 'ResourceAttribute') return false;
  const [, id, attribute = ''] = /^([^.]+)\.(.+)$/.exec(CausingEntity ?? '') ?? [];
  return isFixedAttribute(staying.get(id) ?? '', attribute);
}

/**
 * Told with property values, and with them only, beside a cause: that the value is not known yet. Of a property that the
 * template writes anew, the answer without values tells a modification as well.
 */
function isUnknownOnly({ ChangeSource, Evaluation, Target }: RawDetail): boolean {
  return (
    ChangeSource === 'DirectModification' &&
    Evaluation === 'Dynamic' &&
    Target?.AfterValue?.includes(knownAfterApply) === true
  );
}

function propertyOf({ Target }: RawDetail): string {
  return `${Target?.Attribute} ${Target?.Name ?? Target?.Path?.split('/')[2]}`;
}

/** What was conditional because of a fixed attribute alone is conditional no longer. */
function replacementOf({ Replacement }: RawResourceChange, left: readonly RawDetail[]): string | undefined {
  const never = left.every(({ Target }) => Target?.Attribute === 'Tags' || Target?.RequiresRecreation === 'Never');
  return Replacement === 'Conditional' && never ? 'False' : Replacement;
}
