import type { XmlValue } from '../../xml.js';
import type { Call } from '../context.js';
import { eventsOf } from '../events.js';
import { pageOf } from '../page.js';
import { required } from '../query-lists.js';
import { members, time } from '../shapes.js';
import { requireStack } from '../stacks.js';

export function describeStackEvents({ context, parameters, place }: Call): XmlValue {
  const name = required(parameters, 'StackName');
  const stack = requireStack(context.world, place, name, `[${name}] does not exist`);
  const page = pageOf(eventsOf(context, stack).toReversed(), parameters.get('NextToken'), {
    size: context.pageSize,
    idOf: ({ eventId }) => eventId,
  });
  const shown = page.items.map(event => ({
    StackId: stack.stackId,
    EventId: event.eventId,
    StackName: stack.stackName,
    OperationId: event.operationId,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: time(event.timestamp),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.clientRequestToken,
  }));
  return { StackEvents: members(shown), NextToken: page.nextToken };
}
