import type { Properties } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import type { Cidr } from './cidr.js';
import { blockOf, contains, overlap, parseCidr } from './cidr.js';
import type { LiveResource, Place } from './live-resource.js';
import { givenName, isAssigned } from './physical-ids.js';
import { referredIds } from './referred-ids.js';
import type { Resources } from './store.js';
import { text } from './text.js';

/** A resource that is to be, or to become, what it says. */
export type Candidate = Omit<LiveResource, 'attributes'>;

/** Throws ResourceFailure, in AWS's words, if AWS could not make or change the resource among those that exist. */
export function checkConstraints(candidate: Candidate, resources: Resources): void {
  checkReferences(candidate, resources);
  checkName(candidate, resources);
  if (Object.hasOwn(checks, candidate.type)) checks[candidate.type]?.(candidate, resources);
}

/** Throws ResourceFailure if something that exists needs the resource that is about to be deleted. */
export function checkUnused(resource: LiveResource, resources: Resources): void {
  const { type, physicalId } = resource;
  const wording = Object.hasOwn(inUse, type) ? inUse[type] : undefined;
  if (!wording) return;
  const users = wording.users.some(userType =>
    type === 'AWS::IAM::Role'
      ? resources.ofType(resource, userType).some(({ properties }) => namesRole(properties, physicalId))
      : resources.referringTo(resource, physicalId).some(user => user.type === userType),
  );
  if (users) throw new ResourceFailure(wording.message(physicalId));
}

function namesRole({ Roles }: Properties, name: string): boolean {
  return Array.isArray(Roles) && Roles.includes(name);
}

const inUse: Readonly<Record<string, { readonly users: readonly string[]; readonly message: (id: string) => string }>> =
  {
    'AWS::EC2::VPC': {
      users: ['AWS::EC2::Subnet', 'AWS::EC2::SecurityGroup', 'AWS::EC2::VPCGatewayAttachment', 'AWS::EC2::RouteTable'],
      message: id => `The vpc '${id}' has dependencies and cannot be deleted.`,
    },
    'AWS::EC2::Subnet': {
      users: ['AWS::EC2::NetworkInterface', 'AWS::EC2::Instance', 'AWS::AutoScaling::AutoScalingGroup'],
      message: id => `The subnet '${id}' has dependencies and cannot be deleted.`,
    },
    'AWS::EC2::SecurityGroup': {
      users: [
        'AWS::EC2::NetworkInterface',
        'AWS::EC2::Instance',
        'AWS::EC2::SecurityGroupIngress',
        'AWS::EC2::SecurityGroupEgress',
      ],
      message: id => `resource ${id} has a dependent object`,
    },
    'AWS::IAM::Role': {
      users: ['AWS::IAM::InstanceProfile'],
      message: () => 'Cannot delete entity, must remove roles from instance profile first.',
    },
  };

/** Ids that a sandbox has assigned must exist here; others are taken for resources that were there before. */
function checkReferences(candidate: Candidate, resources: Resources): void {
  const missing = assignedIds(candidate.properties).find(id => !resources.byId(candidate, id));
  if (missing === undefined) return;
  const noun = nouns[missing.slice(0, missing.lastIndexOf('-'))] ?? 'ID';
  throw new ResourceFailure(`The ${noun} '${missing}' does not exist`);
}

const nouns: Readonly<Record<string, string>> = {
  eni: 'networkInterface ID',
  igw: 'internetGateway ID',
  lt: 'launch template ID',
  nat: 'natGateway ID',
  rtb: 'routeTable ID',
  subnet: 'subnet ID',
  vol: 'volume',
  vpc: 'vpc ID',
};

/** Peers and security groups may live in other accounts and regions. */
function assignedIds(properties: Properties): readonly string[] {
  const here = Object.entries(properties).filter(([key]) => !key.startsWith('Peer'));
  const ids = [...referredIds(Object.fromEntries(here))];
  return ids.filter(id => Object.hasOwn(nouns, id.slice(0, id.lastIndexOf('-'))) && isAssigned(id));
}

