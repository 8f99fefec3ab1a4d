import { shaped, time } from '../../query-page.js';
import { flag } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import type { Actions, Call } from '../call.js';
import { namedStack, page, stackWith } from '../call.js';
import type { ChangeSet } from '../change-sets/change-set.js';
import { requireChangeSet } from '../change-sets/change-sets.js';
import type { ShownEvent } from '../events.js';
import { eventsOf } from '../events.js';
import type { Stack } from '../state.js';

export const eventActions: Actions = {
  DescribeStackEvents(call) {
    const stack = namedStack(call);
    return page(call, 'StackEvents', {
      items: eventsOf(call.context, stack).toReversed(),
      idOf: ({ eventId }) => eventId,
      show: event => shaped({ ...event, stackName: stack.stackName }),
    });
  },

  /** Events of a stack, of one of its operations or of a change set, newest first; what validation found among them. */
  DescribeEvents(call) {
    const { stack, events } = requested(call);
    const failedOnly = flag(call.parameters, 'Filters.FailedEvents');
    return page(call, 'OperationEvents', {
      items: events.filter(({ resourceStatus, validationStatus }) => {
        return !failedOnly || (resourceStatus ?? validationStatus)?.endsWith('FAILED');
      }),
      idOf: ({ eventId }) => eventId,
      show: event => shaped({ ...event, ...operationOf(stack, event) }),
    });
  },
};

/** Named as AWS names its parts. */
interface OperationEvent {
  readonly eventId: string;
  readonly operationId: string | undefined;
  readonly resourceStatus?: string;
  readonly validationStatus?: string;
}

function requested(call: Call): { readonly stack: Stack; readonly events: readonly OperationEvent[] } {
  const { context, parameters } = call;
  if (parameters.has('ChangeSetName')) {
    const { stack, changeSet } = requireChangeSet(call);
    return { stack, events: findings(stack, changeSet) };
  }
  const operationId = parameters.get('OperationId');
  const stack = parameters.has('StackName') ? namedStack(call) : stackOfOperation(call, operationId);
  const all: readonly OperationEvent[] = [
    ...eventsOf(context, stack).map(event => ({ ...event, eventType: typeOf(event) })),
    ...stack.changeSets.flatMap(changeSet => findings(stack, changeSet)),
  ];
  const asked = all.filter(event => operationId === undefined || event.operationId === operationId);
  return { stack, events: asked.toReversed() };
}

function stackOfOperation(call: Call, operationId: string | undefined): Stack {
  if (operationId === undefined) {
    throw validationError('One of StackName, ChangeSetName and OperationId must be specified.');
  }
  const holds = ({ operations }: Stack) => operations.some(({ id }) => id === operationId);
  return stackWith(call, holds, `Operation [${operationId}] does not exist`);
}

function typeOf({ stackId, resourceStatus, physicalResourceId }: ShownEvent): string {
  return resourceStatus.endsWith('_FAILED') && physicalResourceId !== stackId ? 'PROVISIONING_ERROR' : 'STACK_EVENT';
}

function findings({ stackId }: Stack, changeSet: ChangeSet): readonly OperationEvent[] {
  const { operationId, changeSetId, creationTime } = changeSet;
  return changeSet.findings.map((finding, index) => ({
    ...finding,
    eventId: `${operationId}-${index}`,
    stackId,
    operationId,
    eventType: 'VALIDATION_ERROR',
    physicalResourceId: changeSetId,
    timestamp: time(creationTime),
    validationFailureMode: 'FAIL',
    validationStatus: 'FAILED',
  }));
}

function operationOf({ operations }: Stack, { operationId }: OperationEvent) {
  const operation = operations.find(({ id }) => id === operationId);
  if (!operation) return {};
  const { type, status, startedAt, endedAt } = operation;
  return { operationType: type, operationStatus: status, startTime: time(startedAt), endTime: time(endedAt) };
}
