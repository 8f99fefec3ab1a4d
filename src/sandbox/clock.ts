/** What has a time of its own, in ms since the epoch: a stack. */
export interface Timed {
  readonly creationTime: number;
  time: number;
}

/** What time it is for a stack, in ms since the epoch. */
export interface Clock {
  now(stack: Timed | undefined): number;
  /** Says that the stack has come to a time that was waited for. */
  reach(stack: Timed, timeMs: number): void;
}

export function wallClock(now: () => Date = () => new Date()): Clock {
  return { now: () => now().getTime(), reach: () => undefined };
}

const dayOne = Date.UTC(2026, 0, 1);

/**
 * Every stack has a time of its own, which simulated work and requests alone move on, so that the same requests give
 * the same times.
 */
export function simulatedClock(): Clock {
  return {
    now: stack => (stack ? Math.max(stack.creationTime, stack.time) : dayOne),
    reach(stack, timeMs) {
      stack.time = Math.max(stack.time, timeMs);
    },
  };
}
