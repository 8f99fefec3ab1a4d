import { validationError } from '../templates/template-error.js';
import type { Stack } from './state.js';

/** In which statuses of its stack something may be done, and what is said in others. */
interface Rule {
  readonly in: RegExp;
  readonly refusal: (stack: Stack) => string;
}

/** "Stack status codes", and the API reference of each action. */
const rules = {
  update: {
    in: /^(CREATE|UPDATE)_(COMPLETE|FAILED)$|^(IMPORT|IMPORT_ROLLBACK|UPDATE_ROLLBACK)_COMPLETE$/,
    refusal: ({ stackId, status }) => `Stack:${stackId} is in ${status} state and can not be updated.`,
  },
  rollback: {
    in: /^(CREATE|UPDATE)_FAILED$/,
    refusal: ({ stackId, status }) => `Stack:${stackId} is in ${status} state and can not be rolled back.`,
  },
  continueRollback: {
    in: /^UPDATE_ROLLBACK_FAILED$/,
    refusal: ({ stackId, status }) => `Stack:${stackId} is in ${status} state and can not continue rollback.`,
  },
  cancel: {
    in: /^UPDATE_IN_PROGRESS$/,
    refusal: () => 'CancelUpdateStack cannot be called from current stack status',
  },
  // Updates and imports cannot be given up by deleting their stack; creations can.
  delete: {
    in: /^(?!(UPDATE|IMPORT)_.*IN_PROGRESS$)/,
    refusal: ({ stackId, status }) => `Stack [${stackId}] cannot be deleted while in status ${status}`,
  },
  retain: {
    in: /^DELETE_FAILED$/,
    refusal: ({ stackId }) =>
      `Invalid operation on stack [${stackId}]. Retaining resources and forced deletion are for stacks in the DELETE_FAILED state.`,
  },
  protect: {
    in: /^(?!DELETE_)/,
    refusal: ({ stackName, status }) =>
      `Stack [${stackName}] is in ${status} state and its termination protection can not be updated.`,
  },
  setPolicy: {
    in: /^(?!DELETE_|.*_IN_PROGRESS$)/,
    refusal: ({ stackId, status }) => `Stack [${stackId}] is in ${status} state and its stack policy can not be set.`,
  },
  // "You can perform drift detection on stacks with the following statuses" in the user guide, and imports alike.
  detectDrift: {
    in: /^(CREATE|(UPDATE|IMPORT)(_ROLLBACK)?)_COMPLETE$|^UPDATE_ROLLBACK_FAILED$/,
    refusal: ({ stackId, status }) => `Drift detection cannot be performed on stack [${stackId}] in ${status} state.`,
  },
  // Outside of an operation there is nothing to signal, which nodes that boot later may ignore.
  signal: {
    in: /^(CREATE|UPDATE|UPDATE_ROLLBACK)_IN_PROGRESS$/,
    refusal: ({ stackId, status }) => `Stack ${stackId} is in ${status} state and cannot be signaled`,
  },
} satisfies Readonly<Record<string, Rule>>;

/** Throws ValidationError unless the status of the stack allows it. */
export function checkAllowed(what: keyof typeof rules, stack: Stack): void {
  if (!rules[what].in.test(stack.status)) throw validationError(rules[what].refusal(stack));
}
