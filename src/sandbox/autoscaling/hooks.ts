import type { LiveResource } from '../resources/live-resource.js';
import type { Resources } from '../resources/store.js';
import { text } from '../resources/text.js';

export type Transition = 'autoscaling:EC2_INSTANCE_LAUNCHING' | 'autoscaling:EC2_INSTANCE_TERMINATING';

export interface LifecycleHook {
  readonly name: string;
  readonly transition: string;
  readonly heartbeatSeconds: number;
  readonly defaultResult: string;
  readonly notificationMetadata: string | undefined;
  readonly notificationTargetArn: string | undefined;
  readonly roleArn: string | undefined;
}

/** Hooks of a group: those that its own properties list, and resources that name it. */
export function lifecycleHooks(group: LiveResource, resources: Resources): readonly LifecycleHook[] {
  const listed = (group.properties.LifecycleHookSpecificationList ?? []) as readonly HookProperties[];
  const standalone = resources
    .ofType(group, 'AWS::AutoScaling::LifecycleHook')
    .filter(({ properties }) => properties.AutoScalingGroupName === group.physicalId)
    .map(({ properties, physicalId }) => hookOf({ LifecycleHookName: physicalId, ...properties }));
  return [...listed.map(hookOf), ...standalone];
}

type HookProperties = Readonly<Record<string, unknown>>;

function hookOf(properties: HookProperties): LifecycleHook {
  return {
    name: text(properties.LifecycleHookName) ?? '',
    transition: text(properties.LifecycleTransition) ?? '',
    heartbeatSeconds: Number(properties.HeartbeatTimeout ?? 3600),
    defaultResult: text(properties.DefaultResult) ?? 'ABANDON',
    notificationMetadata: text(properties.NotificationMetadata),
    notificationTargetArn: text(properties.NotificationTargetARN),
    roleArn: text(properties.RoleARN),
  };
}
