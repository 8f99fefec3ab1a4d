import type { CreationPolicy, RollingUpdate } from './policies.js';

/**
 * How far a resource has come that takes several turns; plain data, so that a restarted sandbox goes on with it.
 * - `launch`: instances of a group come to be, signals are awaited
 * - `roll`: obsolete instances of a group are replaced in batches
 * - `terminate`: a group that is to be deleted lets go of its instances
 */
export interface Progress {
  readonly kind: 'launch' | 'roll' | 'terminate';
  readonly startedAt: number;
  /** By unique id. */
  signals: Readonly<Record<string, SignalStatus>>;
  readonly creation?: CreationPolicy & { readonly deadline: number };
  readonly roll?: Roll;
}

export type SignalStatus = 'SUCCESS' | 'FAILURE';

/** Instances are named by their ids. */
export interface Roll {
  readonly policy: RollingUpdate;
  readonly obsolete: readonly string[];
  /** Units of capacity that the group is to have in the end. */
  readonly desired: number;
  /** Units that it is to have before anything is taken away; undefined once it was told. */
  initial: number | undefined;
  /** The running batch. */
  terminating: readonly string[];
  /** Those that are not to be waited for, or have been. */
  known: readonly string[];
  /** Those whose signals were or are awaited. */
  awaited: readonly string[];
  /** Signals that did not come in time. */
  timedOut: number;
  wait: { readonly ids: readonly string[]; readonly deadline: number; readonly stableBy: number } | undefined;
}
