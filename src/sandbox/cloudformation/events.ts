import type { StackStatus } from '../../cfn/stack-status.js';
import { uuidFor } from '../ids.js';
import type { Context } from './context.js';
import type { ResourceStatus, Stack, StackEvent, StackResource } from './state.js';

/** Moves the stack to a status and records the event. */
export function enterStatus(context: Context, stack: Stack, status: StackStatus, reason?: string): void {
  stack.status = status;
  stack.statusReason = reason;
  const { stackId, stackName } = stack;
  const type = 'AWS::CloudFormation::Stack';
  record(context, stack, { logicalId: stackName, physicalId: stackId, type, status, reason, properties: undefined });
}

/** Moves a resource to a status and records the event. */
export function enterResourceStatus(
  context: Context,
  stack: Stack,
  resource: StackResource,
  status: ResourceStatus,
  reason?: string,
): void {
  resource.status = status;
  resource.statusReason = reason;
  resource.timestamp = context.clock.now(stack);
  const { logicalId, physicalId = '', type } = resource;
  const properties = rememberProperties(stack, resource);
  record(context, stack, { logicalId, physicalId, type, status, reason, properties });
}

function rememberProperties({ eventProperties }: Stack, { properties }: StackResource): number {
  const index = eventProperties.lastIndexOf(properties);
  return index < 0 ? eventProperties.push(properties) - 1 : index;
}

type NewEvent = Omit<StackEvent, 'eventId' | 'operationId' | 'clientRequestToken' | 'timestamp'>;

function record({ world, clock }: Context, stack: Stack, event: NewEvent): void {
  const { operation, events } = stack;
  // No two events of a stack have the same time, so that their order is never in doubt.
  const timestamp = Math.max(clock.now(stack), (events.at(-1)?.timestamp ?? 0) + 1);
  const ofStack = event.physicalId === stack.stackId;
  events.push({
    ...event,
    timestamp,
    // AWS names events of resources after them, those of the stack not.
    eventId: ofStack
      ? uuidFor(world, 'event', stack.stackId, events.length)
      : `${event.logicalId}-${event.status}-${new Date(timestamp).toISOString()}`,
    operationId: operation?.id,
    clientRequestToken: operation?.token,
  });
}
