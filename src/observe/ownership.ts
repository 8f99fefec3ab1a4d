import { isOurChangeSet } from '../cfn/change-set-name.js';
import { stackPhase } from '../cfn/stack-status.js';
import { bookkeeping } from '../model/bookkeeping.js';
import type { LiveStack } from './snapshot.js';

/**
 * Whether a stack is ours, by the owner that it says it has. A stack without resources says nothing yet and belongs to
 * whoever made its change sets; one without outputs is being created, or that failed, and says it in its parameters.
 */
export function ownedBy(stack: LiveStack, owner: string): boolean {
  if (stackPhase(stack.status) === 'empty') return (stack.changeSetNames ?? []).every(isOurChangeSet);
  const hasOutputs = Object.keys(stack.outputs).length > 0;
  return (hasOutputs ? stack.outputs : stack.parameters)[bookkeeping.owner] === owner;
}
