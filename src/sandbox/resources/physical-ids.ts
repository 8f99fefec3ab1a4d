import { createHash } from 'node:crypto';

/** What a physical id is made from; the same gives the same id, so that a restart in mid-operation changes nothing. */
export interface PhysicalIdSeed {
  readonly stackId: string;
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
  readonly logicalId: string;
  readonly type: string;
  /** Of this very resource. */
  readonly token: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Time as it goes by on AWS. */
  readonly seconds?: number | undefined;
}

/** Id of a new resource, in the shape that AWS gives resources of its type. */
export function physicalId(seed: PhysicalIdSeed): string {
  const prefix = Object.hasOwn(idPrefixes, seed.type) ? idPrefixes[seed.type] : undefined;
  if (prefix !== undefined) return `${prefix}-${assignedHex(seed)}`;
  const special = Object.hasOwn(specialIds, seed.type) ? specialIds[seed.type] : undefined;
  if (special) return special(seed);
  return givenName(seed) ?? generatedName(seed);
}

/** What Ref gives for a resource with that physical id. */
export function referenceOf(type: string, physicalId: string): string {
  return type === 'AWS::Route53::RecordSet' ? (physicalId.split('|').at(-1) ?? physicalId) : physicalId;
}

/** Whether an id such as `vpc-0…` was made by a sandbox, here or elsewhere: its last digits check the others. */
export function isAssigned(id: string): boolean {
  const match = /^([a-z-]+)-([0-9a-f]{13})([0-9a-f]{4})$/.exec(id);
  return match?.[2] !== undefined && match[3] === checkDigits(match[2]);
}

