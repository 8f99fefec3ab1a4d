import { AwsFault } from '../../fault.js';
import { oneOf, required } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import { checkAllowed } from '../allowed.js';
import type { Actions, Call } from '../call.js';
import { changeOnce } from '../call.js';
import type { ChangeSet } from '../change-sets/change-set.js';
import { findChangeSet, isExecuted, requireChangeSet, shownStatus } from '../change-sets/change-sets.js';
import { requestedImports } from '../change-sets/imports.js';
import { makeChangeSet } from '../change-sets/make-change-set.js';
import { readRealities } from '../drift/reality.js';
import { enterStatus } from '../events.js';
import { deploy, startOptions } from '../operations/begin.js';
import { requestedDeployment } from '../requested.js';
import { findStack, stackNamePattern, stackOrNew } from '../stacks.js';
import type { Stack } from '../state.js';

const changeSetsPerStack = 1000;

export const changeSetActions: Actions = {
  async CreateChangeSet(call) {
    const { context, parameters, place } = call;
    const stackName = required(parameters, 'StackName', /^([a-zA-Z][-a-zA-Z0-9]{0,127})$|^(arn:.+)$/);
    const name = required(parameters, 'ChangeSetName', /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/);
    const type = oneOf(parameters, 'ChangeSetType', ['CREATE', 'UPDATE', 'IMPORT']) ?? 'UPDATE';
    const mode = oneOf(parameters, 'DeploymentMode', ['REVERT_DRIFT']);
    if (mode !== undefined && type !== 'UPDATE') {
      throw validationError(`DeploymentMode ${mode} is only supported for change sets of type UPDATE`);
    }
    const onStackFailure = oneOf(parameters, 'OnStackFailure', ['DO_NOTHING', 'ROLLBACK', 'DELETE']);
    if (onStackFailure === 'DELETE' && type !== 'CREATE') {
      throw validationError('OnStackFailure=DELETE is only supported for change sets of type CREATE');
    }
    const existing = findStack(context.world, place, stackName);
    if (!existing && (type === 'UPDATE' || !stackNamePattern.test(stackName))) {
      throw validationError(`Stack [${stackName}] does not exist`);
    }
    const deployment = await requestedDeployment(call, existing);
    const stack = stackOrNew(context, place, stackName);
    return changeOnce(call, stack, async () => {
      checkRoom(stack, type, name);
      const description = parameters.get('Description');
      const imports = await requestedImports(call, type, stack, deployment);
      const asked = { name, type, description, onStackFailure, deployment, imports };
      const changeSet = makeChangeSet(context, stack, asked, mode && (await readRealities(context, stack)));
      if (stack.lastEventTime === 0) enterStatus(context, stack, 'REVIEW_IN_PROGRESS', 'User Initiated');
      stack.changeSets.push(changeSet);
      recordOperation(stack, changeSet);
      return { Id: changeSet.changeSetId, StackId: stack.stackId };
    });
  },

  async ExecuteChangeSet(call) {
    const { context, parameters } = call;
    const { stack, changeSet } = requireChangeSet(call);
    return changeOnce(call, stack, () => {
      checkExecutable(stack, changeSet, context.clock.now(stack));
      deploy(context, stack, changeSet, startOptions(parameters, onStackFailure(call, changeSet)));
      changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
      // Only the change set that brought the stack where it is stays.
      stack.changeSets = stack.changeSets.filter(({ executionStatus }) => !isExecuted(executionStatus));
      return {};
    });
  },

  /** Of a change set that does not exist AWS says that it is deleted. */
  async DeleteChangeSet(call) {
    const found = findChangeSet(call);
    if (!found) return {};
    const { stack, changeSet } = found;
    return call.engine.change(stack, () => {
      const { status, executionStatus } = shownStatus(changeSet, call.context.clock.now(stack));
      const busy = [executionStatus, status].find(current => /_(PENDING|IN_PROGRESS)$/.test(current));
      if (busy) throw notNow(changeSet, `deleted in its current status of [${busy}]`);
      stack.changeSets = stack.changeSets.filter(other => other !== changeSet);
      return {};
    });
  },
};

/** Throws AwsFault unless the stack may have a further change set of the type and name. */
function checkRoom(stack: Stack, type: ChangeSet['type'], name: string): void {
  if (type === 'UPDATE' || (type === 'IMPORT' && stack.status !== 'REVIEW_IN_PROGRESS')) checkAllowed('update', stack);
  if (type === 'CREATE' && stack.status !== 'REVIEW_IN_PROGRESS') {
    throw validationError(
      `Stack [${stack.stackName}] already exists and cannot be created again with the changeSet [${name}].`,
    );
  }
  if (stack.changeSets.some(changeSet => changeSet.name === name)) {
    throw new AwsFault('AlreadyExistsException', `ChangeSet ${name} already exists`);
  }
  if (stack.changeSets.length >= changeSetsPerStack) {
    throw new AwsFault('LimitExceededException', `ChangeSet limit exceeded for stack ${stack.stackName}`);
  }
}

/** Making a change set is an operation of its own. */
function recordOperation(stack: Stack, { operationId, failure, creationTime, dueAt }: ChangeSet): void {
  const outcome = failure === undefined ? 'SUCCEEDED' : 'FAILED';
  const times = { startedAt: creationTime, endedAt: dueAt };
  const record = { id: operationId, type: 'CREATE_CHANGESET', ...times, status: outcome } as const;
  stack.operations = [...stack.operations, record].slice(-10);
}

function checkExecutable(stack: Stack, changeSet: ChangeSet, now: number): void {
  const { status, executionStatus } = shownStatus(changeSet, now);
  if (status !== 'CREATE_COMPLETE') throw notNow(changeSet, `executed in its current status of [${status}]`);
  if (executionStatus !== 'AVAILABLE') {
    throw notNow(changeSet, `executed in its current execution status of [${executionStatus}]`);
  }
  if (changeSet.type === 'UPDATE') checkAllowed('update', stack);
}

function onStackFailure({ parameters }: Call, { onStackFailure: choice }: ChangeSet): ChangeSet['onStackFailure'] {
  if (choice === undefined || !parameters.has('DisableRollback')) return choice;
  throw validationError('Cannot specify DisableRollback when OnStackFailure was specified on the change set');
}

function notNow({ changeSetId }: ChangeSet, reason: string): AwsFault {
  return new AwsFault('InvalidChangeSetStatus', `ChangeSet [${changeSetId}] cannot be ${reason}`);
}
