import type { StackStatus } from '../../cfn/stack-status.js';
import { uuidFor } from '../ids.js';
import { pack, unpack } from '../packed.js';
import { time } from '../query-page.js';
import type { World } from '../world.js';
import type { Context } from './context.js';
import { masked } from './masked.js';
import type { ResourceStatus, Stack, StackEvent, StackResource } from './state.js';

/** Moves the stack to a status and records the event. */
export function enterStatus(context: Context, stack: Stack, status: StackStatus, reason?: string): void {
  stack.status = status;
  stack.statusReason = reason;
  const itself = { logicalId: stack.stackName, physicalId: stack.stackId, type: 'AWS::CloudFormation::Stack' };
  record(context, stack, { ...itself, status, statusReason: reason });
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
  record(context, stack, resource, rememberProperties(stack, resource));
}

function rememberProperties({ recent, deployment, previous }: Stack, resource: StackResource): number {
  const properties = masked(resource.properties, deployment, previous?.deployment);
  const index = recent.properties.lastIndexOf(properties);
  return index < 0 ? recent.properties.push(properties) - 1 : index;
}

type Subject = Pick<StackResource, 'logicalId' | 'physicalId' | 'type' | 'statusReason'> & { readonly status: string };

function record({ clock }: Context, stack: Stack, subject: Subject, resourceProperties?: number): void {
  const { operation, recent } = stack;
  const timestamp = Math.max(clock.now(stack), stack.lastEventTime + 1);
  stack.lastEventTime = timestamp;
  recent.events.push({
    operationId: operation?.id,
    clientRequestToken: operation?.token,
    timestamp,
    logicalResourceId: subject.logicalId,
    physicalResourceId: subject.physicalId ?? '',
    resourceType: subject.type,
    resourceStatus: subject.status,
    resourceStatusReason: subject.statusReason,
    resourceProperties,
  });
}

/** Puts away the events of an operation that has ended. */
export function packEvents(stack: Stack): void {
  stack.history.push(pack(stack.recent));
  stack.recent = { events: [], properties: [] };
}

/** What events tell, named as AWS names it. */
export interface ShownEvent extends Omit<StackEvent, 'timestamp' | 'resourceProperties'> {
  readonly stackId: string;
  readonly eventId: string;
  readonly timestamp: string | undefined;
  /** JSON text; undefined for events of the stack itself. */
  readonly resourceProperties: string | undefined;
}

/** All events of a stack, oldest first. */
export function eventsOf({ world }: Context, { stackId, history, recent }: Stack): readonly ShownEvent[] {
  return [...history.map(unpack), recent].flatMap(({ events, properties }) =>
    events.map(event => ({
      ...event,
      stackId,
      eventId: eventId(world, stackId, event),
      timestamp: time(event.timestamp),
      resourceProperties:
        event.resourceProperties === undefined ? undefined : JSON.stringify(properties[event.resourceProperties]),
    })),
  );
}

/** AWS names events of resources after them, those of the stack not. */
function eventId(world: World, stackId: string, event: StackEvent): string {
  if (event.physicalResourceId === stackId) return uuidFor(world, 'event', stackId, event.timestamp);
  return `${event.logicalResourceId}-${event.resourceStatus}-${time(event.timestamp)}`;
}
