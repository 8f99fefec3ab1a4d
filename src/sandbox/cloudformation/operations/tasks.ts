import { dependenciesOf } from '../../../cfn/dependencies.js';
import type { Scope } from '../../templates/scope.js';
import { activeResources } from '../../templates/scope.js';
import type { Stack, StackResource } from '../state.js';
import type { Task } from './operation.js';

/** A task for every resource of a template, each after those that it depends on. */
export function applyTasks(scope: Scope): Task[] {
  const active = activeResources(scope);
  const index = new Map(active.map((logicalId, position) => [logicalId, position]));
  const dependencies = dependenciesOf(scope.template);
  return active.map(logicalId =>
    newTask(
      logicalId,
      [...(dependencies.get(logicalId) ?? [])].flatMap(needed => index.get(needed) ?? []),
    ),
  );
}

/** A task for every resource of the stack and for what updates left over, each after those that depend on it. */
export function deleteTasks({ resources, leftovers }: Stack): Task[] {
  const live = Object.values(resources).filter(({ status }) => !/^DELETE_(COMPLETE|SKIPPED)$/.test(status));
  return inReverse([...live, ...leftovers], live.length);
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
