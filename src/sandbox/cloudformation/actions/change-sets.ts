import { AwsFault } from '../../fault.js';
import type { QueryParameters } from '../../query-protocol.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkAllowed } from '../allowed.js';
import type { Call } from '../call.js';
import type { ChangeSet } from '../change-sets/change-set.js';
import { findChangeSet, isExecuted, packChanges, requireChangeSet, shownStatus } from '../change-sets/change-sets.js';
import { beginCreate, beginImport, beginUpdate } from '../operations/begin.js';
import type { Stack } from '../state.js';
import { changeOnce } from '../tokens.js';
import { obsoleteChangeSets, startOptions } from './start-options.js';

export async function executeChangeSet(call: Call): Promise<XmlValue> {
  const { context, parameters, place } = call;
  const { stack, changeSet } = requireChangeSet(context, place, parameters);
  return changeOnce(call, stack, () => {
    checkExecutable(stack, changeSet, context.clock.now(stack));
    const options = {
      ...startOptions(parameters, onStackFailure(parameters, changeSet)),
      imports: changeSet.imports,
      revertsDrift: changeSet.driftStatus !== undefined,
    };
    beginnerOf(stack, changeSet)(context, stack, changeSet.deployment, options);
    stack.changeSetId = changeSet.changeSetId;
    stack.lastUpdatedTime = context.clock.now(stack);
    obsoleteChangeSets(stack);
    changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
    packChanges(changeSet);
    // Only the change set that brought the stack where it is stays.
    stack.changeSets = stack.changeSets.filter(({ executionStatus }) => !isExecuted(executionStatus));
    return {};
  });
}

/** Of a change set that does not exist AWS says that it is deleted. */
export async function deleteChangeSet({ context, engine, parameters, place }: Call): Promise<XmlValue> {
  const found = findChangeSet(context, place, parameters);
  if (!found) return {};
  const { stack, changeSet } = found;
  return engine.change(stack, () => {
    const { status, executionStatus } = shownStatus(changeSet, context.clock.now(stack));
    const busy = [executionStatus, status].find(current => /_(PENDING|IN_PROGRESS)$/.test(current));
    if (busy) throw notNow(changeSet, `deleted in its current status of [${busy}]`);
    stack.changeSets = stack.changeSets.filter(other => other !== changeSet);
    return {};
  });
}

function beginnerOf({ status }: Stack, { type }: ChangeSet): typeof beginCreate {
  if (type === 'IMPORT') return beginImport;
  return status === 'REVIEW_IN_PROGRESS' ? beginCreate : beginUpdate;
}

function checkExecutable(stack: Stack, changeSet: ChangeSet, now: number): void {
  const { status, executionStatus } = shownStatus(changeSet, now);
  if (status !== 'CREATE_COMPLETE') throw notNow(changeSet, `executed in its current status of [${status}]`);
  if (executionStatus !== 'AVAILABLE') {
    throw notNow(changeSet, `executed in its current execution status of [${executionStatus}]`);
  }
  if (changeSet.type === 'UPDATE') checkAllowed('update', stack);
}

function onStackFailure(
  parameters: QueryParameters,
  { onStackFailure: choice }: ChangeSet,
): ChangeSet['onStackFailure'] {
  if (choice === undefined || !parameters.has('DisableRollback')) return choice;
  throw validationError('Cannot specify DisableRollback when OnStackFailure was specified on the change set');
}

function notNow({ changeSetId }: ChangeSet, reason: string): AwsFault {
  return new AwsFault('InvalidChangeSetStatus', `ChangeSet [${changeSetId}] cannot be ${reason}`);
}
