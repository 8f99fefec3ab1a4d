import type { ChangeClass } from '../plan/change-class.js';
import type { Gate, Problem } from '../plan/plan.js';
import type { StackOutcome } from './outcome.js';
import type { StackTick } from './tick.js';

/** What a run saw of a stack before its last tick. */
export interface Seen {
  /** Undefined if this run executed nothing. */
  readonly changeClass: ChangeClass | undefined;
  /** Undefined if the stack never moved. */
  readonly tookMs: number | undefined;
  /** Whether this run did anything to it, or saw it move. */
  readonly touched: boolean;
  /** Whether this run started its operation. */
  readonly started: boolean;
}

/** What became of a stack, from its last tick. `causes` are left empty. */
export function outcomeOf(stack: StackTick, seen: Seen, interrupted: boolean): StackOutcome {
  const { id, cluster, stackName } = stack.decision.stack;
  const verdict = verdictOf(stack, seen, interrupted);
  return {
    id,
    cluster,
    stackName,
    changeClass: stack.ending?.kind === 'gated' ? stack.ending.assessment.changeClass : seen.changeClass,
    status: stack.decision.live?.status,
    problem: undefined,
    blockedBy: [],
    causes: [],
    tookMs: seen.tookMs,
    ...verdict,
  };
}

type Verdict = Pick<StackOutcome, 'result'> & Partial<Pick<StackOutcome, 'problem' | 'blockedBy'>>;

function verdictOf({ decision, ending }: StackTick, seen: Seen, interrupted: boolean): Verdict {
  if (ending?.kind === 'gated') return gated(ending.assessment.gate);
  if (ending?.kind === 'no-changes') return { result: 'unchanged' };
  if (ending?.kind === 'stopped') return { result: 'failed', problem: ending.problem };
  switch (decision.action) {
    case 'none':
    case 'protect':
      return { result: seen.touched ? 'applied' : 'unchanged' };
    case 'stop':
      if (decision.problem === undefined) return { result: 'blocked', blockedBy: decision.blockedBy };
      return { result: decision.problem.waits ? 'held' : 'failed', problem: decision.problem };
    case 'wait':
      return { result: 'running' };
    case 'create':
    case 'update':
      if (interrupted) return { result: seen.started ? 'running' : 'waiting' };
      return { result: 'blocked', blockedBy: decision.waitsFor };
  }
}

function gated({ verdict, reason }: Gate): Verdict {
  const problem: Problem = { code: 'gate', message: reason ?? 'the gate does not let it through', hint: undefined };
  return { result: verdict === 'held' ? 'held' : 'refused', problem };
}
