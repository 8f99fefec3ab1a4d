import { dependenciesOf } from '../../../cfn/dependencies.js';
import { activeResources } from '../../templates/scope.js';
import type { Context } from '../context.js';
import type { Stack, StackResource } from '../state.js';
import { liveScope } from './live-scope.js';
import type { Operation, Task } from './operation.js';

/** A task for every resource of the stack's template, each after those that it depends on. */
export function applyTasks(context: Context, stack: Stack): Task[] {
  const scope = liveScope(context, stack);
  if (!scope) return [];
  const active = activeResources(scope);
  const index = new Map(active.map((logicalId, position) => [logicalId, position]));
  const dependencies = dependenciesOf(scope.template);
  return active.map(logicalId => {
    const needs = [...(dependencies.get(logicalId) ?? [])].flatMap(needed => index.get(needed) ?? []);
    return newTask(logicalId, needs);
  });
}

/** Resources that the template which was applied does not have any more. */
export function removedResources({ resources }: Stack, { tasks }: Operation): readonly StackResource[] {
  const kept = new Set(tasks.map(({ logicalId }) => logicalId));
  return Object.values(resources).filter(({ logicalId }) => !kept.has(logicalId));
}

/** A task for every resource of the stack and for what updates left over, each after those that depend on it. */
export function deleteTasks({ resources, leftovers }: Stack): Task[] {
  const live = Object.values(resources).filter(({ status }) => !/^DELETE_(COMPLETE|SKIPPED)$/.test(status));
  return inReverse([...live, ...leftovers], live.length);
}

/** A task for everything that the running import has taken over. */
export function importedTasks({ resources }: Stack): Task[] {
  return Object.values(resources)
    .filter(({ isNew }) => isNew)
    .map(({ logicalId }) => newTask(logicalId, []));
}

/** A task for everything that an update leaves over. */
export function cleanupTasks({ leftovers }: Stack): Task[] {
  return inReverse(leftovers, 0);
}

export function resourceOf(stack: Stack, task: Task): StackResource | undefined {
  return task.leftover === undefined ? stack.resources[task.logicalId] : stack.leftovers[task.leftover];
}

function newTask(logicalId: string, needs: readonly number[], leftover?: number): Task {
  return {
    logicalId,
    needs,
    leftover,
    state: 'waiting',
    finishesAt: undefined,
    finalStatus: undefined,
    progress: undefined,
  };
}

/** Of the resources those from an index on are leftovers. */
function inReverse(resources: readonly StackResource[], firstLeftover: number): Task[] {
  return resources.map(({ logicalId }, index) => {
    const leftover = index - firstLeftover;
    return newTask(logicalId, dependents(logicalId, resources), leftover < 0 ? undefined : leftover);
  });
}

function dependents(logicalId: string, resources: readonly StackResource[]): readonly number[] {
  return resources.flatMap(({ logicalId: other, dependencies }, index) =>
    other !== logicalId && dependencies.includes(logicalId) ? [index] : [],
  );
}
