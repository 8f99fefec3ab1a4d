import type { StackStatus } from '../../cfn/stack-status.js';
import { uuidFor } from '../ids.js';
import type { World } from '../world.js';
import type { Context } from './context.js';
import { masked } from './masked.js';
import { pack, unpack } from './packed.js';
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

function rememberProperties({ recent, deployment, previous }: Stack, resource: StackResource): number {
  const properties = masked(resource.properties, deployment, previous?.deployment);
  const index = recent.properties.lastIndexOf(properties);
  return index < 0 ? recent.properties.push(properties) - 1 : index;
}

type NewEvent = Omit<StackEvent, 'operationId' | 'clientRequestToken' | 'timestamp'>;

function record({ clock }: Context, stack: Stack, event: NewEvent): void {
  const { operation, recent } = stack;
  const timestamp = Math.max(clock.now(stack), stack.lastEventTime + 1);
  stack.lastEventTime = timestamp;
  recent.events.push({ ...event, timestamp, operationId: operation?.id, clientRequestToken: operation?.token });
}

/** Puts away the events of an operation that has ended. */
export function packEvents(stack: Stack): void {
  stack.history.push(pack(stack.recent));
  stack.recent = { events: [], properties: [] };
}

export interface ShownEvent extends Omit<StackEvent, 'properties'> {
  readonly eventId: string;
  /** JSON text; undefined for events of the stack itself. */
  readonly properties: string | undefined;
}

/** All events of a stack, oldest first. */
export function eventsOf({ world }: Context, { stackId, history, recent }: Stack): readonly ShownEvent[] {
  return [...history.map(unpack), recent].flatMap(({ events, properties }) =>
    events.map(event => ({
      ...event,
      eventId: eventId(world, stackId, event),
      properties: event.properties === undefined ? undefined : JSON.stringify(properties[event.properties]),
    })),
  );
}

/** AWS names events of resources after them, those of the stack not. */
function eventId(world: World, stackId: string, { physicalId, logicalId, status, timestamp }: StackEvent): string {
  if (physicalId === stackId) return uuidFor(world, 'event', stackId, timestamp);
  return `${logicalId}-${status}-${new Date(timestamp).toISOString()}`;
}
