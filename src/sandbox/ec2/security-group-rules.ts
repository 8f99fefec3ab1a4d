import { createHash } from 'node:crypto';
import type { Properties } from '../resource.js';
import type { LiveResource } from '../resources/live-resource.js';
import type { Resources } from '../resources/store.js';
import { text } from '../resources/text.js';

export type Direction = 'ingress' | 'egress';

/** One rule of a group, in CloudFormation's names. */
export interface Rule {
  readonly id: string;
  readonly groupId: string;
  readonly direction: Direction;
  readonly properties: RuleProperties;
  /** The resource that the rule is; undefined if it is one of the group's own. */
  readonly resource: LiveResource | undefined;
}

export interface RuleProperties {
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly ToPort: number;
  readonly CidrIp?: string;
  readonly CidrIpv6?: string;
  readonly PrefixListId?: string;
  readonly GroupId?: string;
  readonly OwnerId?: string;
  readonly Description?: string;
}

/** What a group lets through: its own rules, those of resources of their own, and AWS's default. */
export function rulesOf(group: LiveResource, direction: Direction, resources: Resources): readonly Rule[] {
  const groupId = group.physicalId;
  const own = ownRules(group, direction).map(properties => {
    const normal = ruleProperties(properties, group.accountId);
    return { id: ruleId(groupId, direction, normal), groupId, direction, properties: normal, resource: undefined };
  });
  const standalone = resources
    .referringTo(group, groupId)
    .filter(({ type, properties }) => type === ruleTypes[direction] && properties.GroupId === groupId)
    .map(resource => ({
      id: resource.physicalId,
      groupId,
      direction,
      properties: ruleProperties(resource.properties, group.accountId),
      resource,
    }));
  return [...own, ...standalone];
}

/** A new group lets everything out unless it has rules of its own. */
export function ownRules({ properties }: LiveResource, direction: Direction): readonly Properties[] {
  const rules = properties[listProperties[direction]] as readonly Properties[] | undefined;
  return rules ?? (direction === 'egress' ? [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] : []);
}

export const listProperties = { ingress: 'SecurityGroupIngress', egress: 'SecurityGroupEgress' } as const;

const ruleTypes: Readonly<Record<Direction, string>> = {
  ingress: 'AWS::EC2::SecurityGroupIngress',
  egress: 'AWS::EC2::SecurityGroupEgress',
};

/** The same rule has the same text, whatever its description is. */
export function ruleText(rule: RuleProperties): string {
  const names = Object.keys(rule).filter(name => name !== 'Description');
  return JSON.stringify(rule, names.sort());
}

/** In the way of CloudFormation, for the group's own list. */
export function asOwnRule(
  { GroupId, OwnerId, PrefixListId, ...rule }: RuleProperties,
  direction: Direction,
): Properties {
  const ingress = direction === 'ingress';
  return {
    ...rule,
    ...(GroupId !== undefined && { [ingress ? 'SourceSecurityGroupId' : 'DestinationSecurityGroupId']: GroupId }),
    ...(GroupId !== undefined && ingress && { SourceSecurityGroupOwnerId: OwnerId }),
    ...(PrefixListId !== undefined && { [ingress ? 'SourcePrefixListId' : 'DestinationPrefixListId']: PrefixListId }),
  };
}

export function ruleId(groupId: string, direction: Direction, rule: RuleProperties): string {
  const digest = createHash('sha256')
    .update(`${groupId} ${direction} ${ruleText(rule)}`)
    .digest('hex');
  return `sgr-0${digest.slice(0, 16)}`;
}

export function protocolName(protocol: unknown): string {
  const names: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', all: '-1' };
  const name = text(protocol)?.toLowerCase() ?? '-1';
  return names[name] ?? name;
}

function ruleProperties(given: Properties, accountId: string): RuleProperties {
  const IpProtocol = protocolName(given.IpProtocol);
  const GroupId = text(given.SourceSecurityGroupId ?? given.DestinationSecurityGroupId);
  const PrefixListId = text(given.SourcePrefixListId ?? given.DestinationPrefixListId);
  const [CidrIp, CidrIpv6, Description] = [given.CidrIp, given.CidrIpv6, given.Description].map(text);
  return {
    IpProtocol,
    // Without a protocol ports mean nothing.
    FromPort: IpProtocol === '-1' ? -1 : Number(given.FromPort ?? -1),
    ToPort: IpProtocol === '-1' ? -1 : Number(given.ToPort ?? -1),
    ...(CidrIp !== undefined && { CidrIp }),
    ...(CidrIpv6 !== undefined && { CidrIpv6 }),
    ...(PrefixListId !== undefined && { PrefixListId }),
    ...(GroupId !== undefined && { GroupId, OwnerId: text(given.SourceSecurityGroupOwnerId) ?? accountId }),
    ...(Description !== undefined && { Description }),
  };
}
