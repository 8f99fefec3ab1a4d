import type { StackStatus } from '../../../cfn/stack-status.js';
import { own } from '../../../model/own.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import type { Stack, StackResource } from '../state.js';
import { applyResource } from './apply-resource.js';
import type { Operation, Running, Started, Task, Verb } from './operation.js';
import { giveBack, removeResource } from './remove-resource.js';
import { applyTasks, cleanupTasks, deleteTasks, importedTasks, removedResources } from './tasks.js';

/** What an operation does while its stack is in a status, and the statuses that follow. */
export interface Phase {
  readonly work: Work;
  readonly done: StackStatus;
  readonly failed: StackStatus | Readonly<Record<NonNullable<Operation['onFailure']>, StackStatus>>;
  /** What is done to the stack before the work begins. */
  readonly prepare?: (context: Context, stack: Stack, operation: Operation) => void;
}

export interface Work {
  readonly tasks: (context: Context, stack: Stack) => Task[];
  /** Starts a task; returns undefined if there is nothing to wait for, throws what fails it. */
  readonly start: (task: Task, running: Running) => Promise<Started | undefined> | Started | undefined;
  /** What it does to resources, if it does the same to all. */
  readonly verb?: Verb;
  /** Whether the first failure ends everything; deletions go on as far as they can. */
  readonly stops: boolean;
}

/** Resources come to what the deployment says. */
export const applying: Work = { tasks: applyTasks, start: applyResource, stops: true };
/** Everything is deleted, of a deleted stack or of one whose creation failed. */
export const deleting: Work = { tasks: deleteTasks, start: removeResource, verb: 'DELETE', stops: false };
const cleaningUp: Work = { tasks: cleanupTasks, start: removeResource, verb: 'DELETE', stops: false };
/** What an import has taken over is forgotten. */
const givingBack: Work = { tasks: importedTasks, start: giveBack, verb: 'IMPORT_ROLLBACK', stops: true };

export const phases: Readonly<Partial<Record<StackStatus, Phase>>> = {
  CREATE_IN_PROGRESS: {
    work: applying,
    done: 'CREATE_COMPLETE',
    failed: { keep: 'CREATE_FAILED', rollback: 'ROLLBACK_IN_PROGRESS', delete: 'DELETE_IN_PROGRESS' },
  },
  ROLLBACK_IN_PROGRESS: { work: deleting, done: 'ROLLBACK_COMPLETE', failed: 'ROLLBACK_FAILED' },
  DELETE_IN_PROGRESS: { work: deleting, done: 'DELETE_COMPLETE', failed: 'DELETE_FAILED' },
  UPDATE_IN_PROGRESS: {
    work: applying,
    done: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    failed: { keep: 'UPDATE_FAILED', rollback: 'UPDATE_ROLLBACK_IN_PROGRESS', delete: 'UPDATE_ROLLBACK_IN_PROGRESS' },
  },
  UPDATE_ROLLBACK_IN_PROGRESS: {
    prepare: restorePrevious,
    work: applying,
    done: 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    failed: 'UPDATE_ROLLBACK_FAILED',
  },
  // What cannot be cleaned up is left behind, and the operation is complete all the same.
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: {
    prepare: leaveOver,
    work: cleaningUp,
    done: 'UPDATE_COMPLETE',
    failed: 'UPDATE_COMPLETE',
  },
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: {
    work: cleaningUp,
    done: 'UPDATE_ROLLBACK_COMPLETE',
    failed: 'UPDATE_ROLLBACK_COMPLETE',
  },
  IMPORT_IN_PROGRESS: { work: applying, done: 'IMPORT_COMPLETE', failed: 'IMPORT_ROLLBACK_IN_PROGRESS' },
  IMPORT_ROLLBACK_IN_PROGRESS: {
    prepare: (_, stack) => {
      stack.deployment = stack.previous?.deployment;
    },
    work: givingBack,
    done: 'IMPORT_ROLLBACK_COMPLETE',
    failed: 'IMPORT_ROLLBACK_FAILED',
  },
};

/**
 * Prepares to take an update back: replaced resources return to their old selves and what the update made becomes a
 * leftover. The previous deployment is then applied again to everything else.
 */
function restorePrevious(context: Context, stack: Stack): void {
  const { previous } = stack;
  if (!previous) return;
  const made: StackResource[] = [];
  for (const [logicalId, resource] of Object.entries(stack.resources)) {
    const old = own(previous.resources, logicalId);
    if (old?.generation === resource.generation) continue;
    if (resource.physicalId !== undefined) made.push(resource);
    delete stack.resources[logicalId];
    if (!old) continue;
    const restored = { ...old };
    stack.resources[logicalId] = restored;
    enterResourceStatus(context, stack, restored, 'UPDATE_COMPLETE');
  }
  const earlier = stack.leftovers.filter(
    ({ logicalId, generation }) => previous.resources[logicalId]?.generation !== generation,
  );
  stack.leftovers = [...earlier, ...made];
  stack.deployment = previous.deployment;
}

/** Makes leftovers of the resources that the new template does not have any more. */
function leaveOver(_: Context, stack: Stack, operation: Operation): void {
  for (const resource of removedResources(stack, operation)) {
    stack.leftovers.push(resource);
    delete stack.resources[resource.logicalId];
  }
}
