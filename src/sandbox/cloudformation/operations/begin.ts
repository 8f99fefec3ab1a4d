import { uuidFor } from '../../ids.js';
import type { Context } from '../context.js';
import { enterStatus } from '../events.js';
import { exportedValue } from '../exports.js';
import type { Deployment, Operation, Phase, Stack } from '../state.js';
import type { Scope } from '../templates/scope.js';
import { scopeOf } from '../templates/scope.js';
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
  start(context, stack, { ...options, type: 'CREATE_STACK', kind: 'create', phase: 'apply' });
  enterStatus(context, stack, 'CREATE_IN_PROGRESS', 'User Initiated');
  plan(context, stack, 'apply');
}

/** Starts to bring a live stack to what it is asked to be now. */
export function beginUpdate(context: Context, stack: Stack, deployment: Deployment, options: BeginOptions): void {
  if (!stack.deployment) throw new Error('A stack without a deployment cannot be updated.');
  // After an update that failed half-way, the way back leads to what was complete before it.
  stack.previous ??= { deployment: stack.deployment, resources: structuredClone(stack.resources) };
  stack.deployment = deployment;
  stack.disableRollback = options.onFailure === 'keep';
  stack.lastUpdatedTime = context.clock.now(stack);
  for (const resource of Object.values(stack.resources)) resource.isNew = false;
  start(context, stack, { ...options, type: 'UPDATE_STACK', kind: 'update', phase: 'apply' });
  enterStatus(context, stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
  plan(context, stack, 'apply');
}

/** Starts to delete a stack; what was running is given up. */
export function beginDelete(context: Context, stack: Stack, token: string | undefined): void {
  start(context, stack, {
    token,
    onFailure: 'keep',
    retainExceptOnCreate: false,
    type: 'DELETE_STACK',
    kind: 'delete',
    phase: 'delete',
  });
  for (const resource of Object.values(stack.resources)) resource.isNew = false;
  enterStatus(context, stack, 'DELETE_IN_PROGRESS', 'User Initiated');
  plan(context, stack, 'delete');
}

/** Makes the tasks of the next phase. */
export function plan(context: Context, stack: Stack, phase: Exclude<Phase, 'cleanup'>): void {
  const { operation } = stack;
  if (!operation) return;
  operation.phase = phase;
  operation.failures = [];
  const scope = liveScope(context, stack);
  operation.tasks = phase === 'delete' || !scope ? deleteTasks(stack) : applyTasks(scope);
}

/** The scope of the stack's deployment among its live resources. */
export function liveScope(context: Context, stack: Stack): Scope | undefined {
  const { deployment, resources } = stack;
  return (
    deployment &&
    scopeOf(stack, deployment, {
      imported: name => exportedValue(context.world, stack, name),
      physicalId: logicalId => resources[logicalId]?.physicalId ?? '',
      attribute: (logicalId, name) => resources[logicalId]?.attributes[name] ?? '',
    })
  );
}

type Start = Pick<Operation, 'token' | 'type' | 'kind' | 'phase' | 'onFailure' | 'retainExceptOnCreate'>;

function start(context: Context, stack: Stack, options: Start): void {
  const id = uuidFor(context.world, 'operation', stack.stackId, stack.events.length);
  stack.operation = { ...options, id, tasks: [], failures: [] };
  stack.operations = [...stack.operations, { id, type: options.type }].slice(-10);
}
