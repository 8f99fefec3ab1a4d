import { members, queryPage, time } from '../query-page.js';
import { structureList, textList } from '../query-parameters.js';
import type { QueryAction, QueryParameters } from '../query-protocol.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { text } from '../resources/text.js';
import type { XmlValue } from '../xml.js';
import { sizesOf } from './capacity.js';
import type { Nodes } from './nodes.js';
import { recipeOf } from './recipe.js';
import { groupAction, validationError } from './requests.js';
import type { Activity, GroupInstance, GroupState } from './state.js';
import { groupState } from './state.js';

export function describeAutoScalingGroups(nodes: Nodes): QueryAction {
  return groupAction(nodes, ({ parameters, groups }) => {
    const names = textList(parameters, 'AutoScalingGroupNames');
    const named = groups.filter(({ physicalId }) => names.length === 0 || names.includes(physicalId));
    const found = named.filter(group => matchesFilters(group, parameters));
    const instances = parameters.get('IncludeInstances') !== 'false';
    return queryPage(parameters, 'AutoScalingGroups', {
      items: found,
      size: pageSize(parameters),
      idOf: ({ physicalId }) => physicalId,
      show: group => groupXml(nodes, group, instances),
    });
  });
}

export function describeAutoScalingInstances(nodes: Nodes): QueryAction {
  return groupAction(nodes, ({ parameters, groups }) => {
    const ids = textList(parameters, 'InstanceIds');
    const all = groups.flatMap(group =>
      Object.values(groupState(nodes.world, group).instances).map(instance => ({ group, instance })),
    );
    return queryPage(parameters, 'AutoScalingInstances', {
      items: all.filter(({ instance }) => ids.length === 0 || ids.includes(instance.id)),
      size: pageSize(parameters),
      idOf: ({ instance }) => instance.id,
      show: ({ group, instance }) => ({
        AutoScalingGroupName: group.physicalId,
        ...instanceXml(instance),
        // Here, and only here, AWS writes it in capitals.
        HealthStatus: instance.healthy ? 'HEALTHY' : 'UNHEALTHY',
      }),
    });
  });
}

export function describeScalingActivities(nodes: Nodes): QueryAction {
  return groupAction(nodes, ({ parameters, groups }) => {
    const name = parameters.get('AutoScalingGroupName');
    const chosen = groups.filter(({ physicalId }) => name === undefined || physicalId === name);
    const activities = chosen.flatMap(group =>
      groupState(nodes.world, group).activities.map(activity => ({ group, activity })),
    );
    return queryPage(parameters, 'Activities', {
      items: activities.toReversed(),
      size: pageSize(parameters),
      idOf: ({ activity }) => activity.id,
      show: ({ group, activity }) => activityXml(group, activity),
    });
  });
}

export function activityXml({ physicalId }: LiveResource, activity: Activity): XmlValue {
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: physicalId,
    Description: activity.description,
    Cause: `At ${time(activity.startedAt)?.slice(0, 19)}Z ${activity.cause}.`,
    StartTime: time(activity.startedAt),
    StatusCode: activity.failure === undefined ? 'Successful' : 'Failed',
    StatusMessage: activity.failure,
    Progress: 100,
  };
}

function pageSize(parameters: QueryParameters): number {
  const size = Number(parameters.get('MaxRecords') ?? 50);
  if (size >= 1 && size <= 100) return size;
  throw validationError('MaxRecords must be between 1 and 100');
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
  readonly PropagateAtLaunch?: boolean | string;
}

function matchesFilters({ properties }: LiveResource, parameters: QueryParameters): boolean {
  const tags = (properties.Tags ?? []) as readonly Tag[];
  return structureList(parameters, 'Filters').every(filter => {
    const name = filter.get('Name') ?? '';
    const values = textList(filter, 'Values');
    if (name === 'tag-key') return tags.some(({ Key }) => values.includes(Key));
    if (name === 'tag-value') return tags.some(({ Value }) => values.includes(Value));
    if (name.startsWith('tag:')) return tags.some(({ Key, Value }) => `tag:${Key}` === name && values.includes(Value));
    throw validationError(`Filter name ${name} is not supported`);
  });
}

