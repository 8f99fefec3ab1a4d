import type { ResourceType } from '../../cfn/resource-type.js';
import { flat } from '../ids.js';
import type { Attributes } from '../resource.js';
import { addressAt, blockOf } from './cidr.js';
import { isSame } from './difference.js';
import type { Place } from './live-resource.js';
import type { PhysicalIdSeed } from './physical-ids.js';
import { hexOf } from './physical-ids.js';
import type { Resources } from './store.js';
import { isModified } from './volume-constraints.js';

/** What GetAtt returns for a resource, in the shapes that AWS uses; `before` if it was changed in place. */
export function attributesOf(
  seed: PhysicalIdSeed & { readonly physicalId: string },
  type: ResourceType,
  resources: Resources,
  before?: Attributes,
): Attributes {
  const special = Object.hasOwn(specialAttributes, seed.type) ? specialAttributes[seed.type] : undefined;
  const values: Record<string, string | readonly string[]> = {};
  for (const [name, { kind }] of Object.entries(type.attributes)) {
    // Read-only values other than those that special rules move stay as they are for the life of a resource.
    const plain = writtenValue(seed.properties[name]) ?? before?.[name] ?? plainAttribute(name, seed, type);
    values[name] = kind === 'list' && !Array.isArray(plain) ? [plain as string] : plain;
  }
  return Object.assign(values, special?.(seed, resources, before));
}

type Seed = PhysicalIdSeed & { readonly physicalId: string };

/** An attribute with the name of a property is that property. */
function writtenValue(written: unknown): string | readonly string[] | undefined {
  if (typeof written === 'string') return written;
  return Array.isArray(written) && written.every(item => typeof item === 'string') ? written : undefined;
}

function plainAttribute(name: string, seed: Seed, type: ResourceType): string | readonly string[] {
  if (type.refIdentifier.length === 1 && type.refIdentifier[0] === name) return seed.physicalId;
  if (/^(.*\.)?Arn$|ARN$|Arn$/.test(name)) return arnOf(seed);
  return flat(`${seed.logicalId}-${name}-${hexOf(seed, name, 8)}`);
}

function arnOf({ type, region, accountId, physicalId, properties }: Seed): string {
  const [, service = '', kind = ''] = type.split('::');
  if (physicalId.startsWith('arn:')) return physicalId;
  if (service === 'IAM') {
    const path = typeof properties.Path === 'string' ? properties.Path : '/';
    return `arn:aws:iam::${accountId}:${kind.replace(/^InstanceProfile$/, 'instance-profile').toLowerCase()}${path}${physicalId}`;
  }
  if (service === 'S3') return `arn:aws:s3:::${physicalId}`;
  const resource = kind.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
  return `arn:aws:${service.toLowerCase()}:${region}:${accountId}:${resource}/${physicalId}`;
}

type Special = (seed: Seed, resources: Resources, before: Attributes | undefined) => Attributes;

