import pLimit from 'p-limit';
import { type Advance, advance } from '../apply/advance.js';
import { tidy } from '../apply/tidy.js';
import { AppError } from '../errors.js';
import { clusterTag } from '../model/names.js';
import { leftBehind } from '../observe/left-behind.js';
import { observe } from '../observe/observe.js';
import { observeSources } from '../observe/sources.js';
import { decide } from '../plan/decide.js';
import { type Decision, isStartable } from '../plan/decision.js';
import type { Plan, Problem, Step } from '../plan/plan.js';
import { keyArnOutput } from '../plan/secrets.js';
import { alreadySaid } from '../plan/staleness.js';
import { type Ending, endingOf, type RunMemory, unchangeable } from './run-memory.js';
import { seeNodes } from './see-nodes.js';
import type { World } from './world.js';

/** What a tick saw and did. */
export interface TickResult {
  /** Each after those it waits for. */
  readonly stacks: readonly StackTick[];
  /** Whether an account could not be read for a reason that may pass. */
  readonly mayPass: boolean;
}

export interface StackTick {
  readonly decision: Decision;
  /** What was done with it in this tick; undefined if nothing. */
  readonly act: Act | undefined;
  /** How it ended in this run, if it has. */
  readonly ending: Ending | undefined;
}

export type Act = Exclude<Advance, { kind: 'gated' | 'stopped' | 'no-changes' }> | { readonly kind: 'protecting' };

export interface TickContext {
  /** What was shown; only this is executed, and what was not wholly known then if the gate agrees. */
  readonly plan: Plan;
  readonly memory: RunMemory;
  readonly signal: AbortSignal;
}

const concurrentActs = 10;

/**
 * Observes, decides, starts what may start, and returns without waiting for it. What fails for one stack is remembered
 * and stops only what depends on it.
 */
