import type { StackStatus } from '../../../cfn/stack-status.js';
import { AwsFault } from '../../fault.js';
import { ResourceFailure } from '../../resource.js';
import { isExecuted } from '../change-sets/change-sets.js';
import type { Context } from '../context.js';
import { enterResourceStatus, enterStatus, packEvents } from '../events.js';
import { checkExports } from '../exports.js';
import { outputsOf } from '../outputs.js';
import { checkStackPolicy } from '../stack-policy.js';
import type { Stack, StackResource } from '../state.js';
import type { Failure, Operation } from './operation.js';
import { liveScope, plan } from './plan.js';
import { rollBack, rollBackImport } from './roll-back.js';
import { cleanupTasks } from './tasks.js';

/** Leaves a phase whose tasks are settled, or whose first failure ended it, for the next one or for the end. */
export function nextPhase(context: Context, stack: Stack, operation: Operation): void {
  const { phase } = operation;
  if (phase === 'apply') endApplying(context, stack, operation);
  if (phase === 'rollback') endRollback(context, stack, operation);
  if (phase === 'delete') endDeletion(context, stack, operation);
  // What cannot be cleaned up is left behind, and the operation is complete all the same.
  if (phase === 'cleanup') {
    stack.leftovers = [];
    stack.previous = undefined;
    end(stack, operation, context, afterCleanup(stack));
  }
}

function endApplying(context: Context, stack: Stack, operation: Operation): void {
  const { kind, failures } = operation;
  const removed = removedResources(stack, operation);
  if (failures.length === 0) denyRemovals(context, stack, removed);
  const problem = failures.length > 0 ? reasonOf(failures) : publishOutputs(context, stack);
  if (problem !== undefined) failed(context, stack, operation, problem);
  else if (kind === 'create') end(stack, operation, context, 'CREATE_COMPLETE');
  else if (kind === 'import') {
    stack.previous = undefined;
    end(stack, operation, context, 'IMPORT_COMPLETE');
  } else {
    for (const resource of removed) {
      stack.leftovers.push(resource);
      delete stack.resources[resource.logicalId];
    }
    cleanUp(context, stack, operation, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  }
}

function endRollback(context: Context, stack: Stack, operation: Operation): void {
  const importing = operation.kind === 'import';
  if (operation.failures.length > 0) {
    const status = importing ? 'IMPORT_ROLLBACK_FAILED' : 'UPDATE_ROLLBACK_FAILED';
    end(stack, operation, context, status, reasonOf(operation.failures));
    return;
  }
  if (importing) {
    stack.previous = undefined;
    end(stack, operation, context, 'IMPORT_ROLLBACK_COMPLETE');
    return;
  }
  // Values such as a version number may differ from before; where they cannot be had the old outputs stand.
  publishOutputs(context, stack);
  cleanUp(context, stack, operation, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
}

function afterCleanup({ status }: Stack): StackStatus {
  return status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' ? 'UPDATE_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE';
}

/** Sets the stack's outputs; returns why that is impossible, if it is. */
function publishOutputs(context: Context, stack: Stack): string | undefined {
  const scope = liveScope(context, stack);
  if (!scope) return undefined;
  try {
    const outputs = outputsOf(scope);
    checkExports(context.world, stack, outputs);
    stack.outputs = outputs;
    return undefined;
  } catch (error) {
    if (error instanceof ResourceFailure || error instanceof AwsFault) return error.message;
    throw error;
  }
}

function failed(context: Context, stack: Stack, operation: Operation, reason: string): void {
  const { kind, onFailure } = operation;
  if (kind === 'import') rollBackImport(context, stack, reason);
  else if (onFailure === 'keep') {
    end(stack, operation, context, kind === 'create' ? 'CREATE_FAILED' : 'UPDATE_FAILED', reason);
  } else if (kind === 'create') {
    const [status, verb] =
      onFailure === 'delete'
        ? (['DELETE_IN_PROGRESS', 'Delete'] as const)
        : (['ROLLBACK_IN_PROGRESS', 'Rollback'] as const);
    enterStatus(context, stack, status, `${reason.trimEnd()} ${verb} requested by user.`);
    plan(context, stack, 'delete');
  } else {
    rollBack(context, stack, reason);
  }
}

/** Resources that the new template does not have any more. */
function removedResources({ resources }: Stack, { tasks }: Operation): readonly StackResource[] {
  const kept = new Set(tasks.map(({ logicalId }) => logicalId));
  return Object.values(resources).filter(({ logicalId }) => !kept.has(logicalId));
}

/** Fails the operation if the stack policy keeps a resource that is to go. */
function denyRemovals(context: Context, stack: Stack, removed: readonly StackResource[]): void {
  for (const resource of removed) {
    try {
      checkStackPolicy(stack, resource, 'Update:Delete');
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      enterResourceStatus(context, stack, resource, 'UPDATE_FAILED', error.message);
      stack.operation?.failures.push({ logicalId: resource.logicalId, verb: 'update' });
    }
  }
}

function cleanUp(context: Context, stack: Stack, operation: Operation, status: StackStatus): void {
  enterStatus(context, stack, status);
  operation.phase = 'cleanup';
  operation.failures = [];
  operation.tasks = cleanupTasks(stack);
}

function endDeletion(context: Context, stack: Stack, operation: Operation): void {
  const rollingBack = stack.status === 'ROLLBACK_IN_PROGRESS';
  if (operation.failures.length > 0) {
    const status = rollingBack ? 'ROLLBACK_FAILED' : 'DELETE_FAILED';
    end(stack, operation, context, status, reasonOf(operation.failures));
  } else if (rollingBack) {
    end(stack, operation, context, 'ROLLBACK_COMPLETE');
  } else {
    stack.deletionTime = context.clock.now(stack);
    end(stack, operation, context, 'DELETE_COMPLETE');
    stack.changeSets = stack.changeSets.filter(({ executionStatus }) => isExecuted(executionStatus));
  }
}

function end(stack: Stack, operation: Operation, context: Context, status: StackStatus, reason?: string): void {
  enterStatus(context, stack, status, reason);
  const record = stack.operations.find(({ id }) => id === operation.id);
  if (record) Object.assign(record, { endedAt: context.clock.now(stack), status: outcomeOf(operation, status) });
  const succeeded = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'].includes(status);
  const executed = stack.changeSets.find(({ executionStatus }) => executionStatus === 'EXECUTE_IN_PROGRESS');
  if (executed) {
    executed.executionStatus = succeeded ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
    // The execution of one removes the others.
    stack.changeSets = stack.changeSets.filter(({ executionStatus }) => executionStatus.startsWith('EXECUTE_'));
  }
  stack.operation = undefined;
  packEvents(stack);
}

/** An operation has succeeded if it came to where it was sent, be it backwards. */
function outcomeOf({ type }: Operation, status: StackStatus): 'SUCCEEDED' | 'FAILED' {
  const backwards = type === 'ROLLBACK' || type === 'CONTINUE_ROLLBACK';
  return status.endsWith('_FAILED') || (status.includes('ROLLBACK') && !backwards) ? 'FAILED' : 'SUCCEEDED';
}

function reasonOf(failures: readonly Failure[]): string {
  return (['create', 'update', 'delete'] as const)
    .map(verb => ({ verb, ids: failures.filter(failure => failure.verb === verb).map(({ logicalId }) => logicalId) }))
    .filter(({ ids }) => ids.length > 0)
    .map(({ verb, ids }) => `The following resource(s) failed to ${verb}: [${ids.join(', ')}]. `)
    .join('');
}
