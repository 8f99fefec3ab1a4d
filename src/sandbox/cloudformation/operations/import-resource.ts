import { ResourceFailure } from '../../resource.js';
import { enterResourceStatus } from '../events.js';
import { handlerFor, resourcePlace } from '../resource-place.js';
import type { StackResource } from '../state.js';
import type { Running, Started } from './running.js';

/** Starts to take over a resource that exists; it stays as it is, whatever the template says. */
export async function importResource(
  id: string,
  resource: StackResource,
  { context, stack }: Running,
): Promise<Started> {
  stack.resources[resource.logicalId] = resource;
  enterResourceStatus(context, stack, resource, 'IMPORT_IN_PROGRESS', 'Resource import started.');
  const found = await handlerFor(context, stack, resource, 'create').read(id, resourcePlace(context, stack, resource));
  if (!found) throw new ResourceFailure(`Resource of type '${resource.type}' with identifier '${id}' was not found.`);
  Object.assign(resource, { physicalId: id, attributes: found.attributes });
  return { finalStatus: 'IMPORT_COMPLETE' };
}

/** Gives a resource back that an import has taken over. */
export function giveBack(resource: StackResource, { context, stack }: Running): Started {
  enterResourceStatus(context, stack, resource, 'IMPORT_ROLLBACK_IN_PROGRESS');
  handlerFor(context, stack, resource, 'delete');
  return { finalStatus: 'IMPORT_ROLLBACK_COMPLETE' };
}
