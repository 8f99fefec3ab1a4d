import { members } from '../query-page.js';
import { oneOf, required, textList } from '../query-parameters.js';
import type { QueryAction } from '../query-protocol.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { sizesOf } from './capacity.js';
import { activityXml } from './describe.js';
import { detach } from './instance.js';
import type { Nodes } from './nodes.js';
import { changeGroup } from './nodes.js';
import { groupAction, requireGroup, requireInstance, validationError } from './requests.js';
import { terminateInstance } from './settle.js';
import type { GroupInstance, GroupState } from './state.js';
import { groupState } from './state.js';

export function setDesiredCapacity(nodes: Nodes): QueryAction {
  return groupAction(nodes, async request => {
    const group = requireGroup(request);
    const wanted = Number(required(request.parameters, 'DesiredCapacity', /^\d+$/));
    const { min, max } = sizesOf(group, groupState(nodes.world, group));
    const refuse = (how: string) =>
      validationError(`New SetDesiredCapacity value ${wanted} is ${how} for the AutoScalingGroup.`);
    if (wanted > max) throw refuse(`above max value ${max}`);
    if (wanted < min) throw refuse(`below min value ${min}`);
    await changeGroup(nodes, group, ({ state }) => {
      state.desired = wanted;
      showDesired(nodes, group, wanted);
    });
    return {};
  });
}

export function terminateInstanceInGroup(nodes: Nodes): QueryAction {
  return groupAction(nodes, async request => {
    const { parameters } = request;
    const { group, instance } = requireInstance(nodes, request, required(parameters, 'InstanceId'));
    const decrement = required(parameters, 'ShouldDecrementDesiredCapacity') === 'true';
    await changeGroup(nodes, group, acting => {
      if (decrement) shrink(nodes, group, instance);
      terminateInstance(acting, instance, 'an instance was taken out of service in response to a user request');
    });
    const activity = groupState(nodes.world, group).activities.findLast(({ description }) =>
      description.endsWith(instance.id),
    );
    return { Activity: activity && activityXml(group, activity) };
  });
}

/** Makes an instance one of nobody's. */
export function detachInstances(nodes: Nodes): QueryAction {
  return groupAction(nodes, async request => {
    const group = requireGroup(request);
    const decrement = required(request.parameters, 'ShouldDecrementDesiredCapacity') === 'true';
    const chosen = textList(request.parameters, 'InstanceIds').map(
      id => requireInstance(nodes, { groups: [group] }, id).instance,
    );
    await changeGroup(nodes, group, ({ resources, state }) => {
      for (const instance of chosen) {
        if (decrement) shrink(nodes, group, instance);
        detach(resources, group, instance.id);
        delete state.instances[instance.id];
      }
    });
    return { Activities: members([]) };
  });
}

export function setInstanceHealth(nodes: Nodes): QueryAction {
  return groupAction(nodes, async request => {
    const { group, instance } = requireInstance(nodes, request, required(request.parameters, 'InstanceId'));
    required(request.parameters, 'HealthStatus');
    const health = oneOf(request.parameters, 'HealthStatus', ['Healthy', 'Unhealthy']);
    await changeGroup(nodes, group, () => {
      instance.healthy = health === 'Healthy';
    });
    return {};
  });
}

export function suspendProcesses(nodes: Nodes): QueryAction {
  return changeProcesses(nodes, (suspended, named) => [...new Set([...suspended, ...named])]);
}

export function resumeProcesses(nodes: Nodes): QueryAction {
  return changeProcesses(nodes, (suspended, named) => suspended.filter(process => !named.includes(process)));
}

const processes = [
  'Launch',
  'Terminate',
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'ReplaceUnhealthy',
  'ScheduledActions',
];

type ProcessChange = (suspended: readonly string[], named: readonly string[]) => readonly string[];

function changeProcesses(nodes: Nodes, change: ProcessChange): QueryAction {
  return groupAction(nodes, async request => {
    const group = requireGroup(request);
    const given = textList(request.parameters, 'ScalingProcesses');
    const unknown = given.filter(name => !processes.includes(name));
    if (unknown.length > 0) throw validationError(`Invalid process name(s): [${unknown.join(', ')}].`);
    await changeGroup(nodes, group, ({ state }) => {
      state.suspended = change(state.suspended, given.length === 0 ? processes : given);
    });
    return {};
  });
}

function shrink({ world }: Nodes, group: LiveResource, { weight }: GroupInstance): void {
  const state: GroupState = groupState(world, group);
  const { min } = sizesOf(group, state);
  if (state.desired - weight < min) {
    throw validationError(
      `Currently, desiredSize equals minSize (${min}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
    );
  }
  state.desired -= weight;
}

/** What a template says of the desired capacity has drifted then. */
function showDesired({ world }: Nodes, group: LiveResource, desired: number): void {
  if (group.properties.DesiredCapacity === undefined) return;
  resourcesOf(world).put({ ...group, properties: { ...group.properties, DesiredCapacity: String(desired) } });
}
