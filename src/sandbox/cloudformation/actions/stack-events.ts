import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { eventsOf } from '../events.js';
import { pageOf } from '../page.js';
import { required } from '../query-lists.js';
import { eventFields, members } from '../shapes.js';
import { requireStack } from '../stacks.js';

export function describeStackEvents({ context, parameters, place }: Call): XmlValue {
  const name = required(parameters, 'StackName');
  const stack = requireStack(context.world, place, name, `[${name}] does not exist`);
  const page = pageOf(eventsOf(context, stack).toReversed(), parameters.get('NextToken'), {
    size: context.pageSize,
    idOf: ({ eventId }) => eventId,
  });
  const shown = page.items.map(event => ({ ...eventFields(stack, event), StackName: stack.stackName }));
  return { StackEvents: members(shown), NextToken: page.nextToken };
}
