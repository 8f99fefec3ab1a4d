import { isOurChangeSet } from '../cfn/change-set-name.js';
import { stackPhase } from '../cfn/stack-status.js';
import { bookkeeping } from '../model/bookkeeping.js';
import type { LiveStack } from './snapshot.js';

/**
 * Whether a stack is ours, by the owner that it says it has. A stack without resources says nothing yet and belongs to
 * whoever made its change sets.
 */
export function ownedBy(stack: LiveStack, owner: string): boolean {
  if (stackPhase(stack.status) === 'empty') return (stack.changeSetNames ?? []).every(isOurChangeSet);
  return ownerOf(stack) === owner;
}

/** One without outputs is being created, or that failed, and says its owner in its parameters. */
export function ownerOf({ outputs, parameters }: LiveStack): string | undefined {
  const hasOutputs = Object.keys(outputs).length > 0;
  return (hasOutputs ? outputs : parameters)[bookkeeping.owner];
}
