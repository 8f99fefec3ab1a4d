import { AwsFault } from '../../fault.js';
import { oneOf, required } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkAllowed } from '../allowed.js';
import type { Call } from '../call.js';
import type { ChangeSet } from '../change-sets/change-set.js';
import { existingImports, requestedImports } from '../change-sets/imports.js';
import { makeChangeSet } from '../change-sets/make-change-set.js';
import { readRealities } from '../drift/reality.js';
import { enterStatus } from '../events.js';
import { requestedDeployment } from '../requested.js';
import { findStack, stackNamePattern } from '../stacks.js';
import type { Stack } from '../state.js';
import { answeredBefore, changeOnce } from '../tokens.js';
import { stackOrNew } from './account-limits.js';

const changeSetsPerStack = 1000;

export async function createChangeSet(call: Call): Promise<XmlValue> {
  const { context, parameters, place } = call;
  const stackName = required(parameters, 'StackName', /^([a-zA-Z][-a-zA-Z0-9]{0,127})$|^(arn:.+)$/);
  const name = required(parameters, 'ChangeSetName', /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/);
  const type = oneOf(parameters, 'ChangeSetType', ['CREATE', 'UPDATE', 'IMPORT']) ?? 'UPDATE';
  const mode = oneOf(parameters, 'DeploymentMode', ['REVERT_DRIFT']);
  if (mode !== undefined && type !== 'UPDATE') {
    throw validationError(`DeploymentMode ${mode} is only supported for change sets of type UPDATE`);
  }
  const existing = findStack(context.world, place, stackName);
  if (!existing && type === 'UPDATE') throw validationError(`Stack [${stackName}] does not exist`);
  const repeated = existing && answeredBefore(existing, parameters);
  if (repeated) return repeated;
  if (existing) checkExisting(existing, type, name);
  const onStackFailure = oneOf(parameters, 'OnStackFailure', ['DO_NOTHING', 'ROLLBACK', 'DELETE']);
  if (onStackFailure === 'DELETE' && type !== 'CREATE') {
    throw validationError('OnStackFailure=DELETE is only supported for change sets of type CREATE');
  }
  const deployment = await requestedDeployment(call, existing);
  if (!existing && !stackNamePattern.test(stackName)) throw validationError(`Stack [${stackName}] does not exist`);
  // Looked for again, because another request may have been quicker.
  const stack = stackOrNew(call, stackName);
  return changeOnce(call, stack, async () => {
    const description = parameters.get('Description');
    const imports = {
      ...(await requestedImports(call, type, { stack, deployment })),
      ...(await existingImports(call, stack, deployment)),
    };
    const asked = { name, type, description, onStackFailure, deployment, imports };
    const changeSet = makeChangeSet(context, stack, asked, mode && (await readRealities(context, stack)));
    checkExisting(stack, type, name);
    if (stack.lastEventTime === 0) enterStatus(context, stack, 'REVIEW_IN_PROGRESS', 'User Initiated');
    stack.changeSets.push(changeSet);
    recordOperation(stack, changeSet);
    return { Id: changeSet.changeSetId, StackId: stack.stackId };
  });
}

/** Making a change set is an operation of its own. */
function recordOperation(stack: Stack, { operationId, status, creationTime, dueAt }: ChangeSet): void {
  const outcome = status === 'FAILED' ? 'FAILED' : 'SUCCEEDED';
  const times = { startedAt: creationTime, endedAt: dueAt };
  const record = { id: operationId, type: 'CREATE_CHANGESET', ...times, status: outcome } as const;
  stack.operations = [...stack.operations, record].slice(-10);
}

function checkExisting(stack: Stack, type: ChangeSet['type'], name: string): void {
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
