import type { Plan } from '../plan/plan.js';
import type { Outcome } from './outcome.js';
import type { Progress } from './progress.js';
import { runLog } from './run-log.js';
import { emptyMemory } from './run-memory.js';
import { type StackTick, type TickResult, tick } from './tick.js';
import type { World } from './world.js';

export interface SettleOptions {
  /** What was shown: only this is executed. */
  readonly plan: Plan;
  readonly onProgress: (progress: Progress) => void;
  /** Aborting stops looking; what CloudFormation has begun goes on, and the outcome says so. */
  readonly signal: AbortSignal;
}

/**
 * Ticks until nothing runs and nothing can be started. Nothing is kept but in AWS, so a run that was killed is continued
 * by the next. Throws only what concerns the whole run, such as an endpoint that is gone.
 */
export async function settle(world: World, { plan, onProgress, signal }: SettleOptions): Promise<Outcome> {
  const memory = emptyMemory();
  const log = runLog(world, { memory, onProgress, signal });
  let last: TickResult = { stacks: [], mayPass: false };
  let patience = ticksOfPatience;
  let delayMs = shortestDelayMs;
  try {
    for (;;) {
      last = await tick(world, { plan, memory, signal });
      const news = await log.follow(last);
      const moving = last.stacks.some(isMoving);
      patience = moving ? ticksOfPatience : patience - 1;
      if (!moving && !(last.mayPass && patience > 0)) return await log.close(last, false);
      delayMs = news ? shortestDelayMs : Math.min(delayMs * 1.5, longestDelayMs);
      await world.ports.wait(jittered(delayMs, world), signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return log.close(last, true);
  }
}

/** How often an account that cannot be read is looked at again when nothing else is left to do. */
const ticksOfPatience = 3;
const shortestDelayMs = 200;
const longestDelayMs = 10_000;

/** Whether the next tick may see something else without anybody's doing. */
function isMoving({ decision, act, ending }: StackTick): boolean {
  if (decision.action === 'wait' || act !== undefined) return true;
  return ending?.kind === 'no-changes' && decision.action === 'update';
}

/** A quarter more or less, so that two appliers do not ask in step. */
function jittered(delayMs: number, { ports }: World): number {
  const random = (ports.randomBytes(1)[0] ?? 0) / 255;
  return delayMs * (0.75 + random / 2);
}
