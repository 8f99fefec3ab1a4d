import { AwsFault } from '../fault.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { failedLaunch, nextBatch, obsoleteInstances, sizesOf } from './capacity.js';
import { durationSeconds, scaledMs, terminationSeconds } from './pace.js';
import type { RollingUpdate } from './policies.js';
import type { Progress, Roll } from './progress.js';
import { recipeOf } from './recipe.js';
import type { Acting } from './settle.js';
import { actingOn, settleGroup, terminateInstance } from './settle.js';
import { announceMissing, checkScore, earliest, hearNodes } from './signals.js';
import type { GroupInstance } from './state.js';
import { activeInstances, groupState, unitsOf } from './state.js';
import type { Turn } from './turn.js';

export interface Rolling {
  readonly turn: Turn;
  readonly group: LiveResource;
  readonly progress: Progress;
}

/**
 * Announces the roll of a group that has obsolete instances, whatever the update of the group was about. The group itself
 * is not touched before its first turn.
 */
export function plannedRoll(turn: Turn, group: LiveResource, policy: RollingUpdate): Roll | undefined {
  const state = groupState(turn.world, group);
  const obsolete = obsoleteInstances(state, recipeOf(group, resourcesOf(turn.world)).digest);
  if (obsolete.length === 0) return undefined;
  const batch = Math.min(policy.maxBatchSize, obsolete.length);
  // New instances come first where taking old ones away would leave too few.
  const initial = Math.max(state.desired, Math.min(sizesOf(group).max, policy.minInService + batch));
  turn.say(
    `Rolling update initiated. Terminating ${obsolete.length} obsolete instance(s) in batches of ${batch}, while keeping at least ${policy.minInService} instance(s) in service.${announcedPause(policy)}`,
  );
  turn.say(`Temporarily setting autoscaling group MinSize and DesiredCapacity to ${initial}.`);
  return {
    policy,
    obsolete: obsolete.map(({ id }) => id),
    desired: state.desired,
    initial,
    terminating: [],
    known: activeInstances(state).map(({ id }) => id),
    awaited: [],
    timedOut: 0,
    wait: undefined,
  };
}

/** Does what is due of a roll; returns when something is due next, or undefined once it is over. */
export function stepRoll(rolling: Rolling, roll: Roll): number | undefined {
  const { state, now, resourceMs } = acting(rolling);
  if (roll.initial !== undefined) {
    resize(rolling, roll.initial);
    state.suspendedForRoll = roll.policy.suspendProcesses;
    settleGroup(acting(rolling));
    roll.initial = undefined;
    return now;
  }
  for (;;) {
    const due = settleGroup(acting(rolling));
    checkLaunches(rolling);
    const until = stepWait(rolling, roll);
    if (until !== undefined) return earliest([until, due]);
    roll.wait = undefined;
    if (roll.terminating.length > 0) announceTerminated(rolling, roll);
    const active = activeInstances(state);
    const added = active.filter(({ id }) => !roll.known.includes(id));
    const batch = nextBatch(active, roll);
    if (added.length > 0) {
      beginWait(rolling, roll, added);
    } else if (batch.length > 0) {
      terminateBatch(rolling, roll, batch);
      return now + scaledMs(terminationSeconds, resourceMs);
    } else {
      Object.assign(state, { temporaryMin: undefined, suspendedForRoll: [] });
      return undefined;
    }
  }
}

function announcedPause({ waitOnSignals, pauseTime }: RollingUpdate): string {
  const when = 'when new instances are added to the autoscaling group.';
  if (waitOnSignals) return ` Waiting on resource signals with a timeout of ${pauseTime} ${when}`;
  return durationSeconds(pauseTime) === 0 ? '' : ` Pausing for ${pauseTime} ${when}`;
}

function checkLaunches(rolling: Rolling): void {
  const { state, group } = acting(rolling);
  const failure = failedLaunch(state, sizesOf(group, state), activeInstances(state).length);
  if (failure !== undefined) throw new AwsFault('GroupDidNotStabilize', failure);
}

