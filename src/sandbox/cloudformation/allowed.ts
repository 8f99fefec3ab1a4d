import type { StackStatus } from '../../cfn/stack-status.js';
import { validationError } from '../templates/template-error.js';
import type { Stack } from './state.js';

/** In which statuses of its stack an operation may begin (API reference of each action, "Stack status codes"). */
const allowed = {
  update: [
    'CREATE_COMPLETE',
    'CREATE_FAILED',
    'IMPORT_COMPLETE',
    'IMPORT_ROLLBACK_COMPLETE',
    'UPDATE_COMPLETE',
    'UPDATE_FAILED',
    'UPDATE_ROLLBACK_COMPLETE',
  ],
  rollback: ['CREATE_FAILED', 'UPDATE_FAILED'],
  continueRollback: ['UPDATE_ROLLBACK_FAILED'],
  cancel: ['UPDATE_IN_PROGRESS'],
} as const satisfies Readonly<Record<string, readonly StackStatus[]>>;

const wordings: Readonly<Record<keyof typeof allowed, (stack: Stack) => string>> = {
  update: ({ stackId, status }) => `Stack:${stackId} is in ${status} state and can not be updated.`,
  rollback: ({ stackId, status }) => `Stack:${stackId} is in ${status} state and can not be rolled back.`,
  continueRollback: ({ stackId, status }) => `Stack:${stackId} is in ${status} state and can not continue rollback.`,
  cancel: () => 'CancelUpdateStack cannot be called from current stack status',
};

/** Throws ValidationError unless the status of the stack allows the operation. */
export function checkAllowed(operation: keyof typeof allowed, stack: Stack): void {
  const statuses: readonly StackStatus[] = allowed[operation];
  if (!statuses.includes(stack.status)) throw validationError(wordings[operation](stack));
}

/** Updates and imports cannot be given up by deleting their stack; creations can. */
export function checkDeletable({ stackName, stackId, status, terminationProtection }: Stack): void {
  if (terminationProtection) {
    throw validationError(`Stack [${stackName}] cannot be deleted while TerminationProtection is enabled`);
  }
  if (/^(UPDATE|IMPORT)_.*IN_PROGRESS$/.test(status)) {
    throw validationError(`Stack [${stackId}] cannot be deleted while in status ${status}`);
  }
}

/** A stack policy cannot be set while an operation runs, nor for a stack that is gone. */
export function checkPolicySettable({ stackId, status }: Stack): void {
  if (status.endsWith('_IN_PROGRESS') || status.startsWith('DELETE_')) {
    throw validationError(`Stack [${stackId}] is in ${status} state and its stack policy can not be set.`);
  }
}