/** Lower-case hexadecimal digits that follow from the seed and a purpose. */
export function hexOf(seed: PhysicalIdSeed, purpose: string, length: number): string {
  const text = [seed.stackId, seed.logicalId, seed.type, seed.token, purpose].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** EC2's identifiers. */
export const idPrefixes: Readonly<Record<string, string>> = {
  'AWS::EC2::DHCPOptions': 'dopt',
  'AWS::EC2::EgressOnlyInternetGateway': 'eigw',
  'AWS::EC2::FlowLog': 'fl',
  'AWS::EC2::Instance': 'i',
  'AWS::EC2::InternetGateway': 'igw',
  'AWS::EC2::LaunchTemplate': 'lt',
  'AWS::EC2::NatGateway': 'nat',
  'AWS::EC2::NetworkAcl': 'acl',
  'AWS::EC2::NetworkInterface': 'eni',
  'AWS::EC2::PrefixList': 'pl',
  'AWS::EC2::RouteTable': 'rtb',
  'AWS::EC2::SecurityGroup': 'sg',
  'AWS::EC2::SecurityGroupEgress': 'sgr',
  'AWS::EC2::SecurityGroupIngress': 'sgr',
  'AWS::EC2::Subnet': 'subnet',
  'AWS::EC2::SubnetCidrBlock': 'subnet-cidr-assoc',
  'AWS::EC2::SubnetNetworkAclAssociation': 'aclassoc',
  'AWS::EC2::SubnetRouteTableAssociation': 'rtbassoc',
  'AWS::EC2::VPC': 'vpc',
  'AWS::EC2::VPCCidrBlock': 'vpc-cidr-assoc',
  'AWS::EC2::VPCEndpoint': 'vpce',
  'AWS::EC2::VPCPeeringConnection': 'pcx',
  'AWS::EC2::Volume': 'vol',
};

const specialIds: Readonly<Record<string, (seed: PhysicalIdSeed) => string>> = {
  'AWS::EC2::EIP': seed => `198.51.${byteOf(seed, 'second')}.${byteOf(seed, 'third')}`,
  'AWS::EC2::Route': ({ properties }) =>
    `${text(properties.RouteTableId)}|${text(properties.DestinationCidrBlock ?? properties.DestinationIpv6CidrBlock ?? properties.DestinationPrefixListId)}`,
  'AWS::EC2::VPCGatewayAttachment': ({ properties }) =>
    `${properties.VpnGatewayId === undefined ? 'IGW' : 'VGW'}|${text(properties.VpcId)}`,
  'AWS::EC2::VolumeAttachment': ({ properties }) => `${text(properties.VolumeId)}|${text(properties.InstanceId)}`,
  'AWS::Route53::HostedZone': seed => `Z${upperOf(seed, 'zone', 20)}`,
  // AWS shows the name alone, though what it names is a record of a type in a zone.
  'AWS::Route53::RecordSet': ({ properties }) =>
    `${text(properties.HostedZoneId ?? properties.HostedZoneName)}|${text(properties.Type)}|${text(properties.Name).replace(/\.$/, '')}`,
  'AWS::IAM::Policy': seed =>
    `${seed.stackName.slice(0, 5)}-${seed.logicalId.slice(0, 4)}-${upperOf(seed, 'policy', 12)}`,
  'AWS::IAM::ManagedPolicy': seed =>
    `arn:aws:iam::${seed.accountId}:policy${pathOf(seed)}${givenName(seed) ?? generatedName(seed)}`,
  'AWS::IAM::OIDCProvider': seed =>
    `arn:aws:iam::${seed.accountId}:oidc-provider/${text(seed.properties.Url).replace(/^https:\/\//, '')}`,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': seed => {
    const kind = seed.properties.Type === 'network' ? 'net' : 'app';
    return `${balancing(seed)}:loadbalancer/${kind}/${shortName(seed)}/${hexOf(seed, 'balancer', 16)}`;
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': seed =>
    `${balancing(seed)}:targetgroup/${shortName(seed)}/${hexOf(seed, 'target', 16)}`,
  'AWS::ElasticLoadBalancingV2::Listener': seed =>
    `${text(seed.properties.LoadBalancerArn).replace(':loadbalancer/', ':listener/')}/${hexOf(seed, 'listener', 16)}`,
  'AWS::SNS::Topic': seed => `arn:aws:sns:${seed.region}:${seed.accountId}:${givenName(seed) ?? generatedName(seed)}`,
  'AWS::SQS::Queue': seed =>
    `https://sqs.${seed.region}.amazonaws.com/${seed.accountId}/${givenName(seed) ?? generatedName(seed)}`,
  'AWS::KMS::Key': seed => uuidOf(seed),
  'AWS::EC2::KeyPair': seed => text(seed.properties.KeyName),
  'AWS::S3::Bucket': seed => (givenName(seed) ?? generatedName(seed)).toLowerCase(),
  'AWS::S3::BucketPolicy': ({ properties }) => text(properties.Bucket),
  'AWS::KMS::Alias': ({ properties }) => text(properties.AliasName),
};

/** Properties that name a resource, where they are not called after its type. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::SSM::Parameter': 'Name',
  'AWS::Events::Rule': 'Name',
};

/** The name that a template gives a resource of a type that has names. */
export function givenName({ type, properties }: Pick<PhysicalIdSeed, 'type' | 'properties'>): string | undefined {
  const property = nameProperties[type] ?? `${type.split('::').at(-1)}Name`;
  const name = properties[property];
  return typeof name === 'string' ? name : undefined;
}

function generatedName(seed: PhysicalIdSeed): string {
  return `${seed.stackName}-${seed.logicalId}-${upperOf(seed, 'name', 12)}`;
}

/** Load balancers have at most 32 characters. */
function shortName(seed: PhysicalIdSeed): string {
  return givenName(seed) ?? `${seed.stackName.slice(0, 6)}-${seed.logicalId.slice(0, 8)}-${upperOf(seed, 'name', 12)}`;
}

function balancing({ region, accountId }: PhysicalIdSeed): string {
  return `arn:aws:elasticloadbalancing:${region}:${accountId}`;
}

function pathOf({ properties }: PhysicalIdSeed): string {
  return typeof properties.Path === 'string' ? properties.Path : '/';
}

function assignedHex(seed: PhysicalIdSeed): string {
  const hex = `0${hexOf(seed, 'id', 12)}`;
  return hex + checkDigits(hex);
}

function checkDigits(hex: string): string {
  return createHash('sha256').update(`clusterwright sandbox ${hex}`).digest('hex').slice(0, 4);
}

function upperOf(seed: PhysicalIdSeed, purpose: string, length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const bytes = createHash('sha256')
    .update(hexOf(seed, purpose, 64))
    .digest();
  return [...bytes.subarray(0, length)].map(byte => alphabet[byte % alphabet.length]).join('');
}

function uuidOf(seed: PhysicalIdSeed): string {
  return hexOf(seed, 'uuid', 32)
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
    .slice(0, 36);
}

function byteOf(seed: PhysicalIdSeed, purpose: string): number {
  return Number.parseInt(hexOf(seed, purpose, 2), 16);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
