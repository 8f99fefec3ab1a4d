import type { ChangeClass } from '../plan/change-class.js';
import type { Problem } from '../plan/plan.js';

/** How a run ended, one entry per stack in the order of the plan. */
export interface Outcome {
  readonly stacks: readonly StackOutcome[];
}

export interface StackOutcome {
  readonly id: string;
  /** Undefined for the fleet's store. */
  readonly cluster: string | undefined;
  readonly stackName: string;
  /**
   * - `unchanged`: nothing was to do
   * - `applied`: this run, or another applier at the same time, brought it to what the commit says
   * - `held`: the gate waits for a person
   * - `refused`: the gate says no
   * - `failed`: it was tried and did not work, or cannot be tried; `problem` says why and what next
   * - `blocked`: `blockedBy` could not be brought up
   * - `running`: the run was interrupted while the operation went on
   * - `waiting`: the run was interrupted before the stack's turn
   */
  readonly result: 'unchanged' | 'applied' | 'held' | 'refused' | 'failed' | 'blocked' | 'running' | 'waiting';
  readonly changeClass: ChangeClass | undefined;
  /** Last status as AWS spells it. */
  readonly status: string | undefined;
  readonly problem: Problem | undefined;
  readonly blockedBy: readonly string[];
  /** First resources that failed, as the stack's events tell; empty unless the stack's operation failed. */
  readonly causes: readonly FailureCause[];
  /** From the start of the stack's operation until it was seen to end; undefined unless this run watched it. */
  readonly tookMs: number | undefined;
}

export interface FailureCause {
  readonly logicalId: string;
  readonly type: string;
  /** CREATE_FAILED and the like. */
  readonly status: string;
  readonly reason: string;
}
