import { dependenciesOf } from '../../../cfn/dependencies.js';
import { activeResources } from '../../templates/scope.js';
import type { Context } from '../context.js';
import { liveScope } from '../live-scope.js';
import type { Stack, StackResource } from '../state.js';
import type { Operation, Task } from './operation.js';
import { isNew } from './operation.js';

/** A task for every resource of the stack's template, each after those that it depends on. */
export function applyTasks(context: Context, stack: Stack): Task[] {
  const scope = liveScope(context, stack);
  if (!scope) return [];
  const active = activeResources(scope);
  const index = new Map(active.map((logicalId, position) => [logicalId, position]));
  const dependencies = dependenciesOf(scope.template);
  return active.map(logicalId => {
    const needs = [...(dependencies.get(logicalId) ?? [])].flatMap(needed => index.get(needed) ?? []);
    return { logicalId, needs, state: 'waiting' };
  });
}

/** Resources that the template which was applied does not have any more. */
export function removedResources({ resources }: Stack, { tasks }: Operation): readonly StackResource[] {
  const kept = new Set(tasks.map(({ logicalId }) => logicalId));
  return Object.values(resources).filter(({ logicalId }) => !kept.has(logicalId));
}

/** A task for every resource of the stack and for what updates left over, each after those that depend on it. */
export function deleteTasks(_: Context, { resources, leftovers }: Stack): Task[] {
  const live = Object.values(resources).filter(({ status }) => !/^DELETE_(COMPLETE|SKIPPED)$/.test(status));
  return inReverse([...live, ...leftovers], live.length);
}

/** A task for everything that an update leaves over. */
export function cleanupTasks(_: Context, { leftovers }: Stack): Task[] {
  return inReverse(leftovers, 0);
}

/** A task for everything that the running import has taken over. */
export function importedTasks(_: Context, stack: Stack): Task[] {
  const imported = Object.values(stack.resources).filter(resource => isNew(stack, resource));
  return imported.map(({ logicalId }) => ({ logicalId, needs: [], state: 'waiting' }));
}

/** Of the resources those from an index on are leftovers. */
function inReverse(resources: readonly StackResource[], firstLeftover: number): Task[] {
  return resources.map(({ logicalId }, index) => {
    const needs = resources.flatMap((other, position) =>
      other.logicalId !== logicalId && other.dependencies.includes(logicalId) ? [position] : [],
    );
    const leftover = index < firstLeftover ? undefined : index - firstLeftover;
    return { logicalId, leftover, needs, state: 'waiting' };
  });
}
