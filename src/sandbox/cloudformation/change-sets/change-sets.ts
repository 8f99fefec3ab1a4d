import { AwsFault } from '../../fault.js';
import { required } from '../../query-parameters.js';
import type { QueryParameters } from '../../query-protocol.js';
import type { Place } from '../../resources/live-resource.js';
import type { Context } from '../context.js';
import { pack, unpack } from '../packed.js';
import { requireStack, stackOfChangeSet } from '../stacks.js';
import type { Stack } from '../state.js';
import type { ChangeSet, ExecutionStatus, ResourceChange } from './change-set.js';

interface Found {
  readonly stack: Stack;
  readonly changeSet: ChangeSet;
}

/** The change set that a request names. Throws ChangeSetNotFound. */
export function requireChangeSet(context: Context, place: Place, parameters: QueryParameters): Found {
  const found = findChangeSet(context, place, parameters);
  if (found) return found;
  throw notFound(parameters.get('ChangeSetName') ?? '');
}

/** The change set that a request names, by its ARN or by its name and stack; undefined if there is none. */
export function findChangeSet(context: Context, place: Place, parameters: QueryParameters): Found | undefined {
  const name = required(parameters, 'ChangeSetName');
  const stackName = parameters.get('StackName');
  if (name.startsWith('arn:')) {
    const stack = stackOfChangeSet(context.world, place, name);
    const changeSet = stack?.changeSets.find(({ changeSetId }) => changeSetId === name);
    return stack && changeSet && { stack, changeSet };
  }
  if (stackName === undefined) {
    throw new AwsFault('ValidationError', 'StackName must be specified if ChangeSetName is not specified as an ARN.');
  }
  const stack = requireStack(context.world, place, stackName, `[${stackName}] does not exist`);
  const changeSet = stack.changeSets.find(
    candidate => candidate.name === name && !isExecuted(candidate.executionStatus),
  );
  return changeSet && { stack, changeSet };
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

export function notFound(name: string): AwsFault {
  return new AwsFault('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, { status: 404 });
}
