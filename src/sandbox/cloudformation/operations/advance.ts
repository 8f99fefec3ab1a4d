import { abandonTurns, takeTurn } from '../../autoscaling/turns.js';
import { AwsFault } from '../../fault.js';
import { uuidFor } from '../../ids.js';
import { ResourceFailure } from '../../resource.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import { resourcePlace } from '../resource-place.js';
import { keepStack } from '../stacks.js';
import type { ResourceStatus, Stack, StackResource } from '../state.js';
import { applyResource } from './apply-resource.js';
import { removeResource } from './delete-resource.js';
import { giveBack } from './import-resource.js';
import type { Failure, Operation, Task } from './operation.js';
import { enterPhase, leavePhase, workOf } from './phases.js';
import type { Running, Started } from './running.js';
import { resourceOf } from './tasks.js';
import { turnOf } from './turn-of.js';

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
    if (isOverdue(running)) cancelRunning(running);
    const started = giveUp(running) ? false : await startReady(running);
    if (giveUp(running)) cancelRunning(running);
    if (giveUp(running) || operation.tasks.every(isSettled)) leavePhase(context, stack, operation);
    else if (!finished && !started) return earliest(operation);
  }
}

/** Gives up a running update and takes it back. */
export function cancelUpdate(context: Context, stack: Stack): void {
  if (stack.operation) cancelRunning({ context, stack, operation: stack.operation });
  enterPhase(context, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
}

/** While resources are being made, or given back, the first failure ends everything; deletions go on as far as they can. */
function giveUp({ stack, operation }: Running): boolean {
  const work = workOf(stack);
  return operation.failures.length > 0 && (work === 'apply' || work === 'give back');
}

/** Whether a creation takes longer than it may. */
function isOverdue({ context: { clock }, stack }: Running): boolean {
  const { timeoutInMinutes = Infinity, operations, status } = stack;
  const startedAt = operations.at(-1)?.startedAt ?? 0;
  return status === 'CREATE_IN_PROGRESS' && clock.now(stack) - startedAt > timeoutInMinutes * 60_000;
}

function isSettled({ state }: Task): boolean {
  return state === 'done' || state === 'failed';
}

function earliest({ tasks }: Operation): number | undefined {
  const times = tasks.flatMap(({ state, finishesAt }) => (state === 'running' ? (finishesAt ?? []) : []));
  return times.length === 0 ? undefined : Math.min(...times);
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
  const { finalStatus } = task;
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
    fail(task, verbOfRunning(task), reasonOf(error, running), running);
    return;
  }
  task.progress = undefined;
  task.state = 'done';
  if (resource && finalStatus) enterResourceStatus(context, stack, resource, finalStatus);
  if (finalStatus === 'IMPORT_ROLLBACK_COMPLETE') delete stack.resources[task.logicalId];
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
  if (operation.spared.includes(task.logicalId)) {
    spare(task, running);
    return;
  }
  const verb = verbOf(task, stack);
  try {
    const started = await startWork(task, running);
    task.state = started ? 'running' : 'done';
    if (!started) return;
    const finishesAt = context.clock.now(stack) + context.pace.resourceMs;
    Object.assign(task, { finishesAt, finalStatus: started.finalStatus, progress: started.progress });
    // Its first turn must not come before the stack is known to have begun.
    if (started.progress) await keepStack(context.world, stack);
  } catch (error) {
    fail(task, verb, reasonOf(error, running), running);
  }
}

/** Undefined if there is nothing to wait for. */
async function startWork(task: Task, running: Running): Promise<Started | undefined> {
  const work = workOf(running.stack);
  if (work === 'apply') return applyResource(task.logicalId, running);
  const resource = resourceOf(running.stack, task);
  if (!resource) return undefined;
  return work === 'give back' ? giveBack(resource, running) : removeResource(resource, running);
}

function verbOf({ logicalId }: Task, stack: Stack): Failure['verb'] {
  if (workOf(stack) !== 'apply') return 'delete';
  return stack.resources[logicalId]?.physicalId === undefined ? 'create' : 'update';
}

function fail(task: Task, verb: Failure['verb'], reason: string, running: Running): void {
  const { context, stack, operation } = running;
  const resource = resourceOf(stack, task);
  if (resource && task.progress) abandonTurns(turnOf(context, stack, resource));
  task.progress = undefined;
  if (resource) enterResourceStatus(context, stack, resource, failedStatus(verb, stack), reason);
  if (operation.forced) {
    spare(task, running);
    return;
  }
  task.state = 'failed';
  operation.failures.push({ logicalId: task.logicalId, verb });
  if (resource && stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS') resource.rollback = 'failed';
}

/** Leaves a resource as it is: a deletion retains it, a rollback goes on as if it were done. */
function spare(task: Task, { context, stack }: Running): void {
  const resource = resourceOf(stack, task);
  const deleting = workOf(stack) === 'delete';
  if (resource && !deleting) resource.rollback = 'skipped';
  if (resource) enterResourceStatus(context, stack, resource, deleting ? 'DELETE_SKIPPED' : 'UPDATE_COMPLETE');
  task.state = 'done';
}

/** Gives up what is running. */
function cancelRunning(running: Running): void {
  const { stack, operation } = running;
  for (const task of operation.tasks.filter(({ state }) => state === 'running')) {
    const verb = verbOfRunning(task);
    fail(task, verb, `Resource ${verb === 'create' ? 'creation' : 'update'} cancelled`, running);
    // Only what a rollback failed at by itself can be skipped later.
    const resource = resourceOf(stack, task);
    if (resource) resource.rollback = undefined;
  }
}

function verbOfRunning({ finalStatus }: Task): Failure['verb'] {
  if (finalStatus === 'DELETE_COMPLETE') return 'delete';
  return finalStatus === 'CREATE_COMPLETE' ? 'create' : 'update';
}

function failedStatus(verb: Failure['verb'], { status }: Stack): ResourceStatus {
  if (status === 'IMPORT_IN_PROGRESS') return 'IMPORT_FAILED';
  if (status === 'IMPORT_ROLLBACK_IN_PROGRESS') return 'IMPORT_ROLLBACK_FAILED';
  return verb === 'create' ? 'CREATE_FAILED' : verb === 'update' ? 'UPDATE_FAILED' : 'DELETE_FAILED';
}

/** The status reason of an event, in the words of AWS's resource handlers. Anything else is a defect of the sandbox. */
function reasonOf(error: unknown, { context, stack }: Running): string {
  if (error instanceof AwsFault) return error.message;
  if (!(error instanceof ResourceFailure)) throw error;
  const { message } = error;
  const code = /already (exists|in use)/i.test(message)
    ? 'AlreadyExists'
    : /does not exist|not found/.test(message)
      ? 'NotFound'
      : 'InvalidRequest';
  const token = uuidFor(context.world, 'handler', stack.stackId, stack.lastEventTime);
  return `Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: ${code})`;
}
