import { saysNoChanges } from '../cfn/change-set.js';
import { bookkeeping } from '../model/bookkeeping.js';
import type { Problem } from '../plan/plan.js';
import type { ChangeSet } from './ports.js';

/** What to do about the change set of an attempt. */
export type NextMove =
  /** There is none: ask for it. */
  | { readonly kind: 'create' }
  /** AWS is at it. */
  | { readonly kind: 'wait' }
  /** It holds what it shall hold and can be executed. */
  | { readonly kind: 'check'; readonly changeSet: ChangeSet }
  /** It is over, and the stack is not what it should be: take the next attempt's. */
  | { readonly kind: 'next-attempt' }
  /** CloudFormation sees nothing to change. */
  | { readonly kind: 'no-changes' }
  | { readonly kind: 'stop'; readonly problem: Problem };

/** Executable only when CREATE_COMPLETE and AVAILABLE; after execution the status stays CREATE_COMPLETE. */
export function nextMove(changeSet: ChangeSet | undefined, desiredDigest: string): NextMove {
  if (changeSet === undefined) return { kind: 'create' };
  switch (changeSet.status) {
    case 'CREATE_PENDING':
    case 'CREATE_IN_PROGRESS':
    case 'DELETE_PENDING':
    case 'DELETE_IN_PROGRESS':
      return { kind: 'wait' };
    case 'FAILED':
      return saysNoChanges(changeSet.statusReason) ? { kind: 'no-changes' } : stop('failed', changeSet);
    case 'CREATE_COMPLETE':
      return complete(changeSet, desiredDigest);
    case 'DELETE_COMPLETE':
    case 'DELETE_FAILED':
      return { kind: 'next-attempt' };
    default:
      return stop(`is ${changeSet.status}, which clusterwright does not know`, changeSet);
  }
}

function complete(changeSet: ChangeSet, desiredDigest: string): NextMove {
  switch (changeSet.executionStatus) {
    case 'AVAILABLE':
      if (changeSet.parameters[bookkeeping.appliedHash] === desiredDigest) return { kind: 'check', changeSet };
      return stop('has the name of ours and holds something else', changeSet);
    case 'UNAVAILABLE':
    case 'EXECUTE_IN_PROGRESS':
      return { kind: 'wait' };
    case 'EXECUTE_COMPLETE':
    case 'OBSOLETE':
      return { kind: 'next-attempt' };
    default:
      return stop(`could not be executed (${changeSet.executionStatus})`, changeSet);
  }
}

/** The change set stays as the record of the attempt; whoever has removed the cause deletes it to allow another. */
function stop(what: string, { arn, statusReason }: ChangeSet): NextMove {
  const reason = statusReason === undefined ? '' : `: ${statusReason}`;
  return {
    kind: 'stop',
    problem: {
      code: 'change-set-failed',
      message: `the change set ${what}${reason}`,
      hint: `remove the cause and commit, or to try the same again: aws cloudformation delete-change-set --change-set-name ${arn}`,
    },
  };
}
