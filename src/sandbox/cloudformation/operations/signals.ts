import { nodeBehaviourOf } from '../../autoscaling/node-behaviour.js';
import { bootSeconds, scaledMs } from '../../autoscaling/pace.js';
import { activeInstances, groupState } from '../../autoscaling/state.js';
import { AwsFault } from '../../fault.js';
import type { LiveResource } from '../../resources/live-resource.js';
import { resourcesOf } from '../../resources/store.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import type { Progress, SignalStatus, Stack, StackResource } from '../state.js';

export interface Listening {
  readonly context: Context;
  readonly stack: Stack;
  readonly resource: StackResource;
  readonly progress: Progress;
}

/** Takes a signal down; a second one with the same id says nothing new. */
export function receiveSignal(
  { context, stack, resource, progress }: Listening,
  uniqueId: string,
  status: SignalStatus,
): void {
  if (Object.hasOwn(progress.signals, uniqueId)) return;
  progress.signals = { ...progress.signals, [uniqueId]: status };
  enterResourceStatus(context, stack, resource, resource.status, `Received ${status} signal with UniqueId ${uniqueId}`);
}

/** Takes down what nodes that have booted by now signal by themselves; returns when the next one will have booted. */
export function hearNodes(listening: Listening, group: LiveResource | undefined): number | undefined {
  const { context, stack, progress } = listening;
  const now = context.clock.now(stack);
  const silent = group ? groupNodes(context, group) : lonelyNode(listening);
  const future: number[] = [];
  for (const { id, launchedAt, behaviour } of silent) {
    const signalsAt = launchedAt + scaledMs(bootSeconds, context.pace.resourceMs);
    if (launchedAt < progress.startedAt || behaviour === 'silent' || Object.hasOwn(progress.signals, id)) continue;
    if (signalsAt <= now) receiveSignal(listening, id, behaviour === 'signal' ? 'SUCCESS' : 'FAILURE');
    else future.push(signalsAt);
  }
  return earliest(future);
}

/** Announces signals that did not come in time. */
export function announceMissing({ context, stack, resource }: Listening, missing: number): void {
  const reason = `Failed to receive ${missing} resource signal(s) for the current batch.  Each resource signal timeout is counted as a FAILURE.`;
  // AWS says UPDATE_IN_PROGRESS even of a resource that is being created.
  enterResourceStatus(context, stack, resource, 'UPDATE_IN_PROGRESS', reason);
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

function groupNodes({ world }: Context, group: LiveResource) {
  return activeInstances(groupState(world, group)).filter(({ lifecycle }) => lifecycle !== 'Pending');
}

/** An instance of its own signals as one of a group does. */
function lonelyNode({ context, stack, resource, progress }: Listening) {
  const { type, physicalId: id = '' } = resource;
  const live = type === 'AWS::EC2::Instance' ? resourcesOf(context.world).find(stack, type, id) : undefined;
  return live ? [{ id, launchedAt: progress.startedAt, behaviour: nodeBehaviourOf(context.world, live) }] : [];
}
