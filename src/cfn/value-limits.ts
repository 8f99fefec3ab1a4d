/** What AWS accepts as the literal value of a property, where the resource specification does not say so. */
export interface ValueLimit {
  readonly maxCharacters?: number;
  readonly pattern?: RegExp;
  /** What the pattern means, for people: `must be …`. */
  readonly form?: string;
  readonly min?: number;
  readonly max?: number;
  /** Page that says so. */
  readonly source: string;
}

/** By resource type, then by path of the property; `*` stands for every item of a list. */
export const valueLimits: Readonly<Record<string, Readonly<Record<string, ValueLimit>>>> = {
  'AWS::AutoScaling::AutoScalingGroup': {
    HealthCheckGracePeriod: { min: 0, source: 'CreateAutoScalingGroup in the Auto Scaling API reference' },
  },
  'AWS::EC2::SecurityGroup': {
    GroupName: { maxCharacters: 255, source: 'CreateSecurityGroup in the EC2 API reference' },
    GroupDescription: groupText('CreateSecurityGroup in the EC2 API reference'),
  },
  'AWS::EC2::SecurityGroupEgress': {
    Description: groupText('IpRange in the EC2 API reference'),
    FromPort: port(),
    ToPort: port(),
  },
  'AWS::EC2::SecurityGroupIngress': {
    Description: groupText('IpRange in the EC2 API reference'),
    FromPort: port(),
    ToPort: port(),
  },
  'AWS::EC2::Volume': {
    Size: { min: 1, max: 65_536, source: 'CreateVolume in the EC2 API reference' },
    Iops: { min: 100, max: 256_000, source: 'CreateVolume in the EC2 API reference' },
    Throughput: { min: 125, max: 2000, source: 'CreateVolume in the EC2 API reference' },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { Name: balancerName('CreateLoadBalancer') },
  'AWS::ElasticLoadBalancingV2::TargetGroup': { Name: balancerName('CreateTargetGroup') },
  'AWS::IAM::InstanceProfile': { InstanceProfileName: iamName(128, 'CreateInstanceProfile') },
  'AWS::IAM::ManagedPolicy': {
    ManagedPolicyName: iamName(128, 'CreatePolicy'),
    Description: { maxCharacters: 1000, source: 'CreatePolicy in the IAM API reference' },
  },
  'AWS::IAM::Role': {
    RoleName: iamName(64, 'CreateRole'),
    Description: { maxCharacters: 1000, source: 'CreateRole in the IAM API reference' },
    MaxSessionDuration: { min: 3600, max: 43_200, source: 'CreateRole in the IAM API reference' },
    'Policies/*/PolicyName': iamName(128, 'PutRolePolicy'),
  },
  'AWS::KMS::Alias': {
    AliasName: {
      maxCharacters: 256,
      pattern: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/,
      form: 'alias/ and letters, digits, / _ and -, not beginning with alias/aws/',
      source: 'CreateAlias in the KMS API reference',
    },
  },
  'AWS::KMS::Key': {
    Description: { maxCharacters: 8192, source: 'CreateKey in the KMS API reference' },
    PendingWindowInDays: { min: 7, max: 30, source: 'ScheduleKeyDeletion in the KMS API reference' },
  },
  'AWS::S3::Bucket': {
    BucketName: {
      maxCharacters: 63,
      pattern: /^(?!xn--|sthree-)(?!.*\.\.)[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
      form: '3 to 63 lowercase letters, digits, dots and hyphens',
      source: '"General purpose bucket naming rules" in the S3 user guide',
    },
  },
};

function groupText(source: string): ValueLimit {
  return {
    maxCharacters: 255,
    pattern: /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/,
    form: 'letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *',
    source,
  };
}

function port(): ValueLimit {
  return { min: -1, max: 65_535, source: 'AuthorizeSecurityGroupIngress in the EC2 API reference' };
}

function balancerName(action: string): ValueLimit {
  return {
    maxCharacters: 32,
    pattern: /^(?!internal-)[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
    form: 'letters, digits and inner hyphens, not beginning with internal-',
    source: `${action} in the Elastic Load Balancing API reference`,
  };
}

function iamName(maxCharacters: number, action: string): ValueLimit {
  return {
    maxCharacters,
    pattern: /^[\w+=,.@-]+$/,
    form: 'letters, digits and + = , . @ _ -',
    source: `${action} in the IAM API reference`,
  };
}
