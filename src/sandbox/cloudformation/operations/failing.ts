import { abandonTurns } from '../../autoscaling/turns.js';
import { AwsFault } from '../../fault.js';
import { uuidFor } from '../../ids.js';
import { ResourceFailure } from '../../resource.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import { turnOf } from '../resource-place.js';
import type { Stack } from '../state.js';
import type { Running, Task } from './operation.js';
import { resourceOf } from './operation.js';
import { deleting, phases } from './phases.js';
import { enterPhase } from './transitions.js';

/** Gives up a running update and takes it back. */
export async function cancelUpdate(context: Context, stack: Stack): Promise<void> {
  if (stack.operation) await cancelRunning({ context, stack, operation: stack.operation });
  enterPhase(context, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
}

/** Gives up what is running. */
export async function cancelRunning(running: Running): Promise<void> {
  for (const task of running.operation.tasks.filter(({ state }) => state === 'running')) {
    const what = task.verb === 'CREATE' ? 'creation' : 'update';
    await fail(task, new AwsFault('Cancelled', `Resource ${what} cancelled`), running);
    // Only what a rollback failed at by itself can be skipped later.
    const resource = resourceOf(running.stack, task);
    if (resource) resource.rollback = undefined;
  }
}

/** Fails a task for what was thrown; anything but a refusal is a defect of the sandbox and thrown on. */
export async function fail(task: Task, error: unknown, running: Running): Promise<void> {
  const { context, stack, operation } = running;
  const { verb, progress } = task;
  const reason = reasonOf(error, running);
  const resource = resourceOf(stack, task);
  if (resource && progress) await abandonTurns(turnOf(context, stack, resource));
  task.progress = undefined;
  if (resource && verb) enterResourceStatus(context, stack, resource, `${verb}_FAILED`, reason);
  if (operation.forced) {
    spare(task, running);
    return;
  }
  task.state = 'failed';
  if (resource && stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS') resource.rollback = 'failed';
}

/** Leaves a resource as it is: a deletion retains it, a rollback goes on as if it were done. */
export function spare(task: Task, { context, stack }: Running): void {
  const resource = resourceOf(stack, task);
  const isDeleted = phases[stack.status]?.work === deleting;
  if (resource && !isDeleted) resource.rollback = 'skipped';
  if (resource) enterResourceStatus(context, stack, resource, isDeleted ? 'DELETE_SKIPPED' : 'UPDATE_COMPLETE');
  task.state = 'done';
}

/** The status reason of an event, in the words of AWS's resource handlers. */
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
