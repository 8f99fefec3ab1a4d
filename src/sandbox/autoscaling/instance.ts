import { uuidFor } from '../ids.js';
import type { Properties } from '../resource.js';
import { freeAddress } from '../resources/attributes.js';
import type { LiveResource } from '../resources/live-resource.js';
import { physicalId } from '../resources/physical-ids.js';
import type { Resources } from '../resources/store.js';
import { text } from '../resources/text.js';
import type { World } from '../world.js';
import { nodeBehaviourOf } from './node-behaviour.js';
import type { Recipe } from './recipe.js';
import type { GroupInstance, GroupState } from './state.js';
import { makerOf } from './state.js';

export const instanceType = 'AWS::EC2::Instance';

export interface Launching {
  readonly world: World;
  readonly resources: Resources;
  readonly group: LiveResource;
  readonly state: GroupState;
  readonly now: number;
}

/** Makes an instance of a group, in the zone that has the fewest. */
export function newInstance(
  { world, resources, group, state, now }: Launching,
  recipe: Recipe,
  zones: ReadonlyMap<string, number>,
): GroupInstance {
  const { subnet, zone } = emptiestSubnet(group, recipe, { zones, resources });
  state.launches += 1;
  const id = instanceId(world, group, state.launches);
  resources.put({
    type: instanceType,
    physicalId: id,
    accountId: group.accountId,
    region: group.region,
    maker: makerOf(group),
    logicalId: group.logicalId,
    generation: state.launches,
    properties: { ...launched(recipe), SubnetId: subnet, Tags: tagsOf(group, recipe) },
    attributes: {
      AvailabilityZone: zone,
      PrivateIp: freeAddress(group, subnet, resources),
      LaunchTime: new Date(now).toISOString(),
      VpcId: text(resources.find(group, 'AWS::EC2::Subnet', subnet)?.properties.VpcId) ?? '',
      AutoScalingGroupName: group.physicalId,
      State: 'pending',
    },
  });
  return {
    id,
    launchedAt: now,
    recipe: recipe.digest,
    launchTemplate: recipe.launchTemplate,
    launchConfiguration: recipe.launchConfiguration,
    instanceType: recipe.instanceType,
    weight: recipe.weight,
    zone,
    behaviour: nodeBehaviourOf(world, group, recipe.launchTemplate?.version),
    lifecycle: 'Pending',
    healthy: true,
    dueAt: undefined,
    holds: {},
  };
}

/** What EC2 tells of the state of an instance that Auto Scaling moves on. */
export function enterState(resources: Resources, group: LiveResource, { id, lifecycle }: GroupInstance): void {
  const live = resources.find(group, instanceType, id);
  const states: Readonly<Record<string, string>> = { Pending: 'pending', Terminating: 'shutting-down' };
  const State = states[lifecycle] ?? (lifecycle === 'Terminating:Proceed' ? 'shutting-down' : 'running');
  if (live && live.attributes.State !== State) resources.put({ ...live, attributes: { ...live.attributes, State } });
}

/** What EC2 remembers of an instance that is gone: it holds no address, subnet or group any more. */
export function buryInstance(resources: Resources, group: LiveResource, id: string, now: number): void {
  const live = resources.find(group, instanceType, id);
  if (!live) return;
  const { ImageId, InstanceType, LaunchTemplate, Tags } = live.properties;
  const { AvailabilityZone = '', LaunchTime = '', AutoScalingGroupName = '' } = live.attributes;
  const TerminatedAt = new Date(now).toISOString();
  resources.put({
    ...live,
    properties: { ImageId, InstanceType, LaunchTemplate, Tags },
    attributes: { AvailabilityZone, LaunchTime, AutoScalingGroupName, State: 'terminated', TerminatedAt },
  });
}

/** Leaves an instance to itself. */
export function detach(resources: Resources, group: LiveResource, id: string): void {
  const live = resources.find(group, instanceType, id);
  if (!live) return;
  const { AutoScalingGroupName: _, ...attributes } = live.attributes;
  resources.put({ ...live, attributes });
}

