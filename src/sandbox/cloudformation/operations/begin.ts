import type { StackStatus } from '../../../cfn/stack-status.js';
import { uuidFor } from '../../ids.js';
import { flag } from '../../query-parameters.js';
import type { QueryParameters } from '../../query-protocol.js';
import { tokenOf } from '../call.js';
import type { ChangeSet, OnStackFailure } from '../change-sets/change-set.js';
import type { Context } from '../context.js';
import { forgetResults } from '../drift/results.js';
import type { Stack } from '../state.js';
import type { Operation, OperationOptions } from './operation.js';
import { enterPhase } from './transitions.js';

/** How an operation is to go that brings a stack to what a request or its change set asks for. */
export function startOptions(parameters: QueryParameters, choice?: OnStackFailure): OperationOptions {
  const keeps = choice === 'DO_NOTHING' || flag(parameters, 'DisableRollback');
  const gives = choice === 'DELETE' ? 'delete' : 'rollback';
  return {
    token: tokenOf(parameters),
    onFailure: keeps ? 'keep' : gives,
    retainExceptOnCreate: flag(parameters, 'RetainExceptOnCreate'),
  };
}

/** Starts to bring a stack to what a change set says, be it one that nobody has seen. */
export function deploy(context: Context, stack: Stack, changeSet: ChangeSet, options: OperationOptions): void {
  const { deployment, imports, type, changeSetId, driftStatus } = changeSet;
  const isListed = stack.changeSets.includes(changeSet);
  // After an update that failed half-way, the way back leads to what was complete before it.
  if (type === 'IMPORT' || !stack.previous) {
    for (const resource of Object.values(stack.resources)) delete resource.actual;
    stack.previous = stack.deployment && { deployment: stack.deployment, resources: copied(stack.resources) };
  }
  stack.deployment = deployment;
  stack.disableRollback = options.onFailure === 'keep';
  stack.changeSetId = isListed ? changeSetId : undefined;
  if (isListed || stack.previous) stack.lastUpdatedTime = context.clock.now(stack);
  // The stack moves on without its other change sets.
  for (const other of stack.changeSets) if (other.executionStatus === 'AVAILABLE') other.executionStatus = 'OBSOLETE';
  const kind = stack.previous ? 'UPDATE_STACK' : 'CREATE_STACK';
  const revertsDrift = driftStatus !== undefined;
  begin(context, stack, [kind, `${type}_IN_PROGRESS`], { ...options, imports, revertsDrift });
}

function copied(resources: Stack['resources']): Stack['resources'] {
  return Object.fromEntries(Object.entries(resources).map(([logicalId, resource]) => [logicalId, { ...resource }]));
}

/** Starts an operation; what was running is given up. */
export function begin(
  context: Context,
  stack: Stack,
  [type, status]: readonly [Operation['type'], StackStatus],
  options: OperationOptions,
): void {
  const id = uuidFor(context.world, 'operation', stack.stackId, stack.lastEventTime);
  stack.operation = { ...options, id, type, tasks: [] };
  const startedAt = context.clock.now(stack);
  const record = { id, type, startedAt, endedAt: undefined, status: 'IN_PROGRESS' } as const;
  stack.operations = [...stack.operations, record].slice(-10);
  forgetResults(stack);
  enterPhase(context, stack, status, 'User Initiated');
}
