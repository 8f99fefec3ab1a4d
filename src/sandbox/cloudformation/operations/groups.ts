import { clamped, failedLaunch, sizesOf } from '../../autoscaling/capacity.js';
import { durationSeconds, scaledMs } from '../../autoscaling/pace.js';
import { actingOn, settleGroup, terminateInstance } from '../../autoscaling/settle.js';
import { activeInstances, forgetGroup, groupState, groupType, keepGroup, unitsOf } from '../../autoscaling/state.js';
import { AwsFault } from '../../fault.js';
import type { Properties } from '../../resource.js';
import type { LiveResource } from '../../resources/live-resource.js';
import { resourcesOf } from '../../resources/store.js';
import type { Scope } from '../../templates/scope.js';
import type { Context } from '../context.js';
import { resourcePlace } from '../resource-place.js';
import type { Progress, Stack, StackResource, Task } from '../state.js';
import { creationPolicyOf, updatePolicyOf } from './policies.js';
import { beginRoll, stepRoll } from './rolling-update.js';
import type { Listening } from './signals.js';
import { announceMissing, checkScore, earliest, hearNodes } from './signals.js';

/** A resource whose task takes more than time: its instances come and go, and signal. */
export interface Working {
  readonly context: Context;
  readonly stack: Stack;
  readonly resource: StackResource;
  readonly task: Task;
}

/** A new group launches its instances; a new resource with a CreationPolicy waits for signals. */
export async function beginLaunch(working: Working, scope: Scope): Promise<void> {
  const { context, stack, resource, task } = working;
  const policy = creationPolicyOf(task.logicalId, scope);
  const group = liveGroup(context, stack, resource);
  if (!group && !policy) return;
  const now = context.clock.now(stack);
  const timeoutMs = scaledMs(durationSeconds(policy?.timeout ?? '') ?? 0, context.pace.resourceMs);
  task.progress = newProgress('launch', now, policy && { ...policy, deadline: now + timeoutMs });
  if (!group) return;
  settle(working, group);
  await keepGroup(context.world, group);
}

/** A changed group comes to its sizes, and its obsolete instances are rolled if its UpdatePolicy says so. */
export async function beginGroupUpdate(working: Working, before: Properties, scope: Scope): Promise<void> {
  const { context, stack, resource, task } = working;
  const group = liveGroup(context, stack, resource);
  if (!group) return;
  const policy = updatePolicyOf(task.logicalId, scope);
  const state = groupState(context.world, group);
  // Reverting drift may have left the group the capacity that scaling gave it.
  const { DesiredCapacity: wanted } = group.properties;
  const kept = policy.ignoreUnmodifiedSizes && String(wanted) === String(before.DesiredCapacity);
  if (wanted !== undefined && !kept) state.desired = Number(wanted);
  state.desired = clamped(state.desired, sizesOf(group));
  const progress = newProgress('launch', context.clock.now(stack));
  task.progress = progress;
  if (policy.rollingUpdate) beginRoll({ ...working, group, progress }, policy.rollingUpdate);
  settle(working, group);
  await keepGroup(context.world, group);
}

/** A group lets go of all its instances before it is deleted itself. False if the resource is no group. */
export async function beginGroupDeletion(working: Working): Promise<boolean> {
  const { context, stack, resource, task } = working;
  const group = liveGroup(context, stack, resource);
  if (!group) return false;
  const now = context.clock.now(stack);
  task.progress = newProgress('terminate', now);
  const state = groupState(context.world, group);
  Object.assign(state, { desired: 0, temporaryMin: 0, suspended: [], suspendedForRoll: [] });
  const acting = actingOn({ world: context.world, group, now, resourceMs: context.pace.resourceMs });
  for (const instance of activeInstances(state)) terminateInstance(acting, instance, 'the group is being deleted');
  await keepGroup(context.world, group);
  return true;
}

/** Goes on with a task that is due. Returns when it is due again, or undefined once it is done; throws what fails it. */
export async function continueTask(working: Working, progress: Progress): Promise<number | undefined> {
  const { context, stack, resource } = working;
  const group = liveGroup(context, stack, resource);
  try {
    if (progress.kind === 'launch') return stepLaunch({ ...working, progress }, group);
    if (group && progress.kind === 'roll') return stepRoll({ ...working, group, progress });
    const due = group && settle(working, group);
    if (group && Object.keys(groupState(context.world, group).instances).length > 0) return due ?? later(working);
  } finally {
    if (group) await keepGroup(context.world, group);
  }
  if (group) await forgetGroup(context.world, group);
  await context.handlerOf(resource.type).delete(resource.physicalId ?? '', resourcePlace(context, stack, resource));
  return undefined;
}

/** What a roll has set for its time is over, whatever it has come to; the desired capacity stays where it is. */
export function abandonTask({ context, stack, resource, task }: Working): void {
  const group = task.progress && liveGroup(context, stack, resource);
  if (group) Object.assign(groupState(context.world, group), { temporaryMin: undefined, suspendedForRoll: [] });
  task.progress = undefined;
}

function newProgress(kind: Progress['kind'], startedAt: number, creation?: Progress['creation']): Progress {
  return { kind, startedAt, signals: {}, creation, roll: undefined };
}

function stepLaunch(listening: Working & Listening, group: LiveResource | undefined): number | undefined {
  const due = group && settle(listening, group);
  const stable = !group || isStable(listening.context, group);
  const signalsDue = awaitCreation(listening, group);
  if (signalsDue !== undefined) return earliest([due, signalsDue]);
  return stable ? undefined : (due ?? later(listening));
}

/** When the CreationPolicy is to be looked at again; undefined once it is satisfied. */
function awaitCreation(listening: Listening, group: LiveResource | undefined): number | undefined {
  const { context, stack, progress } = listening;
  if (!progress.creation) return undefined;
  const { count: total, deadline, minSuccessfulPercent: percent } = progress.creation;
  const boot = hearNodes(listening, group);
  const statuses = Object.values(progress.signals);
  const missing = Math.max(0, total - statuses.length);
  const timedOut = context.clock.now(stack) >= deadline ? missing : 0;
  if (timedOut > 0) announceMissing(listening, timedOut);
  checkScore({ total, statuses, timedOut, percent });
  return missing > timedOut ? earliest([boot, deadline]) : undefined;
}

/** Whether all that a group is to have is launched. Throws if it cannot be. */
function isStable({ world }: Context, group: LiveResource): boolean {
  const state = groupState(world, group);
  const launched = activeInstances(state).filter(({ lifecycle }) => lifecycle !== 'Pending');
  const failure = failedLaunch(state, sizesOf(group, state), launched.length);
  if (failure !== undefined) throw new AwsFault('GroupDidNotStabilize', failure);
  return unitsOf(launched) >= state.desired;
}

function settle({ context, stack }: Working, group: LiveResource): number | undefined {
  const { resourceMs } = context.pace;
  return settleGroup({ world: context.world, group, now: context.clock.now(stack), resourceMs });
}

/** When to look again if nothing is known to happen before somebody does something. */
function later({ context, stack }: Working): number {
  return context.clock.now(stack) + scaledMs(3600, context.pace.resourceMs);
}

function liveGroup(
  { world }: Context,
  stack: Stack,
  { type, physicalId = '' }: StackResource,
): LiveResource | undefined {
  return type === groupType ? resourcesOf(world).find(stack, type, physicalId) : undefined;
}
