import type { AppError } from '../errors.js';
import type { Target } from '../model/fleet.js';

/** What AWS held when it was read. Targets that could not be read whole stand in `failures`, never as "no stacks". */
export interface Snapshot {
  /** `targetKey`, then stack name. */
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, LiveStack>>;
  /** `targetKey` to why nothing is known about it. */
  readonly failures: ReadonlyMap<string, AppError>;
}

/** A stack as DescribeStacks tells it, ours or not. Deleted stacks are left out. */
export interface LiveStack {
  readonly name: string;
  readonly arn: string;
  /** As AWS spells it; `stackPhase` says what it means. */
  readonly status: string;
  readonly statusReason: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Without those of AWS itself (`aws:…`). */
  readonly tags: Readonly<Record<string, string>>;
  readonly terminationProtection: boolean;
  /** ARN of the change set that was executed last; undefined before the first and after a direct update. */
  readonly changeSet: string | undefined;
  /** Only asked for stacks of ours without resources (REVIEW_IN_PROGRESS), whose change sets alone tell their owner. */
  readonly changeSetNames: readonly string[] | undefined;
}

/** Where stacks live, by ids only. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** `<account id>/<region>`. */
export function targetKey({ accountId, region }: Place): string {
  return `${accountId}/${region}`;
}

export function placeOf(target: Target): Place {
  return { accountId: target.account.id, region: target.region };
}
