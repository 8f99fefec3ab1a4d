/**
 * Types that drift detection leaves out: those without a read handler in CloudFormation's registry, nested stacks, and
 * some that users report (cloudformation-coverage-roadmap #1681, #1684, #1685, #1916). Sources: the resource schemas
 * of the registry, and "Resource type support" in the user guide, which calls its own list not exhaustive.
 */
const undetected: ReadonlySet<string> = new Set([
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFormation::Macro',
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::WaitCondition',
  'AWS::CloudFormation::WaitConditionHandle',
  'AWS::CloudWatch::AnomalyDetector',
  'AWS::Config::ConfigurationRecorder',
  'AWS::Config::DeliveryChannel',
  'AWS::EC2::ClientVpnEndpoint',
  'AWS::EC2::ClientVpnTargetNetworkAssociation',
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::NetworkInterfacePermission',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::VPNGatewayRoutePropagation',
  'AWS::ElasticLoadBalancingV2::ListenerCertificate',
  'AWS::IAM::AccessKey',
  'AWS::IAM::Policy',
  'AWS::IAM::UserToGroupAddition',
  'AWS::RDS::DBSecurityGroup',
  'AWS::RDS::DBSecurityGroupIngress',
  'AWS::Route53::RecordSet',
  'AWS::Route53::RecordSetGroup',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

/** Those among the others that drift-aware change sets leave out ("Supported resource types" in the user guide). */
const unreverted: ReadonlySet<string> = new Set([
  'AWS::Bedrock::AgentAlias',
  'AWS::Detective::Graph',
  'AWS::IAM::OIDCProvider',
  'AWS::MSK::Cluster',
  'AWS::Neptune::DBParameterGroup',
  'AWS::NetworkManager::CoreNetwork',
  'AWS::Organizations::ResourcePolicy',
  'AWS::RDS::DBProxy',
  'AWS::Redshift::ClusterParameterGroup',
  'AWS::RolesAnywhere::TrustAnchor',
  'AWS::Route53::KeySigningKey',
  'AWS::Route53Resolver::FirewallRuleGroup',
  'AWS::S3::StorageLensGroup',
  'AWS::SNS::TopicInlinePolicy',
  'AWS::Transfer::Certificate',
  'AWS::VpcLattice::ResourceConfiguration',
]);

export function isDetectable(type: string): boolean {
  return !undetected.has(type) && !type.startsWith('Custom::');
}

export function isRevertible(type: string): boolean {
  return isDetectable(type) && !unreverted.has(type);
}

/** Properties that no service returns (`writeOnlyProperties` of the registry's schemas), so that nobody sees their drift. */
const writeOnly: Readonly<Record<string, readonly string[]>> = {
  'AWS::AutoScaling::AutoScalingGroup': ['InstanceId', 'SkipZonalShiftValidation'],
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateData', 'TagSpecifications', 'VersionDescription'],
  'AWS::EC2::Volume': ['OutpostArn'],
  'AWS::IAM::User': ['LoginProfile'],
  'AWS::KMS::Key': ['BypassPolicyLockoutSafetyCheck', 'PendingWindowInDays', 'RotationPeriodInDays'],
  'AWS::Lambda::Function': ['Code', 'SnapStart'],
  'AWS::RDS::DBInstance': ['AllowMajorVersionUpgrade', 'DBSnapshotIdentifier', 'MasterUserPassword'],
  'AWS::S3::Bucket': ['AccessControl'],
  'AWS::SecretsManager::Secret': ['GenerateSecretString', 'SecretString'],
  'AWS::SSM::Parameter': ['AllowedPattern', 'Description', 'Policies', 'Tier'],
};

export function isWriteOnly(type: string, property: string): boolean {
  return Object.hasOwn(writeOnly, type) && (writeOnly[type]?.includes(property) ?? false);
}

/** Keys have many names, so CloudFormation does not compare them ("Considerations when detecting drift"). */
export function isCompared(type: string, property: string): boolean {
  return !isWriteOnly(type, property) && property.toLowerCase() !== 'kmskeyid';
}
