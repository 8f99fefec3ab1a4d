import { stackStatuses } from '../../../cfn/stack-status.js';
import { members, time } from '../../query-page.js';
import { someOf } from '../../query-parameters.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { namedStack, page, withId } from '../call.js';
import { stackDriftInformation } from '../drift/results.js';
import { deploymentFields, descriptionOf } from '../shapes.js';
import { stacksIn } from '../stacks.js';
import type { Stack } from '../state.js';

export function describeStacks(call: Call): XmlValue {
  const isNamed = (call.parameters.get('StackName') ?? '') !== '';
  return page(call, 'Stacks', {
    items: isNamed
      ? [namedStack(call, withId)]
      : newestFirst(call).filter(({ status }) => status !== 'DELETE_COMPLETE'),
    idOf: ({ stackId }) => stackId,
    show: stack => describeStack(call, stack),
  });
}

export function listStacks(call: Call): XmlValue {
  const statuses = someOf(call.parameters, 'StackStatusFilter', Object.keys(stackStatuses));
  return page(call, 'StackSummaries', {
    items: newestFirst(call).filter(({ status }) => statuses.length === 0 || statuses.includes(status)),
    idOf: ({ stackId }) => stackId,
    show: stack => ({ ...summary(call, stack), TemplateDescription: descriptionOf(stack) }),
  });
}

function newestFirst({ context, place }: Call): readonly Stack[] {
  return stacksIn(context.world, place).toReversed();
}

function summary({ context }: Call, stack: Stack): { readonly [element: string]: XmlValue } {
  const lastOperations = stack.operations.map(({ id, type }) => ({ OperationType: type, OperationId: id }));
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    CreationTime: time(stack.creationTime),
    LastUpdatedTime: time(stack.lastUpdatedTime),
    DeletionTime: time(stack.deletionTime),
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DriftInformation: stackDriftInformation(stack, context.clock.now(stack)),
    LastOperations: members(lastOperations.toReversed()),
  };
}

function describeStack(call: Call, stack: Stack): XmlValue {
  const { deployment } = stack;
  return {
    ...summary(call, stack),
    ChangeSetId: stack.changeSetId,
    Description: descriptionOf(stack),
    RollbackConfiguration: {},
    DisableRollback: stack.disableRollback,
    TimeoutInMinutes: stack.timeoutInMinutes?.toString(),
    ...(deployment ? deploymentFields(deployment) : { NotificationARNs: {}, Tags: {} }),
    Outputs: members(
      stack.outputs.map(({ key, value, description, exportName }) => ({
        OutputKey: key,
        OutputValue: value,
        Description: description,
        ExportName: exportName,
      })),
    ),
    RoleARN: deployment?.roleArn,
    EnableTerminationProtection: stack.terminationProtection,
  };
}
