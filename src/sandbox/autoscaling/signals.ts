import { AwsFault } from '../fault.js';
import type { LiveResource } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import { nodeBehaviourOf } from './node-behaviour.js';
import { bootSeconds, scaledMs } from './pace.js';
import type { Progress, SignalStatus } from './progress.js';
import { activeInstances, groupState } from './state.js';
import type { Turn } from './turn.js';

/** Takes a signal down; a second one with the same id says nothing new. */
export function receiveSignal(turn: Turn, progress: Progress, uniqueId: string, status: SignalStatus): void {
  if (Object.hasOwn(progress.signals, uniqueId)) return;
  progress.signals = { ...progress.signals, [uniqueId]: status };
  turn.say(`Received ${status} signal with UniqueId ${uniqueId}`);
}

/** Takes down what nodes that have booted by now signal by themselves; returns when the next one will have booted. */
export function hearNodes(turn: Turn, progress: Progress, group: LiveResource | undefined): number | undefined {
  const silent = group ? groupNodes(turn, group) : lonelyNode(turn, progress);
  const future: number[] = [];
  for (const { id, launchedAt, behaviour } of silent) {
    const signalsAt = launchedAt + scaledMs(bootSeconds, turn.resourceMs);
    if (launchedAt < progress.startedAt || behaviour === 'silent' || Object.hasOwn(progress.signals, id)) continue;
    if (signalsAt <= turn.now) receiveSignal(turn, progress, id, behaviour === 'signal' ? 'SUCCESS' : 'FAILURE');
    else future.push(signalsAt);
  }
  return earliest(future);
}

/** Announces signals that did not come in time. */
export function announceMissing(turn: Turn, missing: number): void {
  const reason = `Failed to receive ${missing} resource signal(s) for the current batch.  Each resource signal timeout is counted as a FAILURE.`;
  // AWS says UPDATE_IN_PROGRESS even of a resource that is being created.
  turn.say(reason, 'UPDATE_IN_PROGRESS');
}

export interface Score {
  readonly total: number;
  /** What those have signalled that count; undefined for those that have not yet. */
  readonly statuses: readonly (SignalStatus | undefined)[];
  readonly timedOut: number;
  /** Share of all signals that must be a success. */
  readonly percent: number;
}

/** Throws if too few signals can be a success any more. */
export function checkScore({ total, statuses, timedOut, percent }: Score): void {
  const failures = statuses.filter(status => status === 'FAILURE').length;
  if (failures + timedOut <= total - Math.ceil((total * percent) / 100)) return;
  const successes = statuses.filter(status => status === 'SUCCESS').length;
  const received = timedOut > 0 ? `${successes} SUCCESS` : `${failures} FAILURE`;
  throw new AwsFault(
    'SignalFailure',
    `Received ${received} signal(s) out of ${total}.  Unable to satisfy ${percent}% MinSuccessfulInstancesPercent requirement`,
  );
}

export function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter(time => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function groupNodes({ world }: Turn, group: LiveResource) {
  return activeInstances(groupState(world, group)).filter(({ lifecycle }) => lifecycle !== 'Pending');
}

/** An instance of its own signals as one of a group does. */
function lonelyNode({ world, resource }: Turn, { startedAt }: Progress) {
  const { type, physicalId: id } = resource;
  const live = type === 'AWS::EC2::Instance' ? resourcesOf(world).find(resource, type, id) : undefined;
  return live ? [{ id, launchedAt: startedAt, behaviour: nodeBehaviourOf(world, live) }] : [];
}
