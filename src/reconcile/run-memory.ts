import type { Assessment } from '../plan/assess.js';
import type { Decision } from '../plan/decision.js';
import type { Problem } from '../plan/plan.js';

/**
 * What a run remembers between its ticks to spare AWS the same question. Losing it costs calls and nothing else: what
 * decides stands in AWS.
 */
export interface RunMemory {
  /** Stack id to what ended for its desired digest. */
  readonly endings: Map<string, Ending>;
  /** Stack id to how often in a row the world had moved when it was acted on. */
  readonly moved: Map<string, number>;
  /** Ids of stacks whose operation this run started. */
  readonly started: Set<string>;
  /** Ids of those of them after which the cluster's bucket was tidied. */
  readonly tidied: Set<string>;
}

export type Ending =
  | { readonly kind: 'no-changes'; readonly desired: string }
  | { readonly kind: 'gated'; readonly desired: string; readonly assessment: Assessment }
  | { readonly kind: 'stopped'; readonly desired: string; readonly problem: Problem };

export function emptyMemory(): RunMemory {
  return { endings: new Map(), moved: new Map(), started: new Set(), tidied: new Set() };
}

/** How the stack ended in this run; undefined if it has not, or if something else is desired by now. */
export function endingOf(memory: RunMemory, { stack, desired }: Decision): Ending | undefined {
  const ending = memory.endings.get(stack.id);
  return ending !== undefined && ending.desired === desired?.digest ? ending : undefined;
}

/** Desired digests by stack id for which CloudFormation sees nothing to change. */
export function unchangeable(memory: RunMemory): ReadonlyMap<string, string> {
  return new Map(
    [...memory.endings].flatMap(([id, ending]) => (ending.kind === 'no-changes' ? [[id, ending.desired]] : [])),
  );
}
