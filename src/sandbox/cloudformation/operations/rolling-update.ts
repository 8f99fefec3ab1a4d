import { isSame } from '../change-sets/difference.js';
import type { StackResource } from '../state.js';

interface RollingUpdate {
  readonly MaxBatchSize?: number | string;
  readonly MinInstancesInService?: number | string;
  readonly PauseTime?: string;
  readonly WaitOnResourceSignals?: boolean | string;
}

/**
 * What CloudFormation announces when an update of an auto scaling group makes instances obsolete and the group's
 * UpdatePolicy says to roll them; undefined if none are. Instances themselves are not simulated.
 */
export function rollingUpdate(
  group: StackResource,
  wanted: StackResource['properties'],
  updatePolicy: unknown,
): { readonly message: string; readonly batches: number } | undefined {
  if (group.type !== 'AWS::AutoScaling::AutoScalingGroup') return undefined;
  const policy = (updatePolicy as { readonly AutoScalingRollingUpdate?: RollingUpdate } | undefined)
    ?.AutoScalingRollingUpdate;
  const obsoleting = ['LaunchConfigurationName', 'LaunchTemplate', 'MixedInstancesPolicy', 'VPCZoneIdentifier'];
  if (!policy || obsoleting.every(name => isSame(group.properties[name], wanted[name]))) return undefined;
  const instances = Number(wanted.DesiredCapacity ?? wanted.MinSize ?? 0);
  if (instances === 0) return undefined;
  const batch = Number(policy.MaxBatchSize ?? 1);
  const message = `Rolling update initiated. Terminating ${instances} obsolete instance(s) in batches of ${batch}, while keeping at least ${Number(policy.MinInstancesInService ?? 0)} instance(s) in service.${waiting(policy)}`;
  return { message, batches: Math.ceil(instances / batch) };
}

function waiting({ PauseTime = 'PT5M', WaitOnResourceSignals }: RollingUpdate): string {
  if (String(WaitOnResourceSignals) !== 'true') return '';
  return ` Waiting on resource signals with a timeout of ${PauseTime} when new instances are added to the autoscaling group.`;
}
