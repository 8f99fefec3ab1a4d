import { members } from '../query-page.js';
import { oneOf, required, textList } from '../query-parameters.js';
import type { QueryAction } from '../query-protocol.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { lifecycleHooks } from './hooks.js';
import type { Nodes } from './nodes.js';
import { changeGroup } from './nodes.js';
import { scaledMs } from './pace.js';
import type { GroupRequest } from './requests.js';
import { groupAction, requireGroup, validationError } from './requests.js';
import { completeHold, wait } from './settle.js';
import type { GroupInstance } from './state.js';
import { groupState } from './state.js';

export function describeLifecycleHooks(nodes: Nodes): QueryAction {
  return groupAction(nodes, request => {
    const group = requireGroup(request);
    const names = textList(request.parameters, 'LifecycleHookNames');
    const hooks = lifecycleHooks(group, resourcesOf(nodes.world));
    return {
      LifecycleHooks: members(
        hooks
          .filter(({ name }) => names.length === 0 || names.includes(name))
          .map(hook => ({
            LifecycleHookName: hook.name,
            AutoScalingGroupName: group.physicalId,
            LifecycleTransition: hook.transition,
            NotificationTargetARN: hook.notificationTargetArn,
            RoleARN: hook.roleArn,
            NotificationMetadata: hook.notificationMetadata,
            HeartbeatTimeout: hook.heartbeatSeconds,
            // 48 hours or 100 heartbeats, whichever is less.
            GlobalTimeout: Math.min(172_800, hook.heartbeatSeconds * 100),
            DefaultResult: hook.defaultResult,
          })),
      ),
    };
  });
}

export function completeLifecycleAction(nodes: Nodes): QueryAction {
  return groupAction(nodes, async request => {
    required(request.parameters, 'LifecycleActionResult');
    const result = oneOf(request.parameters, 'LifecycleActionResult', ['CONTINUE', 'ABANDON']);
    const { group, instance, hook } = requireHold(nodes, request);
    await changeGroup(nodes, group, acting => completeHold(acting, instance, hook, result ?? 'CONTINUE'));
    return {};
  });
}

/** Gives whoever works on an instance more time. */
export function recordLifecycleActionHeartbeat(nodes: Nodes): QueryAction {
  return groupAction(nodes, async request => {
    const { group, instance, hook } = requireHold(nodes, request);
    const { heartbeatSeconds = 3600 } =
      lifecycleHooks(group, resourcesOf(nodes.world)).find(({ name }) => name === hook) ?? {};
    await changeGroup(nodes, group, ({ now, resourceMs }) => {
      const hold = instance.holds[hook];
      if (hold) hold.deadline = now + scaledMs(heartbeatSeconds, resourceMs);
      wait(instance);
    });
    return {};
  });
}

/** The hold that a request names, by instance or by token. */
function requireHold(
  { world }: Nodes,
  request: GroupRequest,
): { readonly group: LiveResource; readonly instance: GroupInstance; readonly hook: string } {
  const { parameters } = request;
  const group = requireGroup(request);
  const hook = required(parameters, 'LifecycleHookName');
  const id = parameters.get('InstanceId');
  const token = parameters.get('LifecycleActionToken');
  const instance = Object.values(groupState(world, group).instances).find(
    ({ id: other, holds }) =>
      Object.hasOwn(holds, hook) && (id ?? other) === other && (token ?? holds[hook]?.token) === holds[hook]?.token,
  );
  if (instance && (id ?? token) !== undefined) return { group, instance, hook };
  throw validationError(
    id === undefined
      ? `No active Lifecycle Action found with token ${token ?? ''}`
      : `No active Lifecycle Action found with instance ID ${id}`,
  );
}
