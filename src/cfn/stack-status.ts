/**
 * What each of CloudFormation's 23 stack statuses means for an applier. Classified by exact value: `includes('COMPLETE')`
 * would take ROLLBACK_COMPLETE for success.
 * - `settled`: complete and updatable; what was asked for last is live
 * - `reverted`: complete and updatable; what was asked for last failed and the state before it is live
 * - `busy`: an operation is running
 * - `empty`: only change sets, no resources
 * - `stuck`: needs a recovery operation or a person before anything else
 * - `gone`: deleted
 */
export const stackStatuses = {
  REVIEW_IN_PROGRESS: 'empty',
  CREATE_IN_PROGRESS: 'busy',
  CREATE_FAILED: 'stuck',
  CREATE_COMPLETE: 'settled',
  ROLLBACK_IN_PROGRESS: 'busy',
  ROLLBACK_FAILED: 'stuck',
  ROLLBACK_COMPLETE: 'stuck',
  DELETE_IN_PROGRESS: 'busy',
  DELETE_FAILED: 'stuck',
  DELETE_COMPLETE: 'gone',
  UPDATE_IN_PROGRESS: 'busy',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'busy',
  UPDATE_COMPLETE: 'settled',
  UPDATE_FAILED: 'stuck',
  UPDATE_ROLLBACK_IN_PROGRESS: 'busy',
  UPDATE_ROLLBACK_FAILED: 'stuck',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'busy',
  UPDATE_ROLLBACK_COMPLETE: 'reverted',
  IMPORT_IN_PROGRESS: 'busy',
  IMPORT_COMPLETE: 'settled',
  IMPORT_ROLLBACK_IN_PROGRESS: 'busy',
  IMPORT_ROLLBACK_FAILED: 'stuck',
  IMPORT_ROLLBACK_COMPLETE: 'reverted',
} as const;

export type StackStatus = keyof typeof stackStatuses;
export type StackPhase = (typeof stackStatuses)[StackStatus];

/** Phase of a status as AWS spells it; a status we do not know is `stuck`, so nothing is done to that stack. */
export function stackPhase(status: string): StackPhase {
  return Object.hasOwn(stackStatuses, status) ? stackStatuses[status as StackStatus] : 'stuck';
}
