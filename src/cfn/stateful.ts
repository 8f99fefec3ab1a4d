import type { CfnResource } from '../model/artifact.js';

/** Resources that hold data, an address or an identity that others know: losing one cannot be undone by making it anew. */
export const statefulTypes: ReadonlySet<string> = new Set([
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::EC2::EIP',
  'AWS::EC2::NatGateway',
  'AWS::EC2::NetworkInterface',
  'AWS::EC2::RouteTable',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCPeeringConnection',
  'AWS::EC2::Volume',
  'AWS::ElasticLoadBalancing::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::IAM::OIDCProvider',
  'AWS::KMS::Key',
  'AWS::Route53::HostedZone',
  'AWS::S3::Bucket',
]);

/**
 * Whether a resource is stateful. Of IAM roles only named ones are, because trust policies elsewhere hold their names;
 * one that the new template no longer holds (undefined) counts as named.
 */
export function isStateful(type: string, resource: CfnResource | undefined): boolean {
  if (type === 'AWS::IAM::Role') return resource === undefined || resource.Properties?.RoleName !== undefined;
  return statefulTypes.has(type);
}