function groupXml({ world }: Nodes, group: LiveResource, withInstances: boolean): XmlValue {
  const { physicalId, properties, attributes } = group;
  const state = groupState(world, group);
  const recipe = recipeOf(group, resourcesOf(world));
  const { min, max } = sizesOf(group, state);
  return {
    AutoScalingGroupName: physicalId,
    AutoScalingGroupARN: String(attributes.AutoScalingGroupARN),
    LaunchConfigurationName: recipe.launchConfiguration,
    ...(properties.MixedInstancesPolicy === undefined
      ? { LaunchTemplate: properties.LaunchTemplate === undefined ? undefined : templateXml(recipe.launchTemplate) }
      : { MixedInstancesPolicy: asXml(properties.MixedInstancesPolicy) }),
    MinSize: min,
    MaxSize: max,
    DesiredCapacity: state.desired,
    DefaultCooldown: text(properties.Cooldown) ?? 300,
    AvailabilityZones: members([...new Set(Object.values(state.instances).map(({ zone }) => zone))]),
    LoadBalancerNames: members(texts(properties.LoadBalancerNames)),
    TargetGroupARNs: members(texts(properties.TargetGroupARNs)),
    HealthCheckType: text(properties.HealthCheckType) ?? 'EC2',
    HealthCheckGracePeriod: text(properties.HealthCheckGracePeriod) ?? 0,
    Instances: members(withInstances ? Object.values(state.instances).map(instanceXml) : []),
    CreatedTime: time(state.createdAt),
    SuspendedProcesses: members(suspendedXml(state)),
    VPCZoneIdentifier: recipe.subnets.join(','),
    Tags: members(
      ((properties.Tags ?? []) as readonly Tag[]).map(({ Key, Value, PropagateAtLaunch }) => ({
        ResourceId: physicalId,
        ResourceType: 'auto-scaling-group',
        Key,
        Value,
        PropagateAtLaunch: String(PropagateAtLaunch) === 'true',
      })),
    ),
    TerminationPolicies: members(texts(properties.TerminationPolicies ?? 'Default')),
    NewInstancesProtectedFromScaleIn: text(properties.NewInstancesProtectedFromScaleIn) ?? false,
  };
}

function suspendedXml({ suspended, suspendedForRoll }: GroupState): readonly XmlValue[] {
  return [...new Set([...suspended, ...suspendedForRoll])].map(ProcessName => ({
    ProcessName,
    SuspensionReason: 'User suspended at the request of a caller',
  }));
}

function instanceXml(instance: GroupInstance): { readonly [element: string]: XmlValue } {
  const { id, zone, lifecycle, healthy, launchTemplate, launchConfiguration, instanceType, weight } = instance;
  return {
    InstanceId: id,
    InstanceType: instanceType,
    AvailabilityZone: zone,
    LifecycleState: lifecycle,
    HealthStatus: healthy ? 'Healthy' : 'Unhealthy',
    LaunchConfigurationName: launchConfiguration,
    LaunchTemplate: templateXml(launchTemplate),
    ProtectedFromScaleIn: false,
    WeightedCapacity: weight === 1 ? undefined : String(weight),
  };
}

function templateXml(template: GroupInstance['launchTemplate']): XmlValue {
  return template && { LaunchTemplateId: template.id, LaunchTemplateName: template.name, Version: template.version };
}

function texts(value: unknown): readonly string[] {
  return [value ?? []].flat().map(String);
}

/** Properties as they are, with lists in the way of the protocol. */
function asXml(value: unknown): XmlValue {
  if (Array.isArray(value)) return members(value.map(asXml));
  if (typeof value !== 'object' || value === null) return text(value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asXml(member)]));
}