/** Whose names are unique within account and region (IAM: within the account), and how AWS says so. */
const uniqueNames: Readonly<Record<string, (name: string) => string>> = {
  'AWS::AutoScaling::AutoScalingGroup': name =>
    `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
  'AWS::EC2::LaunchTemplate': name => `Launch template name already in use: ${name}.`,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': name =>
    `A load balancer with the same name '${name}' exists, but with different settings`,
  'AWS::ElasticLoadBalancingV2::TargetGroup': name =>
    `A target group with the same name '${name}' exists, but with different settings`,
  'AWS::IAM::InstanceProfile': name => `Instance Profile ${name} already exists.`,
  'AWS::IAM::ManagedPolicy': name => `A policy called ${name} already exists. Duplicate names are not allowed.`,
  'AWS::IAM::Role': name => `Role with name ${name} already exists.`,
  'AWS::SSM::Parameter': name => `${name} already exists.`,
};

function checkName(candidate: Candidate, resources: Resources): void {
  const { type, physicalId } = candidate;
  const name = givenName(candidate);
  const wording = Object.hasOwn(uniqueNames, type) ? uniqueNames[type] : undefined;
  const namesakes = name === undefined || !wording ? [] : resources.named(candidate, type, name);
  const taken = others(candidate, [...namesakes, resources.find(candidate, type, physicalId) ?? []].flat());
  if (taken.length > 0) throw new ResourceFailure(wording?.(name ?? physicalId) ?? `${physicalId} already exists`);
}

function others(candidate: Candidate, resources: readonly LiveResource[]): readonly LiveResource[] {
  const { type, maker, logicalId, generation } = candidate;
  const isSame = (other: LiveResource) =>
    other.maker === maker && other.logicalId === logicalId && other.generation === generation;
  return resources.filter(other => other.type === type && !isSame(other));
}

type Check = (candidate: Candidate, resources: Resources) => void;

const checks: Readonly<Record<string, Check>> = {
  'AWS::EC2::VPC': ({ properties }) => {
    const cidr = text(properties.CidrBlock);
    if (cidr === undefined) return;
    const block = parseCidr(cidr);
    if (!block) throw invalidCidr(cidr);
    if (block.prefix < 16 || block.prefix > 28) throw new ResourceFailure(`The CIDR '${cidr}' is invalid.`);
  },
  'AWS::EC2::Subnet': checkSubnet,
  'AWS::EC2::SecurityGroup': (candidate, resources) => {
    const name = text(candidate.properties.GroupName);
    const vpc = text(candidate.properties.VpcId) ?? '';
    const same = others(candidate, resources.referringTo(candidate, vpc)).some(
      ({ properties }) => properties.GroupName === name,
    );
    if (name !== undefined && same) throw new ResourceFailure(`${name} already exists in VPC ${vpc}`);
  },
  'AWS::EC2::NetworkInterface': (candidate, resources) => {
    const address = text(candidate.properties.PrivateIpAddress);
    const neighbours = resources.referringTo(candidate, text(candidate.properties.SubnetId) ?? '');
    const taken = others(candidate, neighbours).some(
      ({ attributes }) => attributes.PrimaryPrivateIpAddress === address,
    );
    if (address !== undefined && taken) throw new ResourceFailure(`The address '${address}' is in use.`);
  },
  'AWS::AutoScaling::AutoScalingGroup': ({ properties }) => {
    if (Number(properties.MinSize) > Number(properties.MaxSize)) {
      throw new ResourceFailure(`Group's min size must be less than or equal to its max size`);
    }
    const { MinSize: min, MaxSize: max, DesiredCapacity: desired } = properties;
    if (desired !== undefined && (Number(desired) < Number(min) || Number(desired) > Number(max))) {
      throw new ResourceFailure(
        `Desired capacity:${text(desired)} must be between the specified min size:${text(min)} and max size:${text(max)}`,
      );
    }
  },
};

function checkSubnet(candidate: Candidate, resources: Resources): void {
  const cidr = text(candidate.properties.CidrBlock);
  const vpc = text(candidate.properties.VpcId);
  if (cidr === undefined || vpc === undefined) return;
  const block = parseCidr(cidr);
  if (!block) throw invalidCidr(cidr);
  const allowed = vpcBlocks(vpc, candidate, resources);
  if (allowed.length > 0 && !allowed.some(outer => contains(outer, block))) {
    throw new ResourceFailure(`The CIDR '${cidr}' is invalid.`);
  }
  const conflict = others(candidate, resources.referringTo(candidate, vpc)).some(({ properties }) => {
    const other = blockOf(properties);
    return other !== undefined && overlap(other, block);
  });
  if (conflict) throw new ResourceFailure(`The CIDR '${cidr}' conflicts with another subnet`);
}

/** Empty for a VPC that was not made by a stack. */
function vpcBlocks(vpc: string, place: Place, resources: Resources): readonly Cidr[] {
  const main = resources.find(place, 'AWS::EC2::VPC', vpc);
  const further = resources.referringTo(place, vpc).filter(({ type }) => type === 'AWS::EC2::VPCCidrBlock');
  return main ? [main, ...further].flatMap(({ properties }) => blockOf(properties) ?? []) : [];
}

function invalidCidr(value: string): ResourceFailure {
  return new ResourceFailure(`Value (${value}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
}
