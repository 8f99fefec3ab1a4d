import { stackStatuses } from '../../../cfn/stack-status.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { stackDriftInformation } from '../drift/results.js';
import { pageOf } from '../page.js';
import { textList } from '../query-lists.js';
import { deploymentFields, descriptionOf, lastOperations, members, time } from '../shapes.js';
import { requireStack, stacksIn } from '../stacks.js';
import type { Stack } from '../state.js';

export function describeStacks(call: Call): XmlValue {
  const { context, parameters } = call;
  const page = pageOf(named(call), parameters.get('NextToken'), {
    size: context.pageSize,
    idOf: ({ stackId }) => stackId,
  });
  return {
    Stacks: members(page.items.map(stack => describeStack(stack, context.clock.now(stack)))),
    NextToken: page.nextToken,
  };
}

export function listStacks({ context, parameters, place }: Call): XmlValue {
  const statuses = textList(parameters, 'StackStatusFilter');
  const unknown = statuses.find(status => !Object.hasOwn(stackStatuses, status));
  if (unknown !== undefined) {
    throw validationError(
      `1 validation error detected: Value '[${unknown}]' at 'stackStatusFilter' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [${Object.keys(stackStatuses).join(', ')}]]`,
    );
  }
  const stacks = newestFirst(stacksIn(context.world, place)).filter(
    ({ status }) => statuses.length === 0 || statuses.includes(status),
  );
  const page = pageOf(stacks, parameters.get('NextToken'), { size: context.pageSize, idOf: ({ stackId }) => stackId });
  const summaries = page.items.map(stack => ({
    StackId: stack.stackId,
    StackName: stack.stackName,
    TemplateDescription: descriptionOf(stack),
    CreationTime: time(stack.creationTime),
    LastUpdatedTime: time(stack.lastUpdatedTime),
    DeletionTime: time(stack.deletionTime),
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DriftInformation: stackDriftInformation(stack, context.clock.now(stack)),
    LastOperations: lastOperations(stack),
  }));
  return { StackSummaries: members(summaries), NextToken: page.nextToken };
}

function named({ context, parameters, place }: Call): readonly Stack[] {
  const name = parameters.get('StackName');
  if (name !== undefined && name !== '') return [requireStack(context.world, place, name)];
  const stacks = stacksIn(context.world, place);
  return newestFirst(stacks.filter(({ status }) => status !== 'DELETE_COMPLETE'));
}

function newestFirst(stacks: readonly Stack[]): readonly Stack[] {
  return stacks.toReversed();
}

function describeStack(stack: Stack, now: number): XmlValue {
  const { deployment } = stack;
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    ChangeSetId: stack.changeSetId,
    Description: descriptionOf(stack),
    CreationTime: time(stack.creationTime),
    LastUpdatedTime: time(stack.lastUpdatedTime),
    DeletionTime: time(stack.deletionTime),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
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
    DriftInformation: stackDriftInformation(stack, now),
    LastOperations: lastOperations(stack),
  };
}
