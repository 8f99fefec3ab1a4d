import { AwsFault } from '../../fault.js';
import { required } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import type { Call } from '../call.js';
import { namedStack } from '../call.js';
import { stackOfChangeSet } from '../stacks.js';
import type { Stack } from '../state.js';
import type { ChangeSet, ExecutionStatus } from './change-set.js';

interface Found {
  readonly stack: Stack;
  readonly changeSet: ChangeSet;
}

/** The change set that a request names. Throws ChangeSetNotFound. */
export function requireChangeSet(call: Call): Found {
  const found = findChangeSet(call);
  if (found) return found;
  const name = call.parameters.get('ChangeSetName') ?? '';
  throw new AwsFault('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, { status: 404 });
}

/** The change set that a request names, by its ARN or by its name and stack; undefined if there is none. */
export function findChangeSet(call: Call): Found | undefined {
  const { context, parameters, place } = call;
  const name = required(parameters, 'ChangeSetName');
  const isArn = name.startsWith('arn:');
  if (!isArn && !parameters.has('StackName')) {
    throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');
  }
  const stack = isArn ? stackOfChangeSet(context.world, place, name) : namedStack(call);
  const changeSet = stack?.changeSets.find(other =>
    isArn ? other.changeSetId === name : other.name === name && !isExecuted(other.executionStatus),
  );
  return stack && changeSet && { stack, changeSet };
}

/** Once a change set is executed only its ARN finds it. */
export function isExecuted(status: ExecutionStatus): boolean {
  return status === 'EXECUTE_COMPLETE' || status === 'EXECUTE_FAILED';
}

/** Making a change set takes a moment, during which it shows nothing. */
export function shownStatus({ failure, executionStatus, creationTime, dueAt }: ChangeSet, now: number) {
  if (now >= dueAt) {
    const status = failure === undefined ? 'CREATE_COMPLETE' : 'FAILED';
    return { status, executionStatus, statusReason: failure };
  }
  const status = now < (creationTime + dueAt) / 2 ? 'CREATE_PENDING' : 'CREATE_IN_PROGRESS';
  return { status, executionStatus: 'UNAVAILABLE', statusReason: undefined };
}
