import { randomUUID } from 'node:crypto';
import type { StackStatus } from '../../cfn/stack-status.js';
import type { ResourceStatus, Stack, StackResource } from './state.js';

/** Moves the stack to a status and records the event. */
export function enterStatus(stack: Stack, status: StackStatus, now: number, reason?: string): void {
  stack.status = status;
  stack.statusReason = reason;
  const { stackId, stackName } = stack;
  record(stack, {
    timestamp: now,
    logicalId: stackName,
    physicalId: stackId,
    type: 'AWS::CloudFormation::Stack',
    status,
    reason,
    properties: undefined,
  });
}

/** Moves a resource to a status and records the event. */
export function enterResourceStatus(
  stack: Stack,
  resource: StackResource,
  status: ResourceStatus,
  now: number,
  reason?: string,
): void {
  resource.status = status;
  resource.statusReason = reason;
  resource.timestamp = now;
  record(stack, {
    timestamp: now,
    logicalId: resource.logicalId,
    physicalId: resource.physicalId ?? '',
    type: resource.type,
    status,
    reason,
    properties: JSON.stringify(resource.properties),
  });
}

type NewEvent = Omit<Stack['events'][number], 'eventId' | 'operationId' | 'clientRequestToken'>;

function record(stack: Stack, event: NewEvent): void {
  const { operation } = stack;
  // No two events of a stack have the same time, so that their order is never in doubt.
  const timestamp = Math.max(event.timestamp, (stack.events.at(-1)?.timestamp ?? 0) + 1);
  const stackEvent = event.type === 'AWS::CloudFormation::Stack' && event.physicalId === stack.stackId;
  stack.events.push({
    ...event,
    timestamp,
    // AWS names events of resources after them, those of the stack not.
    eventId: stackEvent ? randomUUID() : `${event.logicalId}-${event.status}-${new Date(timestamp).toISOString()}`,
    operationId: operation?.id,
    clientRequestToken: operation?.token,
  });
}
