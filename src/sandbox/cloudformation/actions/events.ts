import { shaped, time } from '../../query-page.js';
import { flag } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import type { Actions, Call } from '../call.js';
import { namedStack, page } from '../call.js';
import type { ChangeSet } from '../change-sets/change-set.js';
import { requireChangeSet } from '../change-sets/change-sets.js';
import type { ShownEvent } from '../events.js';
import { eventsOf } from '../events.js';
import { stacksIn } from '../stacks.js';
import type { Stack } from '../state.js';

export const eventActions: Actions = {
  DescribeStackEvents(call) {
    const stack = namedStack(call);
    return page(call, 'StackEvents', {
      items: eventsOf(call.context, stack).toReversed(),
      idOf: ({ eventId }) => eventId,
      show: event => ({ ...eventFields(stack, event), StackName: stack.stackName }),
    });
  },

  /** Events of a stack, of one of its operations or of a change set, newest first; what validation found among them. */
  DescribeEvents(call) {
    const { stack, events } = requested(call);
    const failedOnly = flag(call.parameters, 'Filters.FailedEvents');
    return page(call, 'OperationEvents', {
      items: events.filter(({ ResourceStatus, ValidationStatus }) => {
        return !failedOnly || (ResourceStatus ?? ValidationStatus)?.endsWith('FAILED');
      }),
      idOf: ({ EventId = '' }) => EventId,
      show: fields => ({ ...fields, ...operationFields(stack, fields.OperationId) }),
    });
  },
};

type Fields = Readonly<Record<string, string | undefined>>;

function requested(call: Call): { readonly stack: Stack; readonly events: readonly Fields[] } {
  const { context, parameters } = call;
  if (parameters.has('ChangeSetName')) {
    const { stack, changeSet } = requireChangeSet(call);
    return { stack, events: findings(stack, changeSet) };
  }
  const operationId = parameters.get('OperationId');
  const stack = parameters.has('StackName') ? namedStack(call) : stackOfOperation(call, operationId);
  const all: readonly Fields[] = [
    ...eventsOf(context, stack).map(event => ({ ...eventFields(stack, event), EventType: typeOf(stack, event) })),
    ...stack.changeSets.flatMap(changeSet => findings(stack, changeSet)),
  ];
  const asked = all.filter(({ OperationId }) => operationId === undefined || OperationId === operationId);
  return { stack, events: asked.toReversed() };
}

function stackOfOperation({ context, place }: Call, operationId: string | undefined): Stack {
  if (operationId === undefined) {
    throw validationError('One of StackName, ChangeSetName and OperationId must be specified.');
  }
  const holds = ({ operations }: Stack) => operations.some(({ id }) => id === operationId);
  const stack = stacksIn(context.world, place).find(holds);
  if (stack) return stack;
  throw validationError(`Operation [${operationId}] does not exist`);
}

function typeOf({ stackId }: Stack, { status, physicalId }: ShownEvent): string {
  return status.endsWith('_FAILED') && physicalId !== stackId ? 'PROVISIONING_ERROR' : 'STACK_EVENT';
}

/** What both kinds of events tell of a change of status. */
function eventFields({ stackId }: Stack, event: ShownEvent): Fields {
  return {
    StackId: stackId,
    EventId: event.eventId,
    OperationId: event.operationId,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: time(event.timestamp),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.clientRequestToken,
  };
}

function findings({ stackId }: Stack, changeSet: ChangeSet): readonly Fields[] {
  const { operationId, changeSetId, creationTime } = changeSet;
  return changeSet.findings.map(
    (finding, index) =>
      shaped({
        ...finding,
        eventId: `${operationId}-${index}`,
        stackId,
        operationId,
        eventType: 'VALIDATION_ERROR',
        physicalResourceId: changeSetId,
        timestamp: time(creationTime),
        validationFailureMode: 'FAIL',
        validationStatus: 'FAILED',
      }) as Fields,
  );
}

function operationFields({ operations }: Stack, operationId: string | undefined): Fields {
  const operation = operations.find(({ id }) => id === operationId);
  if (!operation) return {};
  const { type, status, startedAt, endedAt } = operation;
  return { OperationType: type, OperationStatus: status, StartTime: time(startedAt), EndTime: time(endedAt) };
}
