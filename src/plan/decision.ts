import type { StackArtifact } from '../model/artifact.js';
import type { LiveStack } from '../observe/snapshot.js';
import type { Desired } from './desired.js';
import type { Problem } from './plan.js';

/** What should happen to a stack, from what is wanted and what is live alone. Change sets then tell how. */
export interface Decision {
  readonly stack: StackArtifact;
  /** The stack, if it exists and is ours. */
  readonly live: LiveStack | undefined;
  /**
   * - `none`: as wanted
   * - `protect`: as wanted but for its termination protection
   * - `create`, `update`: to be brought to `desired`
   * - `wait`: an operation is running
   * - `stop`: nothing can be done; `problem` or `blockedBy` says why
   */
  readonly action: 'none' | 'protect' | 'create' | 'update' | 'wait' | 'stop';
  /** Undefined while an input is not known. With `knownAfter` it is what the outputs of now would lead to. */
  readonly desired: Desired | undefined;
  /** Why a stack that was applied is to be applied again. */
  readonly reasons: readonly string[];
  /** Stacks that have to be through first. */
  readonly waitsFor: readonly string[];
  /** Those of them whose outputs it takes. */
  readonly knownAfter: readonly string[];
  /** Those of `waitsFor` that cannot get through. */
  readonly blockedBy: readonly string[];
  readonly problem: Problem | undefined;
}

/** Whether stacks that depend on this one may go on: it is what it should be and will stay so. */
export function isThrough({ action, knownAfter }: Decision): boolean {
  return (action === 'none' || action === 'protect') && knownAfter.length === 0;
}

/** Whether an operation may start now. */
export function isStartable({ action, waitsFor }: Decision): boolean {
  return (action === 'create' || action === 'update') && waitsFor.length === 0;
}
