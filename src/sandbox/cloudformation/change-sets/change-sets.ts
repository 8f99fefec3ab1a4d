import { AwsFault } from '../../fault.js';
import { required } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import type { Call } from '../call.js';
import { namedStack } from '../call.js';
import { pack, unpack } from '../packed.js';
import { stackOfChangeSet } from '../stacks.js';
import type { Stack } from '../state.js';
import type { ChangeSet, ExecutionStatus, ResourceChange } from './change-set.js';

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
  const changeSet = stack?.changeSets.find(({ changeSetId, executionStatus, ...other }) =>
    isArn ? changeSetId === name : other.name === name && !isExecuted(executionStatus),
  );
  return stack && changeSet && { stack, changeSet };
}

/** Once a change set is executed only its ARN finds it. */
export function isExecuted(status: ExecutionStatus): boolean {
  return status === 'EXECUTE_COMPLETE' || status === 'EXECUTE_FAILED';
}

/** What the change set would do, or did. */
export function changesOf({ changes, packedChanges }: ChangeSet): readonly ResourceChange[] {
  return packedChanges === undefined ? changes : unpack(packedChanges);
}

/** Changes that were executed are rarely looked at again, and take half the memory of a stack. */
export function packChanges(changeSet: ChangeSet): void {
  changeSet.packedChanges = pack(changeSet.changes);
  changeSet.changes = [];
}

type Shown = Pick<ChangeSet, 'status' | 'executionStatus'> & { readonly reason: string | undefined };

/** Making a change set takes a moment, during which it shows nothing. */
export function shownStatus(changeSet: ChangeSet, now: number): Shown {
  const { status, executionStatus, statusReason, creationTime, dueAt = now } = changeSet;
  if (now >= dueAt) return { status, executionStatus, reason: statusReason };
  const making = now < (creationTime + dueAt) / 2 ? 'CREATE_PENDING' : 'CREATE_IN_PROGRESS';
  return { status: making, executionStatus: 'UNAVAILABLE', reason: undefined };
}
