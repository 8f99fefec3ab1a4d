import { isDeepStrictEqual } from 'node:util';
import { referencesOf } from '../../cfn/intrinsics.js';
import { pointerTo } from '../../cfn/pointer.js';
import { mistake, type TemplateFinding } from '../../cfn/template-finding.js';
import type { CfnResource, CfnTemplate } from '../../model/artifact.js';
import { own } from '../../model/own.js';
import { isAdded } from './sections.js';

/**
 * Finds resources of an extension that change one of ours without being one of ours: AWS keeps a single route table of
 * a subnet or policy of a bucket, say, and whoever is created last decides.
 */
export function takeOvers(template: CfnTemplate, boundary: string | undefined): readonly TemplateFinding[] {
  const resources = Object.entries(template.Resources).map(([id, resource]) => ({ id, ...resource }));
  const added = resources.filter(({ id }) => isAdded(id));
  return added.flatMap(resource => [
    ...attachments(resource),
    ...twins(resource, resources),
    ...policiesOfOurs(resource, template),
    ...withoutBoundary(resource, boundary),
  ]);
}

type Named = CfnResource & { readonly id: string };

/** Types that exist once for what this property names. */
const attaches: Readonly<Record<string, string>> = {
  'AWS::EC2::EIPAssociation': 'AllocationId',
  'AWS::EC2::NetworkInterfaceAttachment': 'NetworkInterfaceId',
  'AWS::EC2::SubnetRouteTableAssociation': 'SubnetId',
  'AWS::EC2::VolumeAttachment': 'VolumeId',
  'AWS::S3::BucketPolicy': 'Bucket',
};

function attachments({ id, Type, Properties = {} }: Named): readonly TemplateFinding[] {
  const property = own(attaches, Type);
  if (property === undefined) return [];
  const pointer = pointerTo('/Resources', id, 'Properties', property);
  return referencesOf(own(Properties, property))
    .filter(({ name = '' }) => !isAdded(name))
    .map(({ name }) => mistake('CW3024', pointer, `${Type} takes ${name} over, which is clusterwright's`));
}

/** Properties that together say which one of its kind a resource is: AWS refuses a second one, or replaces the first. */
const identities: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'AWS::EC2::Route': [
    ['RouteTableId', 'DestinationCidrBlock'],
    ['RouteTableId', 'DestinationIpv6CidrBlock'],
    ['RouteTableId', 'DestinationPrefixListId'],
  ],
  'AWS::EC2::Subnet': [['VpcId', 'CidrBlock']],
  'AWS::EC2::SubnetRouteTableAssociation': [['SubnetId']],
  'AWS::EC2::VPCCidrBlock': [['VpcId', 'CidrBlock']],
  'AWS::EC2::VPCEndpoint': [['VpcId', 'ServiceName', 'VpcEndpointType']],
  'AWS::EC2::VPCGatewayAttachment': [['VpcId', 'InternetGatewayId']],
  'AWS::ElasticLoadBalancingV2::Listener': [['LoadBalancerArn', 'Port']],
  'AWS::IAM::ManagedPolicy': [['ManagedPolicyName']],
  'AWS::IAM::Role': [['RoleName']],
  'AWS::KMS::Alias': [['AliasName']],
  'AWS::Route53::RecordSet': [['HostedZoneId', 'Name', 'Type']],
  'AWS::S3::Bucket': [['BucketName']],
  'AWS::S3::BucketPolicy': [['Bucket']],
};

function twins({ id, Type, Properties = {} }: Named, resources: readonly Named[]): readonly TemplateFinding[] {
  const keys = (own(identities, Type) ?? []).filter(names => names.every(name => own(Properties, name) !== undefined));
  return keys.flatMap(names => {
    const twin = resources.find(
      other =>
        other.id !== id &&
        other.Type === Type &&
        names.every(name => isDeepStrictEqual(own(other.Properties ?? {}, name), own(Properties, name))),
    );
    if (twin === undefined) return [];
    const pointer = pointerTo('/Resources', id, 'Properties', names.at(-1) ?? '');
    return [mistake('CW3024', pointer, `${twin.id} is that already: the same ${names.join(' and ')}`)];
  });
}

/** An inline policy of the same name replaces the one that our role has. */
function policiesOfOurs({ id, Type, Properties = {} }: Named, { Resources }: CfnTemplate): readonly TemplateFinding[] {
  if (Type !== 'AWS::IAM::Policy' && Type !== 'AWS::IAM::RolePolicy') return [];
  const roles = referencesOf([Properties.Roles, Properties.RoleName]).map(({ name = '' }) => name);
  return roles.flatMap(role => {
    const policies = own(Resources, role)?.Properties?.Policies;
    const names = Array.isArray(policies) ? (policies as readonly { readonly PolicyName?: unknown }[]) : [];
    if (isAdded(role) || !names.some(({ PolicyName }) => isDeepStrictEqual(PolicyName, Properties.PolicyName)))
      return [];
    const pointer = pointerTo('/Resources', id, 'Properties', 'PolicyName');
    return [mistake('CW3024', pointer, `${role}, which is clusterwright's, has a policy of this name`)];
  });
}

/** Who bounds all roles of an account means those of extensions, too. */
function withoutBoundary(
  { id, Type, Properties = {} }: Named,
  boundary: string | undefined,
): readonly TemplateFinding[] {
  const isBounded = Type === 'AWS::IAM::Role' || Type === 'AWS::IAM::User';
  if (boundary === undefined || !isBounded || Properties.PermissionsBoundary === boundary) return [];
  const message = 'the account has a permissions boundary: PermissionsBoundary: {{account.permissionsBoundary.arn}}';
  return [mistake('CW3023', pointerTo('/Resources', id, 'Properties', 'PermissionsBoundary'), message)];
}
