import { stackStatuses } from '../../../cfn/stack-status.js';
import { members, shaped, time } from '../../query-page.js';
import { required, someOf } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import type { Actions, Call } from '../call.js';
import { namedStack, page, withId } from '../call.js';
import { stackDriftInformation } from '../drift/results.js';
import { exportsIn, importersOf } from '../exports.js';
import { deploymentFields, descriptionOf } from '../shapes.js';
import { accountLimits, stacksIn } from '../stacks.js';
import type { Stack } from '../state.js';

export const stackReads: Actions = {
  DescribeStacks(call) {
    const isNamed = (call.parameters.get('StackName') ?? '') !== '';
    return page(call, 'Stacks', {
      items: isNamed
        ? [namedStack(call, withId)]
        : newestFirst(call).filter(({ status }) => status !== 'DELETE_COMPLETE'),
      idOf: ({ stackId }) => stackId,
      show: stack => describeStack(call, stack),
    });
  },

  ListStacks(call) {
    const statuses = someOf(call.parameters, 'StackStatusFilter', Object.keys(stackStatuses));
    return page(call, 'StackSummaries', {
      items: newestFirst(call).filter(({ status }) => statuses.length === 0 || statuses.includes(status)),
      idOf: ({ stackId }) => stackId,
      show: stack => ({ ...summary(call, stack), TemplateDescription: descriptionOf(stack) }),
    });
  },

  ListExports: call =>
    page(call, 'Exports', {
      items: exportsIn(call.context.world, call.place),
      idOf: ({ name }) => name,
      show: ({ stack, name, value }) => ({ ExportingStackId: stack.stackId, Name: name, Value: value }),
    }),

  ListImports(call) {
    const name = required(call.parameters, 'ExportName');
    const importers = importersOf(call.context.world, call.place, name).map(({ stackName }) => stackName);
    if (importers.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`);
    return page(call, 'Imports', { items: importers, idOf: stackName => stackName, show: stackName => stackName });
  },

  DescribeAccountLimits: () => ({
    AccountLimits: members(Object.entries(accountLimits).map(([Name, Value]) => ({ Name, Value: String(Value) }))),
  }),
};

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
    Outputs: shaped(stack.outputs),
    RoleARN: deployment?.roleArn,
    EnableTerminationProtection: stack.terminationProtection,
  };
}
