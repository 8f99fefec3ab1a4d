import { appliesDigest, changeSetNameOf, parseApplyChangeSetName } from '../cfn/change-set-name.js';
import { stackPhase } from '../cfn/stack-status.js';
import { AppError } from '../errors.js';
import type { Artifacts, StackArtifact } from '../model/artifact.js';
import { bookkeeping } from '../model/bookkeeping.js';
import type { Fleet } from '../model/fleet.js';
import type { Generations } from '../model/secrets.js';
import { ownedBy } from '../observe/ownership.js';
import { type LiveStack, placeOf, type Snapshot, targetKey } from '../observe/snapshot.js';
import type { SeenSources } from '../observe/sources.js';
import { type Decision, isThrough } from './decision.js';
import { type Desired, desiredOf } from './desired.js';
import { inputStacks, type ResolvedInputs, resolveInputs, upstreamStacks } from './inputs.js';
import { liveStacks } from './live.js';
import type { Problem } from './plan.js';
import type { StackIndex } from './stack-index.js';
import { foreignStack, missingInput, revertedStack, stackBeingDeleted, stuckStack } from './stack-problem.js';
import { unwantedState } from './unwanted-state.js';

export interface DecisionInput {
  readonly fleet: Fleet;
  readonly artifacts: Artifacts;
  readonly snapshot: Snapshot;
  /** Stack id to the desired digest for which CloudFormation said that there is nothing to change. */
  readonly unchangeable?: ReadonlyMap<string, string>;
  /** UTC day: `2026-11-21`. */
  readonly today: string;
  /** Names of clusters of which every node was seen to run what its stack says. */
  readonly uniform?: ReadonlySet<string>;
  /** What sources outside of the specs hold; needed only for fleets that refer to some. */
  readonly seen?: SeenSources;
  /** What a plan showed, by the cluster's name: nobody goes beyond it. Empty while planning. */
  readonly shown?: ReadonlyMap<string, Generations>;
}

const nothingSeen: SeenSources = { at: new Date(0), secrets: new Map(), offered: new Map() };

/** Decides about every stack. Keys are stack ids, in an order in which each comes after those it waits for. */
export function decide(input: DecisionInput): ReadonlyMap<string, Decision> {
  const { fleet, artifacts, snapshot, today, uniform = new Set<string>(), seen = nothingSeen } = input;
  const shown = input.shown ?? new Map<string, Generations>();
  const live = liveStacks(artifacts, snapshot);
  const { index, anyOf } = live;
  const decisions = new Map<string, Decision>();
  for (const stack of inOrder(artifacts.stacks, index)) {
    const inputs = inputStacks(stack, index);
    const waitsFor = unready(upstreamStacks(stack, index), decisions);
    const upstream = {
      waitsFor,
      knownAfter: waitsFor.filter(id => inputs.includes(id)),
      blockedBy: waitsFor.filter(id => isStuck(decisions.get(id))),
    };
    const inputsNow = resolveInputs(stack, { ...live, fleet, today, uniform, seen, shown });
    const desired = inputsNow.values && desiredOf(stack, inputsNow.values, inputsNow.secrets);
    const failure = snapshot.failures.get(targetKey(placeOf(stack.target)));
    const judged = failure
      ? stop({ code: failure.code, message: failure.message, hint: failure.hint })
      : judge(stack, anyOf(stack), {
          desired,
          waiting: waitsFor.length > 0,
          unchangeable: desired !== undefined && input.unchangeable?.get(stack.id) === desired.digest,
        });
    const obstacle = acts(judged) ? obstacleOf(stack, inputsNow, waitsFor.length > 0) : undefined;
    const verdict = obstacle === undefined ? judged : stop(obstacle, judged.live);
    decisions.set(stack.id, {
      stack,
      desired,
      ...upstream,
      ...blockedUnlessDone(verdict, upstream.blockedBy),
    });
  }
  return decisions;
}

