import { abandonTurns, takeTurn } from '../../autoscaling/turns.js';
import { AwsFault } from '../../fault.js';
import { uuidFor } from '../../ids.js';
import { ResourceFailure } from '../../resource.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import { resourcePlace } from '../resource-place.js';
import type { Stack, StackResource } from '../state.js';
import { applyResource } from './apply-resource.js';
import { removeResource } from './delete-resource.js';
import { forgetResource } from './import-resource.js';
import type { Failure, Operation, Task } from './operation.js';
import { nextPhase } from './phases.js';
import { liveScope } from './plan.js';
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
    const finished = await finishDue(context, stack, operation);
    if (isOverdue(context, stack, operation)) cancelRunning(context, stack, operation);
    const started = giveUp(operation) ? false : await startReady(context, stack, operation);
    if (giveUp(operation)) cancelRunning(context, stack, operation);
    if (giveUp(operation) || operation.tasks.every(isSettled)) nextPhase(context, stack, operation);
    else if (!finished && !started) return earliest(operation);
  }
}

/** While resources are being made, the first failure ends everything; deletions go on as far as they can. */
function giveUp({ phase, failures }: Operation): boolean {
  return failures.length > 0 && (phase === 'apply' || phase === 'rollback');
}

/** Whether a creation takes longer than it may. */
function isOverdue({ clock }: Context, stack: Stack, { kind, phase }: Operation): boolean {
  const { timeoutInMinutes = Infinity, operations } = stack;
  const startedAt = operations.at(-1)?.startedAt ?? 0;
  return kind === 'create' && phase === 'apply' && clock.now(stack) - startedAt > timeoutInMinutes * 60_000;
}

function isSettled({ state }: Task): boolean {
  return state === 'done' || state === 'failed';
}

function earliest({ tasks }: Operation): number | undefined {
  const times = tasks.flatMap(({ state, finishesAt }) => (state === 'running' ? (finishesAt ?? []) : []));
  return times.length === 0 ? undefined : Math.min(...times);
}

async function finishDue(context: Context, stack: Stack, operation: Operation): Promise<boolean> {
  const due = operation.tasks.filter(
    ({ state, finishesAt }) =>
      state === 'running' && finishesAt !== undefined && finishesAt <= context.clock.now(stack),
  );
  for (const task of due) await finish(task, { context, stack, operation });
  return due.length > 0;
}

async function finish(task: Task, running: Running): Promise<void> {
  const { context, stack } = running;
  const { progress, finalStatus } = task;
  const resource = resourceOf(stack, task);
  try {
    const dueAgain = resource && progress && (await takeTurn(turnOf(context, stack, resource), progress));
    if (dueAgain !== undefined) {
      task.finishesAt = dueAgain;
      return;
    }
    if (resource && progress?.kind === 'terminate') {
      await context.handlerOf(resource.type).delete(resource.physicalId ?? '', resourcePlace(context, stack, resource));
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

async function startReady(context: Context, stack: Stack, operation: Operation): Promise<boolean> {
  const ready = operation.tasks.filter(
    ({ state, needs }) => state === 'waiting' && needs.every(index => operation.tasks[index]?.state === 'done'),
  );
  for (const task of ready) await attempt(task, { context, stack, operation });
  // A resource that cannot go because another one failed to go stays.
  const blocked = operation.tasks.filter(
    ({ state, needs }) => state === 'waiting' && needs.some(index => operation.tasks[index]?.state === 'failed'),
  );
  for (const task of blocked) task.state = 'failed';
  return ready.length > 0 || blocked.length > 0;
}

interface Running {
  readonly context: Context;
  readonly stack: Stack;
  readonly operation: Operation;
}

async function attempt(task: Task, running: Running): Promise<void> {
  const { context, stack, operation } = running;
  const verb = verbOf(task, running);
  if (operation.spared.includes(task.logicalId)) {
    spare(task, running);
    return;
  }
  try {
    if (verb === 'delete') {
      const resource = resourceOf(stack, task);
      if (resource && operation.kind === 'import') forgetResource(task, resource, running);
      else if (resource) await removeResource(task, resource, running);
      return;
    }
    const scope = liveScope(context, stack);
    if (scope) await applyResource(task, { ...running, scope });
  } catch (error) {
    fail(task, verb, reasonOf(error, running), running);
  }
}

function verbOf({ logicalId }: Task, { stack, operation: { phase, kind } }: Running): Failure['verb'] {
  if (phase === 'delete' || phase === 'cleanup' || (kind === 'import' && phase === 'rollback')) return 'delete';
  return stack.resources[logicalId]?.physicalId === undefined ? 'create' : 'update';
}

function fail(task: Task, verb: Failure['verb'], reason: string, { context, stack, operation }: Running): void {
  const resource = resourceOf(stack, task);
  if (resource && task.progress) abandonTurns(turnOf(context, stack, resource));
  task.progress = undefined;
  if (resource) enterResourceStatus(context, stack, resource, statusOf(verb, operation), reason);
  if (operation.forced) {
    spare(task, { context, stack, operation });
    return;
  }
  task.state = 'failed';
  operation.failures.push({ logicalId: task.logicalId, verb });
  if (resource && operation.phase === 'rollback') resource.rollback = 'failed';
}

/** Leaves a resource as it is: a deletion retains it, a rollback goes on as if it were done. */
function spare(task: Task, { context, stack, operation }: Running): void {
  const resource = resourceOf(stack, task);
  const deleting = operation.phase === 'delete';
  if (resource && !deleting) resource.rollback = 'skipped';
  if (resource) enterResourceStatus(context, stack, resource, deleting ? 'DELETE_SKIPPED' : 'UPDATE_COMPLETE');
  task.state = 'done';
}

/** Gives up what is running. */
export function cancelRunning(context: Context, stack: Stack, operation: Operation): void {
  for (const task of operation.tasks.filter(({ state }) => state === 'running')) {
    const verb = verbOfRunning(task);
    fail(task, verb, `Resource ${verb === 'create' ? 'creation' : 'update'} cancelled`, { context, stack, operation });
    // Only what a rollback failed at by itself can be skipped later.
    const resource = resourceOf(stack, task);
    if (resource) resource.rollback = undefined;
  }
}

function verbOfRunning({ finalStatus }: Task): Failure['verb'] {
  if (finalStatus === 'DELETE_COMPLETE') return 'delete';
  return finalStatus === 'CREATE_COMPLETE' ? 'create' : 'update';
}

function statusOf(verb: Failure['verb'], { kind, phase }: Operation): StackResource['status'] {
  if (kind === 'import') return phase === 'apply' ? 'IMPORT_FAILED' : 'IMPORT_ROLLBACK_FAILED';
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
