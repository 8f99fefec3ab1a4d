import { ResourceFailure } from '../../resource.js';
import type { Cidr } from './cidr.js';
import { blockOf, contains, overlap, parseCidr } from './cidr.js';
import { givenName, isAssigned } from './physical-ids.js';
import type { LiveResource, Surroundings } from './surroundings.js';

export interface Candidate {
  readonly type: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Set if it exists and is being changed in place. */
  readonly physicalId: string | undefined;
}

/** Throws ResourceFailure, in AWS's words, if AWS could not make or change the resource among those that exist. */
export function checkConstraints(candidate: Candidate, around: Surroundings): void {
  checkReferences(candidate, around);
  checkName(candidate, around);
  if (Object.hasOwn(checks, candidate.type)) checks[candidate.type]?.(candidate, around);
}

/** Throws ResourceFailure if something that exists needs the resource that is about to be deleted. */
export function checkUnused(
  resource: { readonly type: string; readonly physicalId: string },
  around: Surroundings,
): void {
  const { type, physicalId } = resource;
  const wording = Object.hasOwn(inUse, type) ? inUse[type] : undefined;
  if (!wording) return;
  const users = around.using(physicalId).filter(user => user.physicalId !== physicalId && wording.users(user.type));
  if (users.length > 0) throw new ResourceFailure(wording.message(physicalId));
}

const inUse: Readonly<
  Record<string, { readonly users: (type: string) => boolean; readonly message: (id: string) => string }>
> = {
  'AWS::EC2::VPC': {
    users: type =>
      [
        'AWS::EC2::Subnet',
        'AWS::EC2::SecurityGroup',
        'AWS::EC2::VPCGatewayAttachment',
        'AWS::EC2::RouteTable',
      ].includes(type),
    message: id => `The vpc '${id}' has dependencies and cannot be deleted.`,
  },
  'AWS::EC2::Subnet': {
    users: type => type === 'AWS::EC2::NetworkInterface' || type === 'AWS::AutoScaling::AutoScalingGroup',
    message: id => `The subnet '${id}' has dependencies and cannot be deleted.`,
  },
  'AWS::EC2::SecurityGroup': {
    users: type =>
      ['AWS::EC2::NetworkInterface', 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'].includes(type),
    message: id => `resource ${id} has a dependent object`,
  },
  'AWS::IAM::Role': {
    users: type => type === 'AWS::IAM::InstanceProfile',
    message: () => 'Cannot delete entity, must remove roles from instance profile first.',
  },
};

/** Ids that a sandbox has assigned must exist here; others are taken for resources that were there before. */
function checkReferences({ properties }: Candidate, around: Surroundings): void {
  const missing = assignedIds(properties).find(id => !around.exists(id));
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
function assignedIds(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const [prefix = ''] = /^[a-z]+(?=-[0-9a-f]{17}$)/.exec(value) ?? [];
    return Object.hasOwn(nouns, prefix) && isAssigned(value) ? [value] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => (key.startsWith('Peer') ? [] : assignedIds(member)));
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

function checkName(candidate: Candidate, around: Surroundings): void {
  const wording = Object.hasOwn(uniqueNames, candidate.type) ? uniqueNames[candidate.type] : undefined;
  const name = givenName(candidate);
  if (!wording || name === undefined) return;
  if (others(candidate, around, candidate.type).some(other => givenName(other) === name)) {
    throw new ResourceFailure(wording(name));
  }
}

function others(candidate: Candidate, around: Surroundings, type: string): readonly LiveResource[] {
  return around.ofType(type).filter(({ physicalId }) => physicalId !== candidate.physicalId);
}

type Check = (candidate: Candidate, around: Surroundings) => void;

const checks: Readonly<Record<string, Check>> = {
  'AWS::EC2::VPC': ({ properties }) => {
    const cidr = text(properties.CidrBlock);
    if (cidr === undefined) return;
    const block = parseCidr(cidr);
    if (!block) throw invalidCidr(cidr);
    if (block.prefix < 16 || block.prefix > 28) throw new ResourceFailure(`The CIDR '${cidr}' is invalid.`);
  },
  'AWS::EC2::Subnet': checkSubnet,
  'AWS::EC2::SecurityGroup': (candidate, around) => {
    const name = text(candidate.properties.GroupName);
    const vpc = text(candidate.properties.VpcId);
    const same = others(candidate, around, candidate.type).some(
      ({ properties }) => properties.GroupName === name && properties.VpcId === vpc,
    );
    if (name !== undefined && same) throw new ResourceFailure(`${name} already exists in VPC ${vpc}`);
  },
  'AWS::EC2::NetworkInterface': (candidate, around) => {
    const address = text(candidate.properties.PrivateIpAddress);
    const taken = others(candidate, around, candidate.type).some(
      ({ properties, attributes }) =>
        properties.SubnetId === candidate.properties.SubnetId && attributes.PrimaryPrivateIpAddress === address,
    );
    if (address !== undefined && taken) throw new ResourceFailure(`The address '${address}' is in use.`);
  },
  'AWS::AutoScaling::AutoScalingGroup': ({ properties }) => {
    if (Number(properties.MinSize) > Number(properties.MaxSize)) {
      throw new ResourceFailure(`Group's min size must be less than or equal to its max size`);
    }
  },
};

function checkSubnet(candidate: Candidate, around: Surroundings): void {
  const cidr = text(candidate.properties.CidrBlock);
  const vpc = text(candidate.properties.VpcId);
  if (cidr === undefined || vpc === undefined) return;
  const block = parseCidr(cidr);
  if (!block) throw invalidCidr(cidr);
  const allowed = vpcBlocks(vpc, around);
  if (allowed.length > 0 && !allowed.some(outer => contains(outer, block))) {
    throw new ResourceFailure(`The CIDR '${cidr}' is invalid.`);
  }
  const conflict = others(candidate, around, candidate.type).find(({ properties }) => {
    const other = blockOf(properties);
    return properties.VpcId === vpc && other !== undefined && overlap(other, block);
  });
  if (conflict) throw new ResourceFailure(`The CIDR '${cidr}' conflicts with another subnet`);
}

/** Empty for a VPC that was not made by a stack. */
function vpcBlocks(vpc: string, around: Surroundings): readonly Cidr[] {
  const main = around.ofType('AWS::EC2::VPC').filter(({ physicalId }) => physicalId === vpc);
  const further = around.ofType('AWS::EC2::VPCCidrBlock').filter(({ properties }) => properties.VpcId === vpc);
  return main.length === 0 ? [] : [...main, ...further].flatMap(({ properties }) => blockOf(properties) ?? []);
}

function invalidCidr(value: string): ResourceFailure {
  return new ResourceFailure(`Value (${value}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
