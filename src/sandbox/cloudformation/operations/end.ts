import type { StackStatus } from '../../../cfn/stack-status.js';
import type { Context } from '../context.js';
import { packEvents } from '../events.js';
import type { Stack } from '../state.js';
import type { Operation } from './operation.js';

/** Closes the books of an operation that has brought its stack to a last status. */
export function endOperation({ clock }: Context, stack: Stack, operation: Operation): void {
  const { status } = stack;
  const now = clock.now(stack);
  const record = stack.operations.find(({ id }) => id === operation.id);
  if (record) Object.assign(record, { endedAt: now, status: outcomeOf(operation, status) });
  if (status.endsWith('_COMPLETE')) {
    stack.leftovers = [];
    stack.previous = undefined;
  }
  const executed = stack.changeSets.find(({ executionStatus }) => executionStatus === 'EXECUTE_IN_PROGRESS');
  if (executed) executed.executionStatus = succeeded.includes(status) ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
  if (status === 'DELETE_COMPLETE') stack.deletionTime = now;
  // The execution of one removes the others.
  if (executed || status === 'DELETE_COMPLETE') {
    stack.changeSets = stack.changeSets.filter(({ executionStatus }) => executionStatus.startsWith('EXECUTE_'));
  }
  stack.operation = undefined;
  packEvents(stack);
}

const succeeded: readonly StackStatus[] = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'];

/** An operation has succeeded if it came to where it was sent, be it backwards. */
function outcomeOf({ type }: Operation, status: StackStatus): 'SUCCEEDED' | 'FAILED' {
  const backwards = type === 'ROLLBACK' || type === 'CONTINUE_ROLLBACK';
  return status.endsWith('_FAILED') || (status.includes('ROLLBACK') && !backwards) ? 'FAILED' : 'SUCCEEDED';
}
