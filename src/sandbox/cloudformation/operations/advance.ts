import { earliest } from '../../autoscaling/signals.js';
import { takeTurn } from '../../autoscaling/turns.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import { resourcePlace, turnOf } from '../resource-place.js';
import { keepStack } from '../stacks.js';
import type { Stack, StackResource } from '../state.js';
import { cancelRunning, fail, spare } from './failing.js';
import type { Operation, Running, Task, Verb } from './operation.js';
import { resourceOf } from './operation.js';
import type { Work } from './phases.js';
import { phases } from './phases.js';
import { leavePhase } from './transitions.js';

/**
 * Does everything of the stack's operation that is due: finishes tasks, starts those whose turn it is, enters the next
 * phase. Returns when to be called again, in ms since the epoch, or undefined once nothing runs any more.
 */
export async function advance(context: Context, stack: Stack): Promise<number | undefined> {
  for (;;) {
    const { operation } = stack;
    if (!operation) return undefined;
    const running = { context, stack, operation };
    const finished = await finishDue(running);
    if (isOverdue(running)) await cancelRunning(running);
    const started = isStopped(running) ? false : await startReady(running);
    if (isStopped(running)) await cancelRunning(running);
    if (isStopped(running) || operation.tasks.every(isSettled)) leavePhase(running);
    else if (!finished && !started) return nextDue(operation);
  }
}

/** Whether a creation takes longer than it may. */
function isOverdue({ context: { clock }, stack }: Running): boolean {
  const { timeoutInMinutes = Infinity, operations, status } = stack;
  const startedAt = operations.at(-1)?.startedAt ?? 0;
  return status === 'CREATE_IN_PROGRESS' && clock.now(stack) - startedAt > timeoutInMinutes * 60_000;
}

function isStopped({ stack, operation }: Running): boolean {
  return phases[stack.status]?.work.stops === true && operation.tasks.some(({ state }) => state === 'failed');
}

function isSettled({ state }: Task): boolean {
  return state === 'done' || state === 'failed';
}

function nextDue({ tasks }: Operation): number | undefined {
  return earliest(tasks.map(({ state, finishesAt }) => (state === 'running' ? finishesAt : undefined)));
}

async function finishDue(running: Running): Promise<boolean> {
  const now = running.context.clock.now(running.stack);
  const due = running.operation.tasks.filter(
    ({ state, finishesAt = Infinity }) => state === 'running' && finishesAt <= now,
  );
  for (const task of due) await finish(task, running);
  return due.length > 0;
}

async function finish(task: Task, running: Running): Promise<void> {
  const { context, stack } = running;
  const resource = resourceOf(stack, task);
  try {
    const dueAgain = resource && (await takeTurnOf(task, resource, running));
    if (dueAgain !== undefined) {
      task.finishesAt = dueAgain;
      // No turn is taken twice after a kill, nor two at once.
      await keepStack(context.world, stack);
      return;
    }
  } catch (error) {
    await fail(task, error, running);
    return;
  }
  task.progress = undefined;
  task.state = 'done';
  if (resource && task.verb) enterResourceStatus(context, stack, resource, `${task.verb}_COMPLETE`);
  if (task.verb === 'IMPORT_ROLLBACK') delete stack.resources[task.logicalId];
}

async function takeTurnOf({ progress }: Task, resource: StackResource, { context, stack }: Running) {
  if (!progress) return undefined;
  const dueAgain = await takeTurn(turnOf(context, stack, resource), progress);
  if (dueAgain === undefined && progress.kind === 'terminate') {
    await context.handlerOf(resource.type).delete(resource.physicalId ?? '', resourcePlace(context, stack, resource));
  }
  return dueAgain;
}

async function startReady(running: Running): Promise<boolean> {
  const { tasks } = running.operation;
  const waiting = tasks.filter(({ state }) => state === 'waiting');
  const ready = waiting.filter(({ needs }) => needs.every(index => tasks[index]?.state === 'done'));
  for (const task of ready) await start(task, running);
  // A resource that cannot go because another one failed to go stays.
  const blocked = tasks.filter(
    ({ state, needs }) => state === 'waiting' && needs.some(index => tasks[index]?.state === 'failed'),
  );
  for (const task of blocked) task.state = 'failed';
  return ready.length > 0 || blocked.length > 0;
}

async function start(task: Task, running: Running): Promise<void> {
  const { context, stack, operation } = running;
  const work = phases[stack.status]?.work;
  if (!work) return;
  if (operation.spared?.includes(task.logicalId)) {
    spare(task, running);
    return;
  }
  task.verb = expectedVerb(task, work, running);
  try {
    const started = await work.start(task, running);
    task.state = started ? 'running' : 'done';
    if (!started) return;
    Object.assign(task, started, { finishesAt: context.clock.now(stack) + context.pace.resourceMs });
    // Its first turn must not come before the stack is known to have begun.
    if (started.progress) await keepStack(context.world, stack);
  } catch (error) {
    await fail(task, error, running);
  }
}

/** What the task will do, unless it finds the resource gone. */
function expectedVerb({ logicalId }: Task, work: Work, { stack, operation }: Running): Verb {
  if (work.verb) return work.verb;
  if (stack.resources[logicalId]?.physicalId !== undefined) return 'UPDATE';
  return Object.hasOwn(operation.imports ?? {}, logicalId) ? 'IMPORT' : 'CREATE';
}
