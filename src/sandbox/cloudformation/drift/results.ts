import { time } from '../../query-page.js';
import type { Stack } from '../state.js';
import type { ResourceDriftStatus, StackDriftStatus } from './stack-drift.js';

type Results = Pick<Stack['drift'], 'checkedAt' | 'resources'>;

/** What drift detection has found by now; what a running one finds is shown when it ends. */
export function shownResults({ drift }: Stack, now: number): Results {
  const last = drift.detections.at(-1);
  if (!last?.found || now < last.finishesAt) return drift;
  return { checkedAt: last.startedAt, resources: { ...drift.resources, ...last.found } };
}

/** Makes the results of an ended detection those that further ones are added to. */
export function settleResults(stack: Stack, now: number): void {
  Object.assign(stack.drift, shownResults(stack, now));
  const last = stack.drift.detections.at(-1);
  if (last && now >= last.finishesAt) last.found = undefined;
}

/** What was found says nothing about a stack that has changed since. */
export function forgetResults({ drift }: Stack): void {
  drift.checkedAt = undefined;
  drift.resources = {};
  const last = drift.detections.at(-1);
  if (last) last.found = undefined;
}

/** Of single failures AWS makes UNKNOWN only if nothing has drifted for certain (aws-cdk-cli#740). */
export function driftStatusOf(drifts: Iterable<Drift>): StackDriftStatus {
  const all = [...drifts];
  if (driftedCount(all) > 0) return 'DRIFTED';
  return all.some(({ status }) => status === 'UNKNOWN') ? 'UNKNOWN' : 'IN_SYNC';
}

export function driftedCount(drifts: readonly Drift[]): number {
  return drifts.filter(({ status }) => status === 'MODIFIED' || status === 'DELETED').length;
}

interface Drift {
  readonly status: ResourceDriftStatus;
}

/** The DriftInformation of a stack. */
export function stackDriftInformation(stack: Stack, now: number) {
  const { checkedAt, resources } = shownResults(stack, now);
  if (checkedAt === undefined) return { StackDriftStatus: 'NOT_CHECKED' };
  return { StackDriftStatus: driftStatusOf(Object.values(resources)), LastCheckTimestamp: time(checkedAt) };
}

/** The DriftInformation of a resource. */
export function resourceDriftInformation(stack: Stack, logicalId: string, now: number) {
  const drift = shownResults(stack, now).resources[logicalId];
  if (!drift) return { StackResourceDriftStatus: 'NOT_CHECKED' };
  return { StackResourceDriftStatus: drift.status, LastCheckTimestamp: time(drift.timestamp) };
}
