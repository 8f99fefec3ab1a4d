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

export interface RunLogOptions {
  readonly memory: RunMemory;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** What was seen of a stack so far; times are milliseconds since 1970. */
interface Track {
  told: string | undefined;
  since: number | undefined;
  until: number | undefined;
  touched: boolean;
  changeClass: ChangeClass | undefined;
  causes: StackOutcome['causes'] | undefined;
  ended: StackOutcome['result'] | undefined;
}

export function runLog(world: World, { memory, onProgress, signal }: RunLogOptions): RunLog {
  const tracks = new Map<string, Track>();
  const trackOf = ({ decision }: StackTick): Track => {
    const track = tracks.get(decision.stack.id) ?? newTrack();
    tracks.set(decision.stack.id, track);
    return track;
  };
  const outcome = async (stack: StackTick, interrupted: boolean): Promise<StackOutcome> => {
    const track = trackOf(stack);
    const { since, until, touched, changeClass } = track;
    const tookMs = since === undefined ? undefined : (until ?? world.ports.now()) - since;
    const started = memory.started.has(stack.decision.stack.id);
    const draft = outcomeOf(stack, { changeClass, tookMs, touched, started }, interrupted);
    if (draft.result !== 'failed') return draft;
    track.causes ??= await causesOf(stack, world, signal);
    return { ...draft, causes: track.causes };
  };
  const tellEnd = (stack: StackTick, end: StackOutcome) => {
    const track = trackOf(stack);
    if (track.ended === end.result) return;
    track.ended = end.result;
    onProgress({ kind: 'done', id: end.id, outcome: end });
  };
  /** Whether there was anything to tell. */
  const tellStatus = (stack: StackTick): boolean => {
    const track = trackOf(stack);
    const status = movingStatus(stack);
    if (status !== undefined) track.since ??= world.ports.now();
    track.touched ||= status !== undefined || stack.act !== undefined;
    if (stack.act?.kind === 'executing') track.changeClass = stack.act.assessment.changeClass;
    if (status === undefined || status === track.told || track.since === undefined) return false;
    track.told = status;
    const { stack: artifact, live } = stack.decision;
    const { id, cluster } = artifact;
    onProgress({ kind: 'status', id, cluster, status, since: track.since, reason: live?.statusReason });
    return true;
  };
  return {
    async follow(result) {
      let news = false;
      for (const stack of result.stacks) {
        news = tellStatus(stack) || news;
        const track = trackOf(stack);
        if (track.ended !== undefined || !isOver(stack, track)) continue;
        track.until = world.ports.now();
        tellEnd(stack, await outcome(stack, false));
        news = true;
      }
      return news;
    },
    async close(result, interrupted) {
      const stacks: StackOutcome[] = [];
      for (const stack of result.stacks) {
        const end = await outcome(stack, interrupted);
        if (end.result !== 'unchanged') tellEnd(stack, end);
        stacks.push(end);
      }
      return { stacks };
    },
  };
}

function newTrack(): Track {
  return {
    told: undefined,
    since: undefined,
    until: undefined,
    touched: false,
    changeClass: undefined,
    causes: undefined,
    ended: undefined,
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
