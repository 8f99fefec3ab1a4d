import { uuidFor } from '../../ids.js';
import type { Context } from '../context.js';
import { forgetResults } from '../drift/results.js';
import { enterStatus } from '../events.js';
import type { Deployment, Stack } from '../state.js';
import type { Operation } from './operation.js';
import { plan } from './plan.js';
import { rollBack } from './roll-back.js';

export type BeginOptions = Pick<Operation, 'token'> &
  Partial<
    Pick<Operation, 'onFailure' | 'retainExceptOnCreate' | 'spared' | 'forced' | 'policy' | 'imports' | 'revertsDrift'>
  >;

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
  if (!stack.previous) for (const resource of Object.values(stack.resources)) delete resource.actual;
  // After an update that failed half-way, the way back leads to what was complete before it.
  stack.previous ??= { deployment: stack.deployment, resources: copied(stack.resources) };
  stack.deployment = deployment;
  stack.disableRollback = options.onFailure === 'keep';
  stack.lastUpdatedTime = context.clock.now(stack);
  for (const resource of Object.values(stack.resources)) resource.isNew = false;
  start(context, stack, { ...options, type: 'UPDATE_STACK', kind: 'update', phase: 'apply' });
  enterStatus(context, stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
  plan(context, stack, 'apply');
}

/** Starts to take over what exists. */
export function beginImport(context: Context, stack: Stack, deployment: Deployment, options: BeginOptions): void {
  stack.previous = stack.deployment && { deployment: stack.deployment, resources: copied(stack.resources) };
  stack.deployment = deployment;
  stack.lastUpdatedTime = stack.previous && context.clock.now(stack);
  for (const resource of Object.values(stack.resources)) resource.isNew = false;
  const type = stack.previous ? 'UPDATE_STACK' : 'CREATE_STACK';
  start(context, stack, { ...options, type, kind: 'import', phase: 'apply' });
  enterStatus(context, stack, 'IMPORT_IN_PROGRESS', 'User Initiated');
  plan(context, stack, 'apply');
}

/** Starts to delete a stack; what was running is given up. */
export function beginDelete(context: Context, stack: Stack, options: BeginOptions): void {
  start(context, stack, { ...options, type: 'DELETE_STACK', kind: 'delete', phase: 'delete' });
  for (const resource of Object.values(stack.resources)) resource.isNew = false;
  enterStatus(context, stack, 'DELETE_IN_PROGRESS', 'User Initiated');
  plan(context, stack, 'delete');
}

/** Starts to take back a creation or an update that failed and was left as it was. */
export function beginRollback(context: Context, stack: Stack, options: BeginOptions): void {
  const kind = stack.previous ? 'update' : 'create';
  start(context, stack, { ...options, type: 'ROLLBACK', kind, phase: 'rollback' });
  if (stack.previous) rollBack(context, stack, 'User Initiated');
  else {
    enterStatus(context, stack, 'ROLLBACK_IN_PROGRESS', 'User Initiated');
    plan(context, stack, 'delete');
  }
}

/** Starts to go on with a rollback that failed. */
export function beginContinuedRollback(context: Context, stack: Stack, options: BeginOptions): void {
  start(context, stack, { ...options, type: 'CONTINUE_ROLLBACK', kind: 'update', phase: 'rollback' });
  rollBack(context, stack, 'User Initiated');
}

function copied(resources: Stack['resources']): Stack['resources'] {
  return Object.fromEntries(Object.entries(resources).map(([logicalId, resource]) => [logicalId, { ...resource }]));
}

type Start = BeginOptions & Pick<Operation, 'type' | 'kind' | 'phase'>;

function start(context: Context, stack: Stack, options: Start): void {
  const id = uuidFor(context.world, 'operation', stack.stackId, stack.lastEventTime);
  const defaults = {
    onFailure: 'keep',
    retainExceptOnCreate: false,
    spared: [],
    forced: false,
    revertsDrift: false,
    imports: {},
    policy: undefined,
  } as const;
  stack.operation = { ...defaults, ...options, id, tasks: [], failures: [] };
  const startedAt = context.clock.now(stack);
  const record = { id, type: options.type, startedAt, endedAt: undefined, status: 'IN_PROGRESS' } as const;
  stack.operations = [...stack.operations, record].slice(-10);
  forgetResults(stack);
}