/** What an input that is not known means. An output may still come from a stack that is waited for. */
function obstacleOf(stack: StackArtifact, inputs: ResolvedInputs, waiting: boolean): Problem | undefined {
  if (inputs.values !== undefined) return undefined;
  if ('problem' in inputs) return inputs.problem;
  return waiting ? undefined : missingInput(stack, inputs.missing);
}

interface Wanted {
  readonly desired: Desired | undefined;
  readonly waiting: boolean;
  readonly unchangeable: boolean;
}

type Verdict = Pick<Decision, 'action' | 'live' | 'reasons' | 'problem'>;

/** Stacks in an order in which each comes after those it waits for. */
function inOrder(stacks: readonly StackArtifact[], index: StackIndex): readonly StackArtifact[] {
  const ordered = new Map<string, StackArtifact>();
  const visit = (stack: StackArtifact, path: readonly string[]) => {
    if (ordered.has(stack.id)) return;
    if (path.includes(stack.id)) {
      throw new AppError('dependency-cycle', `stacks wait for each other: ${[...path, stack.id].join(', ')}`, {
        kind: 'internal',
      });
    }
    for (const id of upstreamStacks(stack, index)) {
      const upstream = index.byId(id);
      if (upstream !== undefined) visit(upstream, [...path, stack.id]);
    }
    ordered.set(stack.id, stack);
  };
  for (const stack of stacks) visit(stack, []);
  return [...ordered.values()];
}

function unready(ids: readonly string[], decisions: ReadonlyMap<string, Decision>): readonly string[] {
  return ids.filter(id => {
    const decision = decisions.get(id);
    return decision === undefined || !isThrough(decision);
  });
}

function isStuck(decision: Decision | undefined): boolean {
  return decision?.action === 'stop' || (decision?.blockedBy.length ?? 0) > 0;
}

/** A stack that is as wanted stays so, whatever happened to those it depends on. */
function blockedUnlessDone(verdict: Verdict, blockedBy: readonly string[]): Verdict {
  return acts(verdict) && blockedBy.length > 0 ? { ...verdict, action: 'stop' } : verdict;
}

function acts({ action }: Verdict): boolean {
  return action === 'create' || action === 'update';
}

function judge(stack: StackArtifact, live: LiveStack | undefined, wanted: Wanted): Verdict {
  if (live === undefined) return go('create', undefined);
  if (!ownedBy(live, stack.owner)) return stop(foreignStack(stack));
  if (live.status === 'DELETE_IN_PROGRESS') return stop(stackBeingDeleted(live), live);
  switch (stackPhase(live.status)) {
    case 'empty':
      return go('create', live);
    case 'busy':
      return go('wait', live);
    case 'stuck':
    case 'gone':
      return stop(stuckStack(stack, live), live);
    case 'reverted':
    case 'settled':
      return compare(stack, live, wanted);
  }
}

function compare(stack: StackArtifact, live: LiveStack, { desired, waiting, unchangeable }: Wanted): Verdict {
  if (desired === undefined) return go('update', live);
  const applied = live.outputs[bookkeeping.appliedHash] === desired.digest;
  const reasons = applied ? unwantedState(stack, live, desired) : [];
  if (unchangeable || (applied && reasons.length === 0))
    return go(live.terminationProtection ? 'none' : 'protect', live);
  const tried = parseApplyChangeSetName(changeSetNameOf(live.changeSet) ?? '');
  const failed = stackPhase(live.status) === 'reverted' && appliesDigest(tried, desired.digest);
  if (failed && !waiting) return stop(revertedStack(live), live);
  return { ...go('update', live), reasons };
}

function go(action: Decision['action'], live: LiveStack | undefined): Verdict {
  return { action, live, reasons: [], problem: undefined };
}

function stop(problem: Problem, live?: LiveStack): Verdict {
  return { action: 'stop', live, reasons: [], problem };
}