function beginWait(rolling: Rolling, roll: Roll, added: readonly GroupInstance[]): void {
  const { now, resourceMs } = acting(rolling);
  const { waitOnSignals, pauseTime } = roll.policy;
  const ids = added.map(({ id }) => id);
  const seconds = durationSeconds(pauseTime) ?? 0;
  roll.known = [...roll.known, ...ids];
  if (waitOnSignals) roll.awaited = [...roll.awaited, ...ids];
  roll.wait = {
    ids,
    deadline: seconds === 0 ? now : now + scaledMs(seconds, resourceMs),
    stableBy: now + scaledMs(Math.max(seconds, 3600), resourceMs),
  };
  const what = waitOnSignals
    ? `Waiting on ${ids.length} resource signal(s) with a timeout of ${pauseTime}`
    : `Pausing for ${pauseTime}`;
  if (waitOnSignals || seconds > 0) rolling.turn.say(`New instance(s) added to autoscaling group - ${what}.`);
}

/** Until when to wait on; undefined if nothing is waited for any more. */
function stepWait(rolling: Rolling, roll: Roll): number | undefined {
  const { wait, policy } = roll;
  if (!wait) return undefined;
  const { now } = acting(rolling);
  if (policy.waitOnSignals) {
    const until = stepSignals(rolling, roll, wait);
    if (until !== undefined) return until;
  } else if (now < wait.deadline) {
    return wait.deadline;
  }
  return isInService(rolling, policy) ? undefined : stableBy(rolling, wait.stableBy);
}

function stepSignals(rolling: Rolling, roll: Roll, wait: NonNullable<Roll['wait']>): number | undefined {
  const { now } = acting(rolling);
  const boot = hearNodes(rolling.turn, rolling.progress, rolling.group);
  const missing = wait.ids.filter(id => !Object.hasOwn(rolling.progress.signals, id)).length;
  const late = now >= wait.deadline;
  if (late && missing > 0) announceMissing(rolling.turn, missing);
  if (late) roll.timedOut += missing;
  checkScore({
    total: roll.obsolete.length,
    statuses: roll.awaited.map(id => rolling.progress.signals[id]),
    timedOut: roll.timedOut,
    percent: roll.policy.minSuccessfulPercent,
  });
  return missing > 0 && !late ? earliest([boot, wait.deadline]) : undefined;
}

/** Whether enough of what the group is to have is in service. */
function isInService(rolling: Rolling, { minActivePercent }: RollingUpdate): boolean {
  const { state } = acting(rolling);
  const inService = activeInstances(state).filter(({ lifecycle }) => lifecycle === 'InService');
  return unitsOf(inService) * 100 >= minActivePercent * state.desired;
}

function stableBy(rolling: Rolling, timeMs: number): number {
  const { now, state, group } = acting(rolling);
  if (now < timeMs) return timeMs;
  const { min, max } = sizesOf(group, state);
  const size = activeInstances(state).filter(({ lifecycle }) => lifecycle === 'InService').length;
  throw new AwsFault(
    'GroupDidNotStabilize',
    `Group did not stabilize. {current/minSize/maxSize} group size = {${size}/${min}/${max}}.`,
  );
}

function terminateBatch(rolling: Rolling, roll: Roll, batch: readonly GroupInstance[]): void {
  const { state } = acting(rolling);
  const units = unitsOf(batch);
  const renewed = unitsOf(activeInstances(state).filter(({ id }) => !roll.obsolete.includes(id)));
  const replacements = Math.min(units, Math.max(0, roll.desired - renewed));
  roll.terminating = batch.map(({ id }) => id);
  rolling.turn.say(
    `Terminating instance(s) [${roll.terminating.join(',')}]; replacing with ${replacements} new instance(s).`,
  );
  resize(rolling, state.desired - (units - replacements));
  for (const instance of batch) terminateInstance(acting(rolling), instance, 'a user request by CloudFormation');
  // The group makes up for what it has lost at once: nobody waits for lifecycle hooks of the old instances.
  settleGroup(acting(rolling));
}

function announceTerminated(rolling: Rolling, roll: Roll): void {
  const active = activeInstances(acting(rolling).state).filter(({ id }) => roll.obsolete.includes(id));
  const percent = Math.round((1 - active.length / roll.obsolete.length) * 100);
  rolling.turn.say(`Successfully terminated instance(s) [${roll.terminating.join(',')}] (Progress ${percent}%).`);
  roll.terminating = [];
}

function resize(rolling: Rolling, size: number): void {
  Object.assign(acting(rolling).state, { desired: size, temporaryMin: size });
}

function acting({ turn, group }: Rolling): Acting {
  const { world, now, resourceMs } = turn;
  return actingOn({ world, group, now, resourceMs });
}
