import type { StackStatus } from '../../cfn/stack-status.js';
import type { Stack } from './state.js';
import { validationError } from './templates/template-error.js';

const updatable: readonly StackStatus[] = [
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
];

/** Throws ValidationError unless the status of the stack allows an update. */
export function checkUpdatable({ stackId, status, operation }: Stack): void {
  if (updatable.includes(status) && !operation) return;
  throw validationError(`Stack:${stackId} is in ${status} state and can not be updated.`);
}
