import type { Nodes } from '../autoscaling/nodes.js';
import { AwsFault } from '../fault.js';
import type { QueryParameters } from '../query-protocol.js';
import type { LiveResource, Place } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import type { Ec2Value } from './xml-lists.js';

/** A request for an action of EC2. */
export interface Call {
  readonly nodes: Nodes;
  readonly parameters: QueryParameters;
  readonly place: Place;
}

export type Fields = Readonly<Record<string, Ec2Value>>;
export type Action = (call: Call) => Promise<Fields> | Fields;

export function required({ parameters }: Pick<Call, 'parameters'>, name: string): string {
  const value = parameters.get(name);
  if (value !== undefined && value !== '') return value;
  throw new AwsFault('MissingParameter', `The request must contain the parameter ${name}`);
}

/** Texts of `Name.1`, `Name.2` and so on. */
export function textList(parameters: QueryParameters, name: string): readonly string[] {
  return structureList(parameters, name).map(member => member.get('') ?? '');
}

/** Structures of `Name.1.Field`: for each its fields by name. */
export function structureList(parameters: QueryParameters, name: string): readonly QueryParameters[] {
  const members = new Map<number, Map<string, string>>();
  for (const [key, value] of parameters) {
    const match = key.startsWith(`${name}.`) ? /^(\d+)(?:\.(.+))?$/.exec(key.slice(name.length + 1)) : null;
    if (!match) continue;
    const member = members.get(Number(match[1])) ?? new Map<string, string>();
    members.set(Number(match[1]), member.set(match[2] ?? '', value));
  }
  return [...members].sort(([a], [b]) => a - b).map(([, member]) => member);
}

/** A resource by its id; throws what AWS answers if there is none. */
export function requireResource({ nodes, place }: Call, type: string, id: string): LiveResource {
  const found = resourcesOf(nodes.world).find(place, type, id);
  if (found) return found;
  throw notFound(type, id);
}

/** How EC2 says that it knows no resource of an id, by CloudFormation's type. */
export function notFound(type: string, id: string): AwsFault {
  const [code, message] = missing[type] ?? ['InvalidID', "The ID '{}' is not valid"];
  return new AwsFault(
    code,
    message.replace('{}', () => id),
  );
}

const missing: Readonly<Record<string, readonly [code: string, message: string]>> = {
  'AWS::EC2::Image': ['InvalidAMIID.NotFound', "The image id '[{}]' does not exist"],
  'AWS::EC2::Instance': ['InvalidInstanceID.NotFound', "The instance ID '{}' does not exist"],
  'AWS::EC2::LaunchTemplate': [
    'InvalidLaunchTemplateId.NotFound',
    'The specified launch template, with template ID {}, does not exist.',
  ],
  'AWS::EC2::NetworkInterface': ['InvalidNetworkInterfaceID.NotFound', "The networkInterface ID '{}' does not exist"],
  'AWS::EC2::RouteTable': ['InvalidRouteTableID.NotFound', "The routeTable ID '{}' does not exist"],
  'AWS::EC2::SecurityGroup': ['InvalidGroup.NotFound', "The security group '{}' does not exist"],
  'AWS::EC2::SecurityGroupRule': [
    'InvalidSecurityGroupRuleId.NotFound',
    "The security group rule ID '{}' does not exist",
  ],
  'AWS::EC2::Subnet': ['InvalidSubnetID.NotFound', "The subnet ID '{}' does not exist"],
  'AWS::EC2::VPC': ['InvalidVpcID.NotFound', "The vpc ID '{}' does not exist"],
  'AWS::EC2::VPCPeeringConnection': [
    'InvalidVpcPeeringConnectionID.NotFound',
    "The vpcPeeringConnection ID '{}' does not exist",
  ],
  'AWS::EC2::Volume': ['InvalidVolume.NotFound', "The volume '{}' does not exist."],
};

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags as EC2 tells them, with those that CloudFormation puts on what it makes. */
export function tagSet({ properties, maker, logicalId }: LiveResource): readonly Fields[] {
  const own = (Array.isArray(properties.Tags) ? properties.Tags : []) as readonly Tag[];
  const stack = maker.includes(':stack/')
    ? [
        { Key: 'aws:cloudformation:stack-name', Value: maker.split('/')[1] ?? '' },
        { Key: 'aws:cloudformation:stack-id', Value: maker },
        { Key: 'aws:cloudformation:logical-id', Value: logicalId },
      ]
    : [];
  return [...own, ...stack].map(({ Key, Value }) => ({ key: Key, value: Value }));
}
