import { AwsFault } from '../../fault.js';
import type { QueryParameters } from '../../query-protocol.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkAllowed } from '../allowed.js';
import type { Call } from '../call.js';
import { packChanges, requireChangeSet, shownStatus } from '../change-sets/change-sets.js';
import { beginCreate, beginImport, beginUpdate } from '../operations/begin.js';
import { flag } from '../query-lists.js';
import type { ChangeSet, Operation, Stack } from '../state.js';
import { answeredBefore, rememberToken, tokenOf } from '../tokens.js';

export async function executeChangeSet({ context, engine, parameters, place }: Call): Promise<XmlValue> {
  const { stack, changeSet } = requireChangeSet(context, place, parameters);
  return engine.change(stack, () => {
    if (answeredBefore(stack, 'ExecuteChangeSet', parameters)) return {};
    checkExecutable(stack, changeSet, context.clock.now(stack));
    const options = {
      token: tokenOf(parameters),
      onFailure: onFailure(parameters, changeSet),
      retainExceptOnCreate: flag(parameters, 'RetainExceptOnCreate'),
      imports: changeSet.imports,
      revertsDrift: changeSet.driftStatus !== undefined,
    };
    beginnerOf(stack, changeSet)(context, stack, changeSet.deployment, options);
    stack.changeSetId = changeSet.changeSetId;
    stack.lastUpdatedTime = context.clock.now(stack);
    for (const other of stack.changeSets) if (other !== changeSet) obsolete(other);
    changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
    packChanges(changeSet);
    // Only the change set that brought the stack where it is stays.
    stack.changeSets = stack.changeSets.filter(
      ({ executionStatus }) => !/^EXECUTE_(COMPLETE|FAILED)$/.test(executionStatus),
    );
    rememberToken(stack, 'ExecuteChangeSet', parameters, {});
    return {};
  });
}

function beginnerOf({ status }: Stack, { type }: ChangeSet): typeof beginCreate {
  if (type === 'IMPORT') return beginImport;
  return status === 'REVIEW_IN_PROGRESS' ? beginCreate : beginUpdate;
}

function checkExecutable(stack: Stack, changeSet: ChangeSet, now: number): void {
  const { status, executionStatus } = shownStatus(changeSet, now);
  const subject = `ChangeSet [${changeSet.changeSetId}] cannot be executed in its current`;
  if (status !== 'CREATE_COMPLETE') throw new AwsFault('InvalidChangeSetStatus', `${subject} status of [${status}]`);
  if (executionStatus !== 'AVAILABLE') {
    throw new AwsFault('InvalidChangeSetStatus', `${subject} execution status of [${executionStatus}]`);
  }
  if (changeSet.type === 'UPDATE') checkAllowed('update', stack);
}

function onFailure(parameters: QueryParameters, { onStackFailure }: ChangeSet): Operation['onFailure'] {
  const disable = parameters.get('DisableRollback');
  if (disable !== undefined && onStackFailure !== undefined) {
    throw validationError('Cannot specify DisableRollback when OnStackFailure was specified on the change set');
  }
  if (onStackFailure === 'DO_NOTHING' || disable === 'true') return 'keep';
  return onStackFailure === 'DELETE' ? 'delete' : 'rollback';
}

function obsolete(changeSet: ChangeSet): void {
  if (changeSet.executionStatus === 'AVAILABLE') changeSet.executionStatus = 'OBSOLETE';
}
