import type { StackOutcome } from './outcome.js';

/** Told while a run goes on. Everything is about one stack; nothing here is needed to decide anything. */
export type Progress =
  /** The status differs from what was told last. `proposed` and `executing` are ours, between two statuses of AWS. */
  | {
      readonly kind: 'status';
      readonly id: string;
      readonly cluster: string | undefined;
      /** As AWS spells it, or what this run has just asked for: `proposed` (change set), `executing`. */
      readonly status: string;
      /** Milliseconds since 1970 when this run saw the stack move first. */
      readonly since: number;
      readonly reason: string | undefined;
    }
  /** The stack is through, or will not move any more in this run. */
  | { readonly kind: 'done'; readonly id: string; readonly outcome: StackOutcome };
