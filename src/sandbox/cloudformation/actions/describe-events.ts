import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { requireChangeSet } from '../change-sets/change-sets.js';
import type { Context } from '../context.js';
import type { ShownEvent } from '../events.js';
import { eventsOf } from '../events.js';
import { pageOf } from '../page.js';
import { eventFields, members, time } from '../shapes.js';
import { requireStack, stacksIn } from '../stacks.js';
import type { ChangeSet, OperationRecord, Stack } from '../state.js';

interface Shown {
  readonly id: string;
  readonly fields: Readonly<Record<string, XmlValue>>;
  readonly failed: boolean;
}

/** Events of a stack, of one of its operations or of a change set, newest first; what validation found among them. */
export function describeEvents(call: Call): XmlValue {
  const { context, parameters } = call;
  const events = shownEvents(call);
  const failedOnly = parameters.get('Filters.FailedEvents') === 'true';
  const page = pageOf(
    events.filter(({ failed }) => failed || !failedOnly),
    parameters.get('NextToken'),
    { size: context.pageSize, idOf: ({ id }) => id },
  );
  return { OperationEvents: members(page.items.map(({ fields }) => fields)), NextToken: page.nextToken };
}

function shownEvents(call: Call): readonly Shown[] {
  const { context, parameters, place } = call;
  const operationId = parameters.get('OperationId');
  const name = parameters.get('StackName');
  if (parameters.get('ChangeSetName') !== undefined) {
    const { stack, changeSet } = requireChangeSet(context, place, parameters);
    return findings(stack, changeSet);
  }
  if (name !== undefined) {
    return operationEvents(context, requireStack(context.world, place, name, `[${name}] does not exist`), operationId);
  }
  if (operationId === undefined)
    throw validationError('One of StackName, ChangeSetName and OperationId must be specified.');
  const stack = stacksIn(context.world, place).find(({ operations }) =>
    operations.some(({ id }) => id === operationId),
  );
  if (!stack) throw validationError(`Operation [${operationId}] does not exist`);
  return operationEvents(context, stack, operationId);
}

function operationEvents(context: Context, stack: Stack, operationId: string | undefined): readonly Shown[] {
  const own = eventsOf(context, stack).map(event => shown(stack, event));
  const all = [...own, ...stack.changeSets.flatMap(changeSet => findings(stack, changeSet))];
  return all.filter(({ fields }) => operationId === undefined || fields.OperationId === operationId).toReversed();
}

function shown(stack: Stack, event: ShownEvent): Shown {
  const { stackId, operations } = stack;
  const failed = event.status.endsWith('_FAILED');
  const ofStack = event.physicalId === stackId;
  const operation = operations.find(({ id }) => id === event.operationId);
  return {
    id: event.eventId,
    failed,
    fields: {
      ...eventFields(stack, event),
      ...(operation && operationFields(operation)),
      EventType: failed && !ofStack ? 'PROVISIONING_ERROR' : 'STACK_EVENT',
    },
  };
}

function operationFields({ type, status, startedAt, endedAt }: OperationRecord) {
  return { OperationType: type, OperationStatus: status, StartTime: time(startedAt), EndTime: time(endedAt) };
}

function findings({ stackId, operations }: Stack, changeSet: ChangeSet): readonly Shown[] {
  const { operationId, changeSetId, creationTime } = changeSet;
  const operation = operations.find(({ id }) => id === operationId);
  return changeSet.findings.map(({ logicalId, type, pointer, message, validation }, index) => ({
    id: `${operationId}-${index}`,
    failed: true,
    fields: {
      EventId: `${operationId}-${index}`,
      StackId: stackId,
      OperationId: operationId,
      ...(operation && operationFields(operation)),
      EventType: 'VALIDATION_ERROR',
      LogicalResourceId: logicalId,
      PhysicalResourceId: changeSetId,
      ResourceType: type,
      Timestamp: time(creationTime),
      ValidationFailureMode: 'FAIL',
      ValidationName: validation,
      ValidationStatus: 'FAILED',
      ValidationStatusReason: message,
      ValidationPath: pointer,
    },
  }));
}
