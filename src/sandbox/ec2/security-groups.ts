import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { text } from '../resources/text.js';
import type { Call, Fields } from './call.js';
import { tagSet, textList } from './call.js';
import type { Description } from './describe.js';
import type { Direction, Rule, RuleProperties } from './security-group-rules.js';
import { rulesOf } from './security-group-rules.js';

export const securityGroupType = 'AWS::EC2::SecurityGroup';

export const securityGroupDescription: Description = {
  type: securityGroupType,
  set: 'securityGroupInfo',
  ids: 'GroupId',
  id: 'groupId',
  items: call => {
    const names = textList(call.parameters, 'GroupName');
    return groupsIn(call)
      .map(group => ({
        ownerId: group.accountId,
        groupId: group.physicalId,
        groupName: groupName(group),
        groupDescription: text(group.properties.GroupDescription),
        vpcId: text(group.properties.VpcId),
        ipPermissions: permissions(call, group, 'ingress'),
        ipPermissionsEgress: permissions(call, group, 'egress'),
        tagSet: tagSet(group),
      }))
      .filter(item => names.length === 0 || names.includes(item.groupName));
  },
  filters: {
    description: 'groupDescription',
    'group-id': 'groupId',
    'group-name': 'groupName',
    'vpc-id': 'vpcId',
    'ip-permission.cidr': 'ipPermissions.ipRanges.cidrIp',
    'ip-permission.from-port': 'ipPermissions.fromPort',
    'ip-permission.to-port': 'ipPermissions.toPort',
    'ip-permission.protocol': 'ipPermissions.ipProtocol',
    'ip-permission.group-id': 'ipPermissions.groups.groupId',
    'egress.ip-permission.cidr': 'ipPermissionsEgress.ipRanges.cidrIp',
    'egress.ip-permission.protocol': 'ipPermissionsEgress.ipProtocol',
  },
};

export const securityGroupRuleDescription: Description = {
  type: 'AWS::EC2::SecurityGroupRule',
  set: 'securityGroupRuleSet',
  ids: 'SecurityGroupRuleId',
  id: 'securityGroupRuleId',
  items: call =>
    groupsIn(call).flatMap(group =>
      (['ingress', 'egress'] as const)
        .flatMap(direction => rulesOf(group, direction, resourcesOf(call.nodes.world)))
        .map(rule => ruleFields(rule, group)),
    ),
  filters: { 'group-id': 'groupId', 'security-group-rule-id': 'securityGroupRuleId' },
};

export function ruleFields({ id, groupId, direction, properties, resource }: Rule, group: LiveResource): Fields {
  const { IpProtocol, FromPort, ToPort, CidrIp, CidrIpv6, PrefixListId, GroupId, OwnerId, Description } = properties;
  return {
    securityGroupRuleId: id,
    groupId,
    groupOwnerId: group.accountId,
    isEgress: direction === 'egress',
    ipProtocol: IpProtocol,
    fromPort: FromPort,
    toPort: ToPort,
    cidrIpv4: CidrIp,
    cidrIpv6: CidrIpv6,
    prefixListId: PrefixListId,
    referencedGroupInfo: GroupId === undefined ? undefined : { groupId: GroupId, userId: OwnerId },
    description: Description,
    tagSet: resource ? tagSet({ ...resource, maker: '' }) : [],
  };
}

function groupsIn({ nodes, place }: Call): readonly LiveResource[] {
  return resourcesOf(nodes.world).ofType(place, securityGroupType);
}

/** CloudFormation makes a name up where the template gives none. */
function groupName({ properties, maker, logicalId, physicalId }: LiveResource): string {
  return (
    text(properties.GroupName) ?? `${maker.split('/')[1] ?? ''}-${logicalId}-${physicalId.slice(-12).toUpperCase()}`
  );
}

/** Rules of the same protocol and ports are one permission. */
function permissions({ nodes }: Call, group: LiveResource, direction: Direction): readonly Fields[] {
  const byPorts = new Map<string, RuleProperties[]>();
  for (const { properties } of rulesOf(group, direction, resourcesOf(nodes.world))) {
    const key = `${properties.IpProtocol} ${properties.FromPort} ${properties.ToPort}`;
    byPorts.set(key, [...(byPorts.get(key) ?? []), properties]);
  }
  return [...byPorts.values()].map(permission);
}

function permission(rules: readonly RuleProperties[]): Fields {
  const [first] = rules;
  const all = first?.IpProtocol === '-1';
  const listed = (field: 'CidrIp' | 'CidrIpv6' | 'PrefixListId', name: string) =>
    rules.flatMap(rule => (rule[field] === undefined ? [] : { [name]: rule[field], description: rule.Description }));
  return {
    ipProtocol: first?.IpProtocol,
    fromPort: all ? undefined : first?.FromPort,
    toPort: all ? undefined : first?.ToPort,
    groups: rules.flatMap(({ GroupId, OwnerId, Description }) =>
      GroupId === undefined ? [] : { userId: OwnerId, groupId: GroupId, description: Description },
    ),
    ipRanges: listed('CidrIp', 'cidrIp'),
    ipv6Ranges: listed('CidrIpv6', 'cidrIpv6'),
    prefixListIds: listed('PrefixListId', 'prefixListId'),
  };
}