export async function tick(world: World, context: TickContext): Promise<TickResult> {
  const { fleet, artifacts, ports } = world;
  const snapshot = await observe(artifacts.stacks, ports.stacks, context.signal);
  const now = new Date(ports.now());
  const seen = await observeSources(fleet, ports.sources, { now, signal: context.signal });
  const { uniform } = await seeNodes(world, snapshot, context.signal);
  const decisions = decide({
    fleet,
    artifacts,
    snapshot,
    unchangeable: unchangeable(context.memory),
    today: context.plan.today,
    uniform,
    seen,
    shown: context.plan.generations,
  });
  const limit = pLimit(concurrentActs);
  // Every one is awaited even if one throws: nothing goes on behind the back of whoever called.
  const ticks = await Promise.allSettled(
    [...decisions.values()].map(decision => limit(actOn, decision, world, { ...context, decisions })),
  );
  const failure = ticks.find(result => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return {
    stacks: ticks.flatMap(result => (result.status === 'fulfilled' ? [result.value] : [])),
    mayPass: [...snapshot.failures.values()].some(({ kind }) => kind === 'transient'),
  };
}

interface ActContext extends TickContext {
  readonly decisions: ReadonlyMap<string, Decision>;
}

async function actOn(decision: Decision, world: World, context: ActContext): Promise<StackTick> {
  const { stack, live, desired } = decision;
  const known = endingOf(context.memory, decision);
  if (known !== undefined && known.kind !== 'no-changes') return { decision, act: undefined, ending: known };
  try {
    if (decision.action === 'protect' && live !== undefined) {
      // Before the protection, which says that both are done.
      await world.ports.stacks.setPolicy(stack.target, live.arn, stack.policy, context.signal);
      await world.ports.stacks.protect(stack.target, live.arn, context.signal);
      return { decision, act: { kind: 'protecting' }, ending: undefined };
    }
    await tidyAfter(decision, world, context);
    if (!isStartable(decision) || desired === undefined) return { decision, act: undefined, ending: known };
    const said = alreadySaid(shownStep(decision, context), decision);
    if (said !== undefined) return ended(decision, context, endingFrom(said, decision, context));
    return concluded(decision, await advance(decision, desired, advanceContext(decision, world, context)), context);
  } catch (error) {
    if (context.signal.aborted || !(error instanceof AppError) || desired === undefined) throw error;
    if (error.kind === 'transient') return moved(decision, context, { problem: problemOf(error), tolerated: 3 });
    return ended(decision, context, { kind: 'stopped', desired: desired.digest, problem: problemOf(error) });
  }
}

/** Once per stack that this run has changed, when all of its nodes have the change. */
async function tidyAfter(decision: Decision, world: World, { memory, signal }: ActContext): Promise<void> {
  const { stack, action } = decision;
  const { fleet, artifacts, ports } = world;
  const cluster = fleet.clusters.find(({ name }) => name === stack.cluster);
  const due = action === 'none' && memory.started.has(stack.id) && !memory.tidied.has(stack.id);
  if (!due || cluster === undefined || stack.secretsNodes.length === 0) return;
  memory.tidied.add(stack.id);
  try {
    const groups = await ports.nodes.groups(cluster, clusterTag(cluster), signal);
    if (leftBehind(groups) !== undefined) return;
    await tidy(decision, { fleet, cluster, artifacts, storage: ports.storage, now: ports.now(), signal });
  } catch (error) {
    // What is left over now is removed after the next change; nothing that was asked for has failed.
    if (signal.aborted || !(error instanceof AppError)) throw error;
  }
}

function shownStep({ stack }: Decision, { plan }: ActContext): Step | undefined {
  return plan.steps.find(step => step.id === stack.id);
}

function endingFrom(
  said: NonNullable<ReturnType<typeof alreadySaid>>,
  decision: Decision,
  context: ActContext,
): Ending {
  const desired = decision.desired?.digest ?? '';
  if ('problem' in said) return { kind: 'stopped', desired, problem: said.problem };
  const shown = shownStep(decision, context);
  const assessment = { gate: said.gate, changeClass: shown?.changeClass, changes: shown?.changes ?? [] };
  return { kind: 'gated', desired, assessment };
}

function advanceContext(decision: Decision, world: World, context: ActContext) {
  const store = [...context.decisions.values()].find(decision => decision.stack.kind === 'store');
  return {
    ...world,
    shown: shownStep(decision, context),
    storeKeyArn: store?.live?.outputs[keyArnOutput],
    signal: context.signal,
  };
}

function concluded(decision: Decision, outcome: Advance, context: ActContext): StackTick {
  const desired = decision.desired?.digest ?? '';
  switch (outcome.kind) {
    case 'moved':
      return moved(decision, context, { problem: keepsMoving(decision), tolerated: 20 });
    case 'gated':
      return ended(decision, context, { kind: 'gated', desired, assessment: outcome.assessment });
    case 'stopped':
      return ended(decision, context, { kind: 'stopped', desired, problem: outcome.problem });
    case 'no-changes':
      return ended(decision, context, { kind: 'no-changes', desired });
    default:
      context.memory.moved.delete(decision.stack.id);
      if (outcome.kind === 'executing') context.memory.started.add(decision.stack.id);
      return { decision, act: outcome, ending: undefined };
  }
}

/** Looks again at the next tick, but not for ever. */
function moved(
  decision: Decision,
  context: ActContext,
  { problem, tolerated }: { problem: Problem; tolerated: number },
): StackTick {
  const count = (context.memory.moved.get(decision.stack.id) ?? 0) + 1;
  context.memory.moved.set(decision.stack.id, count);
  if (count < tolerated) return { decision, act: { kind: 'moved' }, ending: undefined };
  return ended(decision, context, { kind: 'stopped', desired: decision.desired?.digest ?? '', problem });
}

function keepsMoving({ stack }: Decision): Problem {
  return {
    code: 'stack-keeps-moving',
    message: `somebody else keeps changing ${stack.stackName}`,
    hint: 'find out who, then apply again',
  };
}

function ended(decision: Decision, { memory }: ActContext, ending: Ending): StackTick {
  memory.endings.set(decision.stack.id, ending);
  return { decision, act: undefined, ending };
}

function problemOf({ code, message, hint }: AppError): Problem {
  return { code, message, hint };
}