function instanceId(world: World, group: LiveResource, launch: number): string {
  const seed = {
    ...group,
    type: instanceType,
    stackId: makerOf(group),
    stackName: '',
    token: `${world.seed} ${launch}`,
  };
  return physicalId({ ...seed, properties: {} });
}

function emptiestSubnet(
  group: LiveResource,
  { subnets }: Recipe,
  { zones, resources }: { readonly zones: ReadonlyMap<string, number>; readonly resources: Resources },
): { readonly subnet: string; readonly zone: string } {
  const inSubnets = subnets.map((subnet, index) => {
    const live = resources.find(group, 'AWS::EC2::Subnet', subnet);
    return { subnet, zone: String(live?.attributes.AvailabilityZone ?? zoneAt(group, index)) };
  });
  const zonesAlone = [group.properties.AvailabilityZones ?? []]
    .flat()
    .map(zone => ({ subnet: '', zone: text(zone) ?? '' }));
  const choices = inSubnets.length > 0 ? inSubnets : zonesAlone;
  const [first = { subnet: '', zone: zoneAt(group, 0) }, ...others] = choices;
  return others.reduce(
    (best, choice) => ((zones.get(choice.zone) ?? 0) < (zones.get(best.zone) ?? 0) ? choice : best),
    first,
  );
}

/** Of a subnet that no stack made the zone is not known. */
function zoneAt({ region }: LiveResource, index: number): string {
  return `${region}${'abc'.charAt(index % 3)}`;
}

/** The recipe's data in the names of AWS::EC2::Instance. */
function launched({ data, launchTemplate, instanceType: InstanceType }: Recipe): Properties {
  const { ImageId, KeyName, IamInstanceProfile, UserData, SecurityGroupIds, SecurityGroups, NetworkInterfaces } = data;
  const [network] = [NetworkInterfaces ?? []].flat() as readonly { readonly Groups?: unknown }[];
  return {
    ImageId,
    InstanceType,
    KeyName,
    IamInstanceProfile,
    UserData,
    SecurityGroupIds: SecurityGroupIds ?? network?.Groups ?? SecurityGroups ?? [],
    ...(launchTemplate && {
      LaunchTemplate: { LaunchTemplateId: launchTemplate.id, Version: launchTemplate.version },
    }),
  };
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
  readonly PropagateAtLaunch?: boolean | string;
}

/** Tags of the template's, those of the group that are to be passed on, and Auto Scaling's own. */
function tagsOf({ properties, physicalId: group }: LiveResource, { data, launchTemplate }: Recipe): readonly Tag[] {
  const specifications = (data.TagSpecifications ?? []) as readonly { ResourceType?: string; Tags?: readonly Tag[] }[];
  const ofTemplate = specifications.flatMap(({ ResourceType, Tags = [] }) => (ResourceType === 'instance' ? Tags : []));
  const passedOn = ((properties.Tags ?? []) as readonly Tag[]).filter(
    ({ PropagateAtLaunch }) => String(PropagateAtLaunch) === 'true',
  );
  const own = [
    { Key: 'aws:autoscaling:groupName', Value: group },
    ...(launchTemplate
      ? [
          { Key: 'aws:ec2launchtemplate:id', Value: launchTemplate.id },
          { Key: 'aws:ec2launchtemplate:version', Value: launchTemplate.version },
        ]
      : []),
  ];
  const all = [...ofTemplate, ...passedOn, ...own].map(({ Key, Value }) => [Key, { Key, Value }] as const);
  return [...new Map(all).values()];
}

/** Named after what it was for, so that the same world gives the same ids. */
export function activityId(world: World, group: LiveResource, state: GroupState): string {
  return uuidFor(world, 'activity', makerOf(group), state.launches, state.activities.at(-1)?.id ?? '');
}
