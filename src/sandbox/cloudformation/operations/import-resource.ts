import { ResourceFailure } from '../../resource.js';
import type { Context } from '../context.js';
import { enterResourceStatus } from '../events.js';
import { handlerFor, resourcePlace } from '../resource-place.js';
import type { Stack, StackResource } from '../state.js';
import type { Task } from './operation.js';

interface Importing {
  readonly context: Context;
  readonly stack: Stack;
}

/** Starts to take over a resource that exists; it stays as it is, whatever the template says. */
export async function importResource(
  task: Task,
  resource: StackResource,
  { context, stack, id }: Importing & { readonly id: string },
): Promise<void> {
  stack.resources[task.logicalId] = resource;
  enterResourceStatus(context, stack, resource, 'IMPORT_IN_PROGRESS', 'Resource import started.');
  const found = await handlerFor(context, stack, resource, 'create').read(id, resourcePlace(context, stack, resource));
  if (!found) throw new ResourceFailure(`Resource of type '${resource.type}' with identifier '${id}' was not found.`);
  Object.assign(resource, { physicalId: id, attributes: found.attributes });
  task.state = 'running';
  task.finalStatus = 'IMPORT_COMPLETE';
  task.finishesAt = context.clock.now(stack) + context.pace.resourceMs;
}

/** Gives a resource back that an import has taken over. */
export function forgetResource(task: Task, resource: StackResource, { context, stack }: Importing): void {
  enterResourceStatus(context, stack, resource, 'IMPORT_ROLLBACK_IN_PROGRESS');
  handlerFor(context, stack, resource, 'delete');
  task.state = 'running';
  task.finalStatus = 'IMPORT_ROLLBACK_COMPLETE';
  task.finishesAt = context.clock.now(stack) + context.pace.resourceMs;
}
