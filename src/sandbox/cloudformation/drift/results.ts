import { time } from '../../query-page.js';
import type { Stack } from '../state.js';

export interface StackDrift {
  /** When somebody looked for drift last; undefined if nobody has since the stack changed. */
  checkedAt?: number | undefined;
  /** What was found, by logical id; resources that were not checked are missing. */
  resources: Readonly<Record<string, ResourceDrift>>;
  /** Newest last. */
  detections: readonly DriftDetection[];
}

export interface DriftDetection {
  readonly id: string;
  readonly startedAt: number;
  readonly finishesAt: number;
  /** Named as AWS names its parts. */
  readonly outcome: {
    readonly detectionStatus: 'DETECTION_COMPLETE' | 'DETECTION_FAILED';
    readonly detectionStatusReason: string | undefined;
    readonly stackDriftStatus: StackDriftStatus;
    readonly driftedStackResourceCount: number;
  };
  /** Undefined once it is among the results of the stack, or if the stack has changed since. */
  found: Readonly<Record<string, ResourceDrift>> | undefined;
}

/** In change sets a type whose drift cannot be reverted is `UNSUPPORTED`. */
export type ResourceDriftStatus = 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'UNKNOWN' | 'UNSUPPORTED';

export type StackDriftStatus = 'DRIFTED' | 'IN_SYNC' | 'NOT_CHECKED' | 'UNKNOWN';

export interface ResourceDrift {
  readonly status: ResourceDriftStatus;
  /** Why the status is unknown. */
  readonly reason?: string;
  readonly timestamp: number;
  /** Named as AWS names its parts. */
  readonly differences: readonly {
    /** JSON pointer into the properties. */
    readonly propertyPath: string;
    readonly differenceType: 'ADD' | 'REMOVE' | 'NOT_EQUAL';
    readonly expectedValue: string;
    readonly actualValue: string;
  }[];
  /** The properties that were compared, of a modified resource. */
  readonly actual?: unknown;
}

/** What drift detection has found by now; what a running one finds is among it once that ends. */
export function driftResults({ drift }: Stack, now: number): StackDrift {
  const last = drift.detections.at(-1);
  if (last?.found && now >= last.finishesAt) {
    drift.checkedAt = last.startedAt;
    drift.resources = { ...drift.resources, ...last.found };
    last.found = undefined;
  }
  return drift;
}

/** What was found says nothing about a stack that has changed since. */
export function forgetResults({ drift }: Stack): void {
  drift.checkedAt = undefined;
  drift.resources = {};
  for (const detection of drift.detections) detection.found = undefined;
}

/** Of single failures AWS makes UNKNOWN only if nothing has drifted for certain (aws-cdk-cli#740). */
export function driftStatusOf(drifts: Iterable<Pick<ResourceDrift, 'status'>>): StackDriftStatus {
  const all = [...drifts];
  if (driftedCount(all) > 0) return 'DRIFTED';
  return all.some(({ status }) => status === 'UNKNOWN') ? 'UNKNOWN' : 'IN_SYNC';
}

export function driftedCount(drifts: readonly Pick<ResourceDrift, 'status'>[]): number {
  return drifts.filter(({ status }) => status === 'MODIFIED' || status === 'DELETED').length;
}

/** The DriftInformation of a stack. */
export function stackDriftInformation(stack: Stack, now: number) {
  const { checkedAt, resources } = driftResults(stack, now);
  if (checkedAt === undefined) return { StackDriftStatus: 'NOT_CHECKED' };
  return { StackDriftStatus: driftStatusOf(Object.values(resources)), LastCheckTimestamp: time(checkedAt) };
}

/** The DriftInformation of a resource. */
export function resourceDriftInformation(stack: Stack, logicalId: string, now: number) {
  const drift = driftResults(stack, now).resources[logicalId];
  if (!drift) return { StackResourceDriftStatus: 'NOT_CHECKED' };
  return { StackResourceDriftStatus: drift.status, LastCheckTimestamp: time(drift.timestamp) };
}
