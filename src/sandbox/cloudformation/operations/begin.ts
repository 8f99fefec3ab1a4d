import { randomUUID } from 'node:crypto';
import type { Context } from '../context.js';
import { enterStatus } from '../events.js';
import { exportedValue } from '../exports.js';
import { liveResources } from '../resources/desired.js';
import type { Deployment, Stack } from '../state.js';
import type { Scope } from '../templates/scope.js';
import { scopeOf } from '../templates/scope.js';
import type { Operation } from './operation.js';
import { applyTasks, deleteTasks } from './tasks.js';

export interface BeginOptions {
  readonly token: string | undefined;
  readonly onFailure: Operation['onFailure'];
  readonly retainExceptOnCreate: boolean;
}

/** Starts to create what a stack is asked to be; it has nothing yet. */
export function beginCreate(context: Context, stack: Stack, deployment: Deployment, options: BeginOptions): void {
  stack.deployment = deployment;
  stack.disableRollback = options.onFailure === 'keep';
  start(stack, { ...options, type: 'CREATE_STACK', kind: 'create', phase: 'apply' });
  enterStatus(stack, 'CREATE_IN_PROGRESS', context.now(), 'User Initiated');
  plan(context, stack, 'apply');
}

/** Starts to bring a live stack to what it is asked to be now. */
export function beginUpdate(context: Context, stack: Stack, deployment: Deployment, options: BeginOptions): void {
  const { deployment: live, status } = stack;
  if (!live) throw new Error('A stack without a deployment cannot be updated.');
  const previous = { deployment: live, resources: structuredClone(stack.resources), status };
  stack.deployment = deployment;
  stack.disableRollback = options.onFailure === 'keep';
  stack.lastUpdatedTime = context.now();
  for (const resource of Object.values(stack.resources)) resource.isNew = false;
  start(stack, { ...options, type: 'UPDATE_STACK', kind: 'update', phase: 'apply', previous });
  enterStatus(stack, 'UPDATE_IN_PROGRESS', context.now(), 'User Initiated');
  plan(context, stack, 'apply');
}

/** Starts to delete a stack; what was running is given up. */
export function beginDelete(context: Context, stack: Stack, token: string | undefined): void {
  start(stack, {
    token,
    onFailure: 'keep',
    retainExceptOnCreate: false,
    type: 'DELETE_STACK',
    kind: 'delete',
    phase: 'delete',
  });
  for (const resource of Object.values(stack.resources)) resource.isNew = false;
  enterStatus(stack, 'DELETE_IN_PROGRESS', context.now(), 'User Initiated');
  plan(context, stack, 'delete');
}

/** Makes the tasks of the next phase. */
export function plan(context: Context, stack: Stack, phase: 'apply' | 'rollback' | 'delete'): void {
  const { operation } = stack;
  if (!operation) return;
  operation.phase = phase;
  operation.failures = [];
  const scope = liveScope(context, stack);
  operation.tasks = phase === 'delete' || !scope ? deleteTasks(stack) : applyTasks(scope);
}

/** The scope of the stack's deployment among its live resources. */
export function liveScope(context: Context, stack: Stack): Scope | undefined {
  const resources = liveResources(stack, name => exportedValue(context.world, stack, name));
  return stack.deployment && scopeOf(stack, stack.deployment, resources);
}

type Start = Pick<Operation, 'token' | 'type' | 'kind' | 'phase' | 'onFailure' | 'retainExceptOnCreate'> &
  Partial<Pick<Operation, 'previous'>>;

function start(stack: Stack, { previous, ...options }: Start): void {
  const id = randomUUID();
  stack.operation = { ...options, previous, id, tasks: [], leftovers: [], failures: [] };
  stack.operations = [...stack.operations, { id, type: options.type }].slice(-10);
}
