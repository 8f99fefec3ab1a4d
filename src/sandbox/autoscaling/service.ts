import { queryService } from '../query-protocol.js';
import type { SandboxService } from '../service.js';
import { describeAutoScalingGroups, describeAutoScalingInstances, describeScalingActivities } from './describe.js';
import {
  completeLifecycleAction,
  describeLifecycleHooks,
  recordLifecycleActionHeartbeat,
} from './lifecycle-actions.js';
import type { Nodes } from './nodes.js';
import {
  detachInstances,
  resumeProcesses,
  setDesiredCapacity,
  setInstanceHealth,
  suspendProcesses,
  terminateInstanceInGroup,
} from './scaling-actions.js';

/** Auto Scaling: groups come from stacks; here they are looked at, scaled and helped along. */
export function autoScaling(nodes: Nodes): SandboxService {
  return queryService({
    namespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
    version: '2011-01-01',
    actions: {
      CompleteLifecycleAction: completeLifecycleAction(nodes),
      DescribeAutoScalingGroups: describeAutoScalingGroups(nodes),
      DescribeAutoScalingInstances: describeAutoScalingInstances(nodes),
      DescribeLifecycleHooks: describeLifecycleHooks(nodes),
      DescribeScalingActivities: describeScalingActivities(nodes),
      DetachInstances: detachInstances(nodes),
      RecordLifecycleActionHeartbeat: recordLifecycleActionHeartbeat(nodes),
      ResumeProcesses: resumeProcesses(nodes),
      SetDesiredCapacity: setDesiredCapacity(nodes),
      SetInstanceHealth: setInstanceHealth(nodes),
      SuspendProcesses: suspendProcesses(nodes),
      TerminateInstanceInAutoScalingGroup: terminateInstanceInGroup(nodes),
    },
  });
}
