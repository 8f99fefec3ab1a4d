import { AwsFault } from '../fault.js';
import { required } from '../query-parameters.js';
import type { QueryAction, QueryParameters } from '../query-protocol.js';
import type { LiveResource } from '../resources/live-resource.js';
import type { SandboxRequest } from '../service.js';
import type { XmlValue } from '../xml.js';
import type { Nodes } from './nodes.js';
import { currentGroups } from './nodes.js';
import type { GroupInstance } from './state.js';
import { groupState } from './state.js';

export interface GroupRequest {
  readonly parameters: QueryParameters;
  readonly groups: readonly LiveResource[];
}

/** An action that sees the groups of the caller's account and region as they are by now. */
export function groupAction(
  nodes: Nodes,
  answer: (request: GroupRequest) => Promise<XmlValue> | XmlValue,
): QueryAction {
  return async (parameters: QueryParameters, { caller, region }: SandboxRequest) => {
    const groups = await currentGroups(nodes, { accountId: caller.accountId, region });
    return answer({ parameters, groups });
  };
}

/** The group that a request names; throws ValidationError if there is none. */
export function requireGroup({ parameters, groups }: GroupRequest): LiveResource {
  const name = required(parameters, 'AutoScalingGroupName');
  const group = groups.find(({ physicalId }) => physicalId === name);
  if (group) return group;
  throw validationError(`AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);
}

/** The group of an instance that a request names, and the instance. */
export function requireInstance(
  nodes: Nodes,
  { groups }: Pick<GroupRequest, 'groups'>,
  id: string,
): { readonly group: LiveResource; readonly instance: GroupInstance } {
  for (const group of groups) {
    const instance = groupState(nodes.world, group).instances[id];
    if (instance) return { group, instance };
  }
  throw validationError(`Instance Id not found - No managed instance found for instance ID: ${id}`);
}

export function validationError(message: string): AwsFault {
  return new AwsFault('ValidationError', message);
}
