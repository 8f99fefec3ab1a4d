import type { CfnTemplate } from '../model/artifact.js';
import { pointerTo } from './pointer.js';
import type { TemplateFinding } from './template-finding.js';

/** "Amazon VPC quotas": rules of a security group, in each direction; AWS may have been asked for more. */
const rulesPerGroup = 60;

const directions = {
  inbound: { type: 'AWS::EC2::SecurityGroupIngress', property: 'SecurityGroupIngress' },
  outbound: { type: 'AWS::EC2::SecurityGroupEgress', property: 'SecurityGroupEgress' },
} as const;

/** Warns of security groups with more rules than AWS gives by default, written inside or as resources of their own. */
export function checkRuleCounts({ Resources }: CfnTemplate): readonly TemplateFinding[] {
  return Object.entries(directions).flatMap(([direction, { type, property }]) => {
    const groups = new Map<string, { count: number; pointer: string }>();
    const count = (group: unknown, rules: number, pointer: string) => {
      const id = JSON.stringify(group) ?? '';
      const known = groups.get(id);
      groups.set(id, { count: (known?.count ?? 0) + rules, pointer });
    };
    for (const [logicalId, { Type, Properties = {} }] of Object.entries(Resources)) {
      const pointer = pointerTo('/Resources', logicalId);
      if (Type === type) count(Properties.GroupId, 1, pointer);
      const inside: unknown = Type === 'AWS::EC2::SecurityGroup' ? Properties[property] : undefined;
      if (Array.isArray(inside)) count({ Ref: logicalId }, inside.length, pointer);
    }
    return [...groups]
      .filter(([, group]) => group.count > rulesPerGroup)
      .map(([id, group]) => ({
        code: 'CW3015' as const,
        severity: 'warning' as const,
        pointer: group.pointer,
        message: `${group.count} ${direction} rules of the security group ${id}; AWS gives ${rulesPerGroup} unless asked for more`,
      }));
  });
}
