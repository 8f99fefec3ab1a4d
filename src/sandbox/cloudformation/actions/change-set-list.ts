import { AwsFault } from '../../fault.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { findChangeSet, isExecuted, shownStatus } from '../change-sets/change-sets.js';
import { pageOf } from '../page.js';
import { required } from '../query-lists.js';
import { members, time } from '../shapes.js';
import { requireStack } from '../stacks.js';

export function listChangeSets({ context, parameters, place }: Call): XmlValue {
  const stackName = required(parameters, 'StackName');
  const stack = requireStack(context.world, place, stackName, `[${stackName}] does not exist`);
  const open = stack.changeSets.filter(({ executionStatus }) => !isExecuted(executionStatus));
  const page = pageOf(open, parameters.get('NextToken'), {
    size: context.pageSize,
    idOf: ({ changeSetId }) => changeSetId,
  });
  const summaries = page.items.map(changeSet => {
    const { status, executionStatus, reason } = shownStatus(changeSet, context.clock.now(stack));
    return {
      StackId: stack.stackId,
      StackName: stack.stackName,
      ChangeSetId: changeSet.changeSetId,
      ChangeSetName: changeSet.name,
      ExecutionStatus: executionStatus,
      Status: status,
      StatusReason: reason,
      CreationTime: time(changeSet.creationTime),
      Description: changeSet.description,
      IncludeNestedStacks: false,
    };
  });
  return { Summaries: members(summaries), NextToken: page.nextToken };
}

/** Of a change set that does not exist AWS says that it is deleted. */
export async function deleteChangeSet({ context, engine, parameters, place }: Call): Promise<XmlValue> {
  const found = findChangeSet(context, place, parameters);
  if (!found) return {};
  const { stack, changeSet } = found;
  return engine.change(stack, () => {
    const { status, executionStatus } = shownStatus(changeSet, context.clock.now(stack));
    if (status === 'CREATE_PENDING' || status === 'CREATE_IN_PROGRESS' || executionStatus === 'EXECUTE_IN_PROGRESS') {
      const current = executionStatus === 'EXECUTE_IN_PROGRESS' ? executionStatus : status;
      throw new AwsFault(
        'InvalidChangeSetStatus',
        `ChangeSet [${changeSet.changeSetId}] cannot be deleted in its current status of [${current}]`,
      );
    }
    stack.changeSets = stack.changeSets.filter(other => other !== changeSet);
    return {};
  });
}
