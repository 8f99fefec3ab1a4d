import type { StackStatus } from '../../../cfn/stack-status.js';
import { uuidFor } from '../../ids.js';
import type { Context } from '../context.js';
import { forgetResults } from '../drift/results.js';
import type { Deployment, Stack } from '../state.js';
import type { Operation } from './operation.js';
import { enterPhase } from './phases.js';

export type BeginOptions = Pick<Operation, 'token'> &
  Partial<
    Pick<Operation, 'onFailure' | 'retainExceptOnCreate' | 'spared' | 'forced' | 'policy' | 'imports' | 'revertsDrift'>
  >;

/** Starts to create what a stack is asked to be; it has nothing yet. */
export function beginCreate(context: Context, stack: Stack, deployment: Deployment, options: BeginOptions): void {
  stack.deployment = deployment;
  stack.disableRollback = options.onFailure === 'keep';
  start(context, stack, options, ['CREATE_STACK', 'CREATE_IN_PROGRESS']);
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
  forgetNew(stack);
  start(context, stack, options, ['UPDATE_STACK', 'UPDATE_IN_PROGRESS']);
}

/** Starts to take over what exists. */
export function beginImport(context: Context, stack: Stack, deployment: Deployment, options: BeginOptions): void {
  stack.previous = stack.deployment && { deployment: stack.deployment, resources: copied(stack.resources) };
  stack.deployment = deployment;
  stack.lastUpdatedTime = stack.previous && context.clock.now(stack);
  forgetNew(stack);
  start(context, stack, options, [stack.previous ? 'UPDATE_STACK' : 'CREATE_STACK', 'IMPORT_IN_PROGRESS']);
}

/** Starts to delete a stack; what was running is given up. */
export function beginDelete(context: Context, stack: Stack, options: BeginOptions): void {
  forgetNew(stack);
  start(context, stack, options, ['DELETE_STACK', 'DELETE_IN_PROGRESS']);
}

/** Starts to take back a creation or an update that failed and was left as it was. */
export function beginRollback(context: Context, stack: Stack, options: BeginOptions): void {
  const status = stack.previous ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS';
  start(context, stack, options, ['ROLLBACK', status]);
}

/** Starts to go on with a rollback that failed. */
export function beginContinuedRollback(context: Context, stack: Stack, options: BeginOptions): void {
  start(context, stack, options, ['CONTINUE_ROLLBACK', 'UPDATE_ROLLBACK_IN_PROGRESS']);
}

function copied(resources: Stack['resources']): Stack['resources'] {
  return Object.fromEntries(Object.entries(resources).map(([logicalId, resource]) => [logicalId, { ...resource }]));
}

/** What earlier operations made is not for this one to take back. */
function forgetNew({ resources }: Stack): void {
  for (const resource of Object.values(resources)) resource.isNew = false;
}

function start(
  context: Context,
  stack: Stack,
  options: BeginOptions,
  [type, status]: readonly [Operation['type'], StackStatus],
): void {
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
  stack.operation = { ...defaults, ...options, id, type, tasks: [], failures: [] };
  const startedAt = context.clock.now(stack);
  const record = { id, type, startedAt, endedAt: undefined, status: 'IN_PROGRESS' } as const;
  stack.operations = [...stack.operations, record].slice(-10);
  forgetResults(stack);
  enterPhase(context, stack, status, 'User Initiated');
}
