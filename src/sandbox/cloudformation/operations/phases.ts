import type { StackStatus } from '../../../cfn/stack-status.js';
import type { Context } from '../context.js';
import { enterStatus } from '../events.js';
import type { Stack } from '../state.js';
import { endOperation } from './end.js';
import type { Operation, Task } from './operation.js';
import { checkRemovals, publishOutputs, reasonOf } from './outcome.js';
import { leaveOver, restorePrevious } from './roll-back.js';
import { applyTasks, cleanupTasks, deleteTasks, importedTasks } from './tasks.js';

/** What an operation does while its stack is in a status, and the statuses that follow. */
export interface Phase {
  readonly work: Work;
  readonly done: StackStatus;
  readonly failed: StackStatus | Readonly<Record<Operation['onFailure'], StackStatus>>;
}

/**
 * - `apply`: resources come to what the deployment says
 * - `delete`: everything is deleted, of a deleted stack or of one whose creation failed
 * - `clean up`: leftovers are deleted
 * - `give back`: what an import has taken over is forgotten
 */
export type Work = 'apply' | 'delete' | 'clean up' | 'give back';

const phases: Readonly<Partial<Record<StackStatus, Phase>>> = {
  CREATE_IN_PROGRESS: {
    work: 'apply',
    done: 'CREATE_COMPLETE',
    failed: { keep: 'CREATE_FAILED', rollback: 'ROLLBACK_IN_PROGRESS', delete: 'DELETE_IN_PROGRESS' },
  },
  ROLLBACK_IN_PROGRESS: { work: 'delete', done: 'ROLLBACK_COMPLETE', failed: 'ROLLBACK_FAILED' },
  DELETE_IN_PROGRESS: { work: 'delete', done: 'DELETE_COMPLETE', failed: 'DELETE_FAILED' },
  UPDATE_IN_PROGRESS: {
    work: 'apply',
    done: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    failed: { keep: 'UPDATE_FAILED', rollback: 'UPDATE_ROLLBACK_IN_PROGRESS', delete: 'UPDATE_ROLLBACK_IN_PROGRESS' },
  },
  UPDATE_ROLLBACK_IN_PROGRESS: {
    work: 'apply',
    done: 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    failed: 'UPDATE_ROLLBACK_FAILED',
  },
  // What cannot be cleaned up is left behind, and the operation is complete all the same.
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: { work: 'clean up', done: 'UPDATE_COMPLETE', failed: 'UPDATE_COMPLETE' },
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: {
    work: 'clean up',
    done: 'UPDATE_ROLLBACK_COMPLETE',
    failed: 'UPDATE_ROLLBACK_COMPLETE',
  },
  IMPORT_IN_PROGRESS: { work: 'apply', done: 'IMPORT_COMPLETE', failed: 'IMPORT_ROLLBACK_IN_PROGRESS' },
  IMPORT_ROLLBACK_IN_PROGRESS: {
    work: 'give back',
    done: 'IMPORT_ROLLBACK_COMPLETE',
    failed: 'IMPORT_ROLLBACK_FAILED',
  },
};

/** What the running operation of a stack does; the status says it. */
export function workOf({ status }: Stack): Work | undefined {
  return phases[status]?.work;
}

/** Brings the running operation of a stack to a status: to its next phase, or to its end. */
export function enterPhase(context: Context, stack: Stack, status: StackStatus, reason?: string): void {
  const { operation } = stack;
  if (!operation) return;
  enterStatus(context, stack, status, reason);
  const work = workOf(stack);
  if (!work) {
    endOperation(context, stack, operation);
    return;
  }
  if (status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') leaveOver(stack, operation);
  if (status === 'UPDATE_ROLLBACK_IN_PROGRESS') restorePrevious(context, stack);
  operation.failures = [];
  operation.tasks = tasksOf[work](context, stack);
  if (status === 'IMPORT_ROLLBACK_IN_PROGRESS') stack.deployment = stack.previous?.deployment;
}

const tasksOf: Readonly<Record<Work, (context: Context, stack: Stack) => Task[]>> = {
  apply: applyTasks,
  delete: (_, stack) => deleteTasks(stack),
  'clean up': (_, stack) => cleanupTasks(stack),
  'give back': (_, stack) => importedTasks(stack),
};

/** Leaves a phase whose tasks are settled, or whose first failure ended it. */
export function leavePhase(context: Context, stack: Stack, operation: Operation): void {
  const phase = phases[stack.status];
  if (!phase) return;
  const problem = problemOf(context, stack, operation, phase);
  if (problem === undefined) {
    enterPhase(context, stack, phase.done);
    return;
  }
  const status = typeof phase.failed === 'string' ? phase.failed : phase.failed[operation.onFailure];
  const requested = requests[status];
  enterPhase(context, stack, status, requested === undefined ? problem : `${problem.trimEnd()} ${requested}`);
}

/** What AWS adds to the reason of a creation's failure. */
const requests: Readonly<Partial<Record<StackStatus, string>>> = {
  ROLLBACK_IN_PROGRESS: 'Rollback requested by user.',
  DELETE_IN_PROGRESS: 'Delete requested by user.',
};

/** Why a phase has failed, if it has. */
function problemOf(context: Context, stack: Stack, operation: Operation, { work, done, failed }: Phase) {
  if (done === failed) return undefined;
  if (work === 'apply' && operation.failures.length === 0) checkRemovals(context, stack, operation);
  if (operation.failures.length > 0) return reasonOf(operation.failures);
  const problem = work === 'apply' ? publishOutputs(context, stack) : undefined;
  // Values such as a version number may differ from before; where they cannot be had the old outputs stand.
  return stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS' ? undefined : problem;
}
