import { AwsFault } from '../fault.js';
import type { QueryParameters } from '../query-protocol.js';
import type { LiveResource } from '../resources/live-resource.js';
import type { Resources } from '../resources/store.js';
import { resourcesOf } from '../resources/store.js';
import type { Action, Call } from './call.js';
import { notFound, required, requireResource, structureList, textList } from './call.js';
import type { Direction, Rule, RuleProperties } from './security-group-rules.js';
import {
  asOwnRule,
  listProperties,
  ownRules,
  protocolName,
  ruleId,
  rulesOf,
  ruleText,
} from './security-group-rules.js';
import { ruleFields, securityGroupType } from './security-groups.js';

/** Adds rules to a group's own. */
export function authorize(direction: Direction): Action {
  return async call => {
    const { resources, group, rules } = requested(call, direction);
    const wanted = permissionsOf(call, group);
    const texts = rules.map(({ properties }) => ruleText(properties));
    const duplicate = wanted.find(rule => texts.includes(ruleText(rule)));
    if (duplicate)
      throw new AwsFault('InvalidPermission.Duplicate', `the specified rule "${told(duplicate)}" already exists`);
    const own = [...ownRules(group, direction), ...wanted.map(rule => asOwnRule(rule, direction))];
    await putRules(resources, group, direction, own);
    const made = wanted.map(
      (properties): Rule => ({
        id: ruleId(group.physicalId, direction, properties),
        groupId: group.physicalId,
        direction,
        properties,
        resource: undefined,
      }),
    );
    return { return: true, securityGroupRuleSet: made.map(rule => ruleFields(rule, group)) };
  };
}

/** Takes rules away, whoever has made them. */
export function revoke(direction: Direction): Action {
  return async call => {
    const { resources, group, rules } = requested(call, direction);
    const ids = textList(call.parameters, 'SecurityGroupRuleId');
    const unknown = ids.find(id => !rules.some(rule => rule.id === id));
    if (unknown !== undefined) throw notFound('AWS::EC2::SecurityGroupRule', unknown);
    const texts = ids.length > 0 ? [] : permissionsOf(call, group).map(ruleText);
    const missing = texts.some(rule => !rules.some(({ properties }) => ruleText(properties) === rule));
    if (missing) {
      throw new AwsFault('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
    }
    const gone = rules.filter(({ id, properties }) => ids.includes(id) || texts.includes(ruleText(properties)));
    for (const { resource } of gone) if (resource) resources.remove(resource);
    const kept = rules.filter(rule => !rule.resource && !gone.includes(rule));
    if (gone.some(({ resource }) => !resource)) {
      const own = kept.map(({ properties }) => asOwnRule(properties, direction));
      await putRules(resources, group, direction, own);
    }
    await resources.keep(group);
    return { return: true, revokedSecurityGroupRuleSet: gone.map(rule => ruleFields(rule, group)) };
  };
}

function requested(call: Call, direction: Direction) {
  const resources = resourcesOf(call.nodes.world);
  const group = requireResource(call, securityGroupType, required(call, 'GroupId'));
  return { resources, group, rules: rulesOf(group, direction, resources) };
}

async function putRules(resources: Resources, group: LiveResource, direction: Direction, rules: readonly object[]) {
  resources.put({ ...group, properties: { ...group.properties, [listProperties[direction]]: rules } });
  await resources.keep(group);
}

/** What a request names: permissions with lists of peers, or a single one in parameters of its own. */
function permissionsOf({ parameters }: Call, group: LiveResource): readonly RuleProperties[] {
  const listed = structureList(parameters, 'IpPermissions');
  const single = parameters.has('CidrIp') ? [asPermission(parameters)] : [];
  const rules = [...listed, ...single].flatMap(permission => peersOf(permission, group));
  if (rules.length > 0) return rules;
  throw new AwsFault('MissingParameter', 'Either ipPermissions or securityGroupRuleIds must be specified');
}

function asPermission(parameters: QueryParameters): QueryParameters {
  return new Map([...parameters, ['IpRanges.1.CidrIp', parameters.get('CidrIp') ?? '']]);
}

function peersOf(permission: QueryParameters, { accountId }: LiveResource): readonly RuleProperties[] {
  const IpProtocol = protocolName(permission.get('IpProtocol'));
  const port = (name: string) => (IpProtocol === '-1' ? -1 : Number(permission.get(name) ?? -1));
  const base = { IpProtocol, FromPort: port('FromPort'), ToPort: port('ToPort') };
  const peers = (list: string, name: string, property: string) =>
    structureList(permission, list).map(peer => {
      const described = peer.get('Description');
      return {
        ...base,
        [property]: peer.get(name) ?? '',
        ...(property === 'GroupId' && { OwnerId: peer.get('UserId') ?? accountId }),
        ...(described !== undefined && { Description: described }),
      };
    });
  const cidrs = peers('IpRanges', 'CidrIp', 'CidrIp') as readonly RuleProperties[];
  const invalid = cidrs.find(({ CidrIp = '' }) => !/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(CidrIp));
  if (invalid) {
    throw new AwsFault('InvalidParameterValue', `CIDR block ${invalid.CidrIp} is malformed`);
  }
  return [
    ...cidrs,
    ...peers('Ipv6Ranges', 'CidrIpv6', 'CidrIpv6'),
    ...peers('PrefixListIds', 'PrefixListId', 'PrefixListId'),
    ...peers('Groups', 'GroupId', 'GroupId'),
  ];
}

/** A rule in the words of EC2's errors. */
function told({ IpProtocol, FromPort, ToPort, CidrIp, CidrIpv6, PrefixListId, GroupId }: RuleProperties): string {
  const peer = CidrIp ?? CidrIpv6 ?? PrefixListId ?? GroupId ?? '';
  const ports = IpProtocol === '-1' ? 'ALL' : `${IpProtocol.toUpperCase()}, from port: ${FromPort}, to port: ${ToPort}`;
  return `peer: ${peer}, ${ports}, ALLOW`;
}
