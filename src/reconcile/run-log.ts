import { firstFailures } from '../cfn/stack-events.js';
import { AppError } from '../errors.js';
import type { ChangeClass } from '../plan/change-class.js';
import type { Outcome, StackOutcome } from './outcome.js';
import type { Progress } from './progress.js';
import type { RunMemory } from './run-memory.js';
import { outcomeOf } from './stack-outcome.js';
import type { StackTick, TickResult } from './tick.js';
import type { World } from './world.js';

/** Follows a run for people: tells what changes from tick to tick, and what became of every stack. */
export interface RunLog {
  /** Tells what is new. Resolves to whether anything was. */
  follow(result: TickResult): Promise<boolean>;
  /** Tells what became of the stacks that were not told yet. */
  close(result: TickResult, interrupted: boolean): Promise<Outcome>;
}

interface Track {
  told: string | undefined;
  since: number | undefined;
  touched: boolean;
  changeClass: ChangeClass | undefined;
  causes: StackOutcome['causes'] | undefined;
  done: StackOutcome | undefined;
}

export interface RunLogOptions {
  readonly memory: RunMemory;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

export function runLog(world: World, { memory, onProgress, signal }: RunLogOptions): RunLog {
  const tracks = new Map<string, Track>();
  const trackOf = (id: string): Track => {
    const track = tracks.get(id) ?? {
      told: undefined,
      since: undefined,
      touched: false,
      changeClass: undefined,
      causes: undefined,
      done: undefined,
    };
    tracks.set(id, track);
    return track;
  };
  const outcome = async (stack: StackTick, interrupted: boolean): Promise<StackOutcome> => {
    const track = trackOf(stack.decision.stack.id);
    const { since, touched, changeClass } = track;
    const tookMs = since === undefined ? undefined : world.ports.now() - since;
    const started = memory.started.has(stack.decision.stack.id);
    const draft = outcomeOf(stack, { changeClass, tookMs, touched, started }, interrupted);
    if (draft.result !== 'failed') return draft;
    track.causes ??= await causesOf(stack, world, signal);
    return { ...draft, causes: track.causes };
  };
  const tell = (stack: StackTick, end: StackOutcome) => {
    const track = trackOf(end.id);
    if (track.done?.result === end.result) return;
    track.done = end;
    onProgress({ kind: 'done', id: stack.decision.stack.id, outcome: end });
  };
  return {
    async follow(result) {
      let news = false;
      for (const stack of result.values()) {
        const { id, cluster } = stack.decision.stack;
        const track = trackOf(id);
        const status = movingStatus(stack);
        if (status !== undefined) track.since ??= world.ports.now();
        track.touched ||= status !== undefined || stack.act !== undefined;
        if (stack.act?.kind === 'executing') track.changeClass = stack.act.assessment.changeClass;
        if (status !== undefined && status !== track.told) {
          news = true;
          track.told = status;
          const reason = stack.decision.live?.statusReason;
          onProgress({ kind: 'status', id, cluster, status, since: track.since ?? world.ports.now(), reason });
        }
        if (track.done === undefined && isOver(stack, track)) {
          news = true;
          tell(stack, await outcome(stack, false));
        }
      }
      return news;
    },
    async close(result, interrupted) {
      const stacks: StackOutcome[] = [];
      for (const stack of result.values()) {
        const end = await outcome(stack, interrupted);
        if (end.result !== 'unchanged') tell(stack, end);
        stacks.push(end);
      }
      return { stacks };
    },
  };
}

/** Undefined for a stack that does not move in this tick. */
function movingStatus({ decision, act }: StackTick): string | undefined {
  if (act?.kind === 'executing' || act?.kind === 'proposed') return act.kind;
  return decision.action === 'wait' ? decision.live?.status : undefined;
}

/** Whether no later tick of this run will say otherwise. */
function isOver({ decision, act, ending }: StackTick, track: Track): boolean {
  if (act !== undefined) return false;
  if (ending !== undefined) return ending.kind !== 'no-changes';
  if (decision.action === 'none') return track.touched && decision.knownAfter.length === 0;
  return decision.action === 'stop' && decision.live !== undefined && decision.blockedBy.length === 0;
}

const causesTold = 3;

/** The first resources that failed; none if they cannot be read, as the failure itself is what counts. */
async function causesOf({ decision, ending }: StackTick, { ports }: World, signal: AbortSignal) {
  const { stack, live, problem } = decision;
  const operationFailed = problem?.code === 'reverted' || problem?.code === 'stuck-stack';
  if (live === undefined || ending !== undefined || !operationFailed || signal.aborted) return [];
  try {
    const events = await ports.stacks.events(stack.target, live.arn, signal);
    return firstFailures(events, live.arn)
      .slice(0, causesTold)
      .map(({ logicalId, type, status, reason }) => ({ logicalId, type, status, reason: reason ?? '' }));
  } catch (error) {
    if (error instanceof AppError || signal.aborted) return [];
    throw error;
  }
}