const specialAttributes: Readonly<Record<string, Special>> = {
  'AWS::IAM::Role': seed => ({ RoleId: `AROA${hexOf(seed, 'role', 17).toUpperCase()}` }),
  'AWS::AutoScaling::AutoScalingGroup': seed => ({
    AutoScalingGroupARN: `arn:aws:autoscaling:${seed.region}:${seed.accountId}:autoScalingGroup:${uuid(seed)}:autoScalingGroupName/${seed.physicalId}`,
  }),
  // Every change of a launch template makes a new version; the first one stays the default. A stack that was killed
  // before it knew of its change makes it again, which changes nothing.
  'AWS::EC2::LaunchTemplate': (seed, resources, before) => {
    const old = resources.find(seed, seed.type, seed.physicalId);
    const isChanged = !isSame(old?.properties, seed.properties);
    const version = Number(before?.LatestVersionNumber ?? 0) + (isChanged ? 1 : 0);
    return { LatestVersionNumber: String(version), DefaultVersionNumber: '1' };
  },
  'AWS::EC2::VPC': (seed, _around, before) => ({
    CidrBlockAssociations: before?.CidrBlockAssociations ?? [`vpc-cidr-assoc-0${hexOf(seed, 'association', 16)}`],
    DefaultNetworkAcl: `acl-0${hexOf(seed, 'acl', 16)}`,
    DefaultSecurityGroup: `sg-0${hexOf(seed, 'group', 16)}`,
    Ipv6CidrBlocks: [],
  }),
  'AWS::EC2::Subnet': (seed, _around, before) => ({
    AvailabilityZone: text(seed.properties.AvailabilityZone) ?? before?.AvailabilityZone ?? `${seed.region}a`,
    NetworkAclAssociationId: `aclassoc-0${hexOf(seed, 'acl', 16)}`,
    Ipv6CidrBlocks: [],
  }),
  'AWS::EC2::SecurityGroup': seed => ({ GroupId: seed.physicalId, Id: seed.physicalId }),
  'AWS::EC2::NetworkInterface': (seed, resources, before) => ({
    PrimaryPrivateIpAddress:
      before?.PrimaryPrivateIpAddress ??
      text(seed.properties.PrivateIpAddress) ??
      freeAddress(seed, seed.properties.SubnetId, resources),
    SecondaryPrivateIpAddresses: [],
    VpcId: text(subnetOf(seed, resources)?.properties.VpcId) ?? '',
  }),
  'AWS::EC2::Volume': (seed, resources, before) => {
    const old = resources.find(seed, seed.type, seed.physicalId);
    const modified = old && seed.seconds !== undefined && isModified(old.properties, seed.properties);
    return { VolumeId: seed.physicalId, ModifiedAt: modified ? String(seed.seconds) : (before?.ModifiedAt ?? '') };
  },
  'AWS::EC2::EIP': seed => ({ AllocationId: `eipalloc-0${hexOf(seed, 'allocation', 16)}`, PublicIp: seed.physicalId }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': seed => {
    const name = seed.physicalId.split('/').at(-2) ?? '';
    const suffix =
      seed.properties.Type === 'network' ? `elb.${seed.region}.amazonaws.com` : `${seed.region}.elb.amazonaws.com`;
    return {
      DNSName: `${name}-${hexOf(seed, 'dns', 16)}.${suffix}`,
      CanonicalHostedZoneID: 'Z3F0SRJ5LGBH90',
      LoadBalancerName: name,
      LoadBalancerFullName: seed.physicalId.slice(seed.physicalId.indexOf('loadbalancer/') + 'loadbalancer/'.length),
    };
  },
  'AWS::Route53::HostedZone': seed => ({
    NameServers: [12, 600, 1100, 1800].map((number, index) => {
      const domain = ['com', 'net', 'org', 'co.uk'][index] ?? 'com';
      return `ns-${number + (Number.parseInt(hexOf(seed, domain, 2), 16) % 200)}.awsdns-${10 + index}.${domain}`;
    }),
  }),
  'AWS::KMS::Key': seed => ({
    Arn: `arn:aws:kms:${seed.region}:${seed.accountId}:key/${seed.physicalId}`,
    KeyId: seed.physicalId,
  }),
  'AWS::S3::Bucket': ({ physicalId, region }) => ({
    Arn: `arn:aws:s3:::${physicalId}`,
    DomainName: `${physicalId}.s3.amazonaws.com`,
    RegionalDomainName: `${physicalId}.s3.${region}.amazonaws.com`,
  }),
};

function subnetOf(seed: Seed, resources: Resources) {
  return resources.find(seed, 'AWS::EC2::Subnet', text(seed.properties.SubnetId) ?? '');
}

/** A free IPv4 address of a subnet. */
export function freeAddress(place: Place, subnetId: unknown, resources: Resources): string {
  const subnet = resources.find(place, 'AWS::EC2::Subnet', text(subnetId) ?? '');
  // Of a subnet that no stack made nothing is known.
  const block = blockOf(subnet?.properties) ?? { first: 0xc0_00_02_00, size: 256, prefix: 24 };
  const neighbours = resources.referringTo(place, text(subnetId) ?? '');
  const taken = new Set(neighbours.map(({ attributes }) => attributes.PrimaryPrivateIpAddress ?? attributes.PrivateIp));
  // The first four addresses and the last one of every subnet are AWS's own.
  for (let index = 4; index < block.size - 1; index += 1) {
    const address = addressAt(block, index);
    if (!taken.has(address)) return address;
  }
  return '192.0.2.4';
}

function uuid(seed: PhysicalIdSeed): string {
  return hexOf(seed, 'uuid', 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
