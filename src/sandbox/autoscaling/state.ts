import type { LiveResource } from '../resources/live-resource.js';
import type { Resources } from '../resources/store.js';
import { resourcesOf } from '../resources/store.js';
import type { PartitionKey, World } from '../world.js';
import type { NodeBehaviour } from './node-behaviour.js';

export const groupType = 'AWS::AutoScaling::AutoScalingGroup';

/** What Auto Scaling knows of a group beside its properties. Times are in ms. */
export interface GroupState {
  /** Units of capacity that the group is to have. */
  desired: number;
  /** What MinSize is while CloudFormation rolls the group. */
  temporaryMin: number | undefined;
  /** Processes that somebody has suspended. */
  suspended: readonly string[];
  /** Processes that CloudFormation has suspended for a roll. */
  suspendedForRoll: readonly string[];
  /** Undefined until somebody has looked at the group. */
  createdAt: number | undefined;
  /** Launches so far, so that no two instances are the same. */
  launches: number;
  instances: Record<string, GroupInstance>;
  /** Instances that are gone, but that EC2 still tells of. */
  terminated: readonly { readonly id: string; readonly at: number }[];
  /** Newest last. */
  activities: Activity[];
  /** When a launch that failed is tried again. */
  retryAt: number | undefined;
}

export interface GroupInstance {
  readonly id: string;
  readonly launchedAt: number;
  /** Digest of what it was launched from. */
  readonly recipe: string;
  readonly launchTemplate: LaunchTemplateVersion | undefined;
  readonly launchConfiguration: string | undefined;
  readonly instanceType: string;
  /** Units of capacity. */
  readonly weight: number;
  readonly zone: string;
  readonly behaviour: NodeBehaviour;
  lifecycle: LifecycleState;
  healthy: boolean;
  /** When its lifecycle goes on by itself. */
  dueAt: number | undefined;
  /** Lifecycle hooks that hold it, by name. */
  holds: Record<string, Hold>;
}

export interface LaunchTemplateVersion {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

export type LifecycleState =
  | 'Pending'
  | 'Pending:Wait'
  | 'InService'
  | 'Terminating'
  | 'Terminating:Wait'
  | 'Terminating:Proceed';

export interface Hold {
  readonly token: string;
  readonly startedAt: number;
  /** When the hook's default result counts. */
  deadline: number;
}

export interface Activity {
  readonly id: string;
  readonly description: string;
  readonly cause: string;
  readonly startedAt: number;
  readonly failure: string | undefined;
}

/** Made by what the group's properties say if the group is new. */
export function groupState(world: World, group: LiveResource): GroupState {
  return world.partition(keyOf(group), () => ({
    desired: Number(group.properties.DesiredCapacity ?? group.properties.MinSize ?? 0),
    temporaryMin: undefined,
    suspended: [],
    suspendedForRoll: [],
    createdAt: undefined,
    launches: 0,
    instances: {},
    terminated: [],
    activities: [],
    retryAt: undefined,
  }));
}

/** Resolves once group and instances are kept. */
export async function keepGroup(world: World, group: LiveResource): Promise<void> {
  // Instances first: those that the group does not know yet are launched again with the same ids.
  await resourcesOf(world).keep(group);
  await world.changed(keyOf(group));
}

/** Forgets what is known of a group that was deleted, its terminated instances too. */
export async function forgetGroup(world: World, group: LiveResource): Promise<void> {
  const resources = resourcesOf(world);
  const { instances, terminated } = groupState(world, group);
  for (const id of [...Object.keys(instances), ...terminated.map(gone => gone.id)])
    forgetInstance(resources, group, id);
  await resources.keep(group);
  await world.remove(keyOf(group));
}

export function forgetInstance(resources: Resources, group: LiveResource, id: string): void {
  const live = resources.find(group, 'AWS::EC2::Instance', id);
  if (live) resources.remove(live);
}

/** As which a group makes its instances: its ARN. */
export function makerOf({ attributes, physicalId }: LiveResource): string {
  return String(attributes.AutoScalingGroupARN ?? physicalId);
}

/** Instances that count: those that are neither leaving nor gone. */
export function activeInstances({ instances }: GroupState): readonly GroupInstance[] {
  return Object.values(instances).filter(({ lifecycle }) => !lifecycle.startsWith('Terminating'));
}

export function unitsOf(instances: readonly GroupInstance[]): number {
  return instances.reduce((sum, { weight }) => sum + weight, 0);
}

function keyOf({ accountId, region, physicalId }: LiveResource): PartitionKey {
  return { service: 'autoscaling', accountId, region, name: physicalId };
}
