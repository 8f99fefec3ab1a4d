import { AwsFault } from '../fault.js';
import type { Properties } from '../resource.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { clamped, failedLaunch, sizesOf } from './capacity.js';
import { durationSeconds, scaledMs } from './pace.js';
import type { CreationPolicy, UpdatePolicy } from './policies.js';
import type { Progress } from './progress.js';
import { plannedRoll, stepRoll } from './rolling-update.js';
import type { Acting } from './settle.js';
import { actingOn, settleGroup, terminateInstance } from './settle.js';
import { announceMissing, checkScore, earliest, hearNodes } from './signals.js';
import { activeInstances, forgetGroup, groupState, groupType, keepGroup, unitsOf } from './state.js';
import type { Turn } from './turn.js';

/** A new group launches its instances; a new resource with a CreationPolicy waits for signals. */
export async function beginLaunch(turn: Turn, policy: CreationPolicy | undefined): Promise<Progress | undefined> {
  const group = liveGroup(turn);
  if (!group && !policy) return undefined;
  if (group) await settleAndKeep(turn, group);
  const { now, resourceMs } = turn;
  const progress = { kind: 'launch', startedAt: now, signals: {} } as const;
  if (!policy) return progress;
  const deadline = now + scaledMs(durationSeconds(policy.timeout) ?? 0, resourceMs);
  return { ...progress, creation: { ...policy, deadline } };
}

/** A changed group comes to its sizes, and its obsolete instances are rolled if its UpdatePolicy says so. */
export async function beginChange(turn: Turn, before: Properties, policy: UpdatePolicy): Promise<Progress | undefined> {
  const group = liveGroup(turn);
  if (!group) return undefined;
  const state = groupState(turn.world, group);
  // Reverting drift may have left the group the capacity that scaling gave it.
  const { DesiredCapacity: wanted } = group.properties;
  const kept = policy.ignoreUnmodifiedSizes && String(wanted) === String(before.DesiredCapacity);
  if (wanted !== undefined && !kept) state.desired = Number(wanted);
  state.desired = clamped(state.desired, sizesOf(group));
  const progress = { startedAt: turn.now, signals: {} };
  const roll = policy.rollingUpdate && plannedRoll(turn, group, policy.rollingUpdate);
  if (roll) return { ...progress, kind: 'roll', roll };
  await settleAndKeep(turn, group);
  return { ...progress, kind: 'launch' };
}

/** A group lets go of all its instances before it is deleted itself. */
export async function beginDeletion(turn: Turn): Promise<Progress | undefined> {
  const group = liveGroup(turn);
  if (!group) return undefined;
  const leaving = acting(turn, group);
  Object.assign(leaving.state, { desired: 0, temporaryMin: 0, suspended: [], suspendedForRoll: [] });
  for (const instance of activeInstances(leaving.state)) {
    terminateInstance(leaving, instance, 'the group is being deleted');
  }
  await keepGroup(turn.world, group);
  return { kind: 'terminate', startedAt: turn.now, signals: {} };
}

/** Goes on with what is due. Returns when the next turn is, or undefined once all is done; throws what fails it. */
export async function takeTurn(turn: Turn, progress: Progress): Promise<number | undefined> {
  const group = liveGroup(turn);
  let due: number | undefined;
  try {
    due = step(turn, progress, group);
  } finally {
    if (group) await keepGroup(turn.world, group);
  }
  if (group && due === undefined && progress.kind === 'terminate') await forgetGroup(turn.world, group);
  return due;
}

/** What a roll has set for its time is over, whatever it has come to; the desired capacity stays where it is. */
export async function abandonTurns(turn: Turn): Promise<void> {
  const group = liveGroup(turn);
  if (!group) return;
  Object.assign(groupState(turn.world, group), { temporaryMin: undefined, suspendedForRoll: [] });
  await keepGroup(turn.world, group);
}

function step(turn: Turn, progress: Progress, group: LiveResource | undefined): number | undefined {
  if (progress.kind === 'launch') return stepLaunch(turn, progress, group);
  if (!group) return undefined;
  if (progress.roll) return stepRoll({ turn, group, progress }, progress.roll);
  const due = settleGroup(acting(turn, group));
  return Object.keys(groupState(turn.world, group).instances).length > 0 ? (due ?? later(turn)) : undefined;
}

function stepLaunch(turn: Turn, progress: Progress, group: LiveResource | undefined): number | undefined {
  const due = group && settleGroup(acting(turn, group));
  const stable = !group || isStable(turn, group);
  const signalsDue = awaitCreation(turn, progress, group);
  if (signalsDue !== undefined) return earliest([due, signalsDue]);
  return stable ? undefined : (due ?? later(turn));
}

/** When the CreationPolicy is to be looked at again; undefined once it is satisfied. */
function awaitCreation(turn: Turn, progress: Progress, group: LiveResource | undefined): number | undefined {
  if (!progress.creation) return undefined;
  const { count: total, deadline, minSuccessfulPercent: percent } = progress.creation;
  const boot = hearNodes(turn, progress, group);
  const statuses = Object.values(progress.signals);
  const missing = Math.max(0, total - statuses.length);
  const timedOut = turn.now >= deadline ? missing : 0;
  if (timedOut > 0) announceMissing(turn, timedOut);
  checkScore({ total, statuses, timedOut, percent });
  return missing > timedOut ? earliest([boot, deadline]) : undefined;
}

/** Whether all that a group is to have is launched. Throws if it cannot be. */
function isStable({ world }: Turn, group: LiveResource): boolean {
  const state = groupState(world, group);
  const launched = activeInstances(state).filter(({ lifecycle }) => lifecycle !== 'Pending');
  const failure = failedLaunch(state, sizesOf(group, state), launched.length);
  if (failure !== undefined) throw new AwsFault('GroupDidNotStabilize', failure);
  return unitsOf(launched) >= state.desired;
}

/** When to look again if nothing is known to happen before somebody does something. */
function later({ now, resourceMs }: Turn): number {
  return now + scaledMs(3600, resourceMs);
}

async function settleAndKeep(turn: Turn, group: LiveResource): Promise<void> {
  settleGroup(acting(turn, group));
  await keepGroup(turn.world, group);
}

function acting({ world, now, resourceMs }: Turn, group: LiveResource): Acting {
  return actingOn({ world, group, now, resourceMs });
}

function liveGroup({ world, resource }: Turn): LiveResource | undefined {
  const { type, physicalId } = resource;
  return type === groupType ? resourcesOf(world).find(resource, type, physicalId) : undefined;
}
