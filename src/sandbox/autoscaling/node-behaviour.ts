import type { LiveResource } from '../resources/live-resource.js';
import type { PartitionKey, World } from '../world.js';

/** What a new node does once it has booted: tells CloudFormation that it is ready, that it is not, or nothing. */
export type NodeBehaviour = 'signal' | 'fail' | 'silent';

export const nodeBehaviours: readonly NodeBehaviour[] = ['signal', 'fail', 'silent'];

/** Groups that a behaviour is for; what is left out matches all. */
export interface GroupMatch {
  readonly accountId?: string;
  readonly region?: string;
  /** Name of the group, or `StackName/LogicalId`. */
  readonly group?: string;
  /** Of the launch template, so that bad nodes can be followed by good ones. */
  readonly version?: string;
}

interface Rules {
  rules: readonly (GroupMatch & { readonly behaviour: NodeBehaviour })[];
}

/** Makes nodes that are launched from now on behave; the rule that was set last wins. */
export async function setNodeBehaviour(world: World, match: GroupMatch, behaviour: NodeBehaviour): Promise<void> {
  const state = world.partition<Rules>(key, noRules);
  const others = state.rules.filter(rule => !fields.every(field => rule[field] === match[field]));
  state.rules = [...others, { ...match, behaviour }];
  await world.changed(key);
}

export function nodeBehaviourOf(world: World, group: LiveResource, version?: string): NodeBehaviour {
  const { rules } = world.partition<Rules>(key, noRules);
  return rules.findLast(rule => matches(rule, group, version))?.behaviour ?? 'signal';
}

const key: PartitionKey = { service: 'autoscaling', accountId: 'global', region: 'global' };
const fields = ['accountId', 'region', 'group', 'version'] as const;

function noRules(): Rules {
  return { rules: [] };
}

function matches({ accountId, region, group, version }: GroupMatch, live: LiveResource, launched?: string): boolean {
  const stackName = live.maker.split('/')[1] ?? '';
  return (
    (accountId ?? live.accountId) === live.accountId &&
    (region ?? live.region) === live.region &&
    (version ?? launched) === launched &&
    (group === undefined || group === live.physicalId || group === `${stackName}/${live.logicalId}`)
  );
}
