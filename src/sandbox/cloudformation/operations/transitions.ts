import type { StackStatus } from '../../../cfn/stack-status.js';
import { AwsFault } from '../../fault.js';
import { ResourceFailure } from '../../resource.js';
import { outputsOf } from '../../templates/outputs.js';
import type { Context } from '../context.js';
import { enterResourceStatus, enterStatus, packEvents } from '../events.js';
import { checkExports } from '../exports.js';
import { liveScope } from '../live-scope.js';
import { checkStackPolicy } from '../stack-policy.js';
import type { Stack } from '../state.js';
import type { Operation, Running, Verb } from './operation.js';
import type { Phase } from './phases.js';
import { applying, phases } from './phases.js';
import { removedResources } from './tasks.js';

/** Brings the running operation of a stack to a status: to its next phase, or to its end. */
export function enterPhase(context: Context, stack: Stack, status: StackStatus, reason?: string): void {
  const { operation } = stack;
  if (!operation) return;
  enterStatus(context, stack, status, reason);
  const phase = phases[status];
  if (!phase) {
    endOperation(context, stack, operation);
    return;
  }
  phase.prepare?.(context, stack, operation);
  operation.tasks = phase.work.tasks(context, stack);
}

/** Leaves a phase whose tasks are settled, or whose first failure ended it. */
export function leavePhase(running: Running): void {
  const { context, stack, operation } = running;
  const phase = phases[stack.status];
  if (!phase) return;
  const problem = problemOf(running, phase);
  if (problem === undefined) {
    enterPhase(context, stack, phase.done);
    return;
  }
  const status = typeof phase.failed === 'string' ? phase.failed : phase.failed[operation.onFailure ?? 'keep'];
  const requested = requests[status];
  enterPhase(context, stack, status, requested === undefined ? problem : `${problem.trimEnd()} ${requested}`);
}

/** What AWS adds to the reason of a creation's failure. */
const requests: Readonly<Partial<Record<StackStatus, string>>> = {
  ROLLBACK_IN_PROGRESS: 'Rollback requested by user.',
  DELETE_IN_PROGRESS: 'Delete requested by user.',
};

/** Why a phase has failed, if it has. */
function problemOf(running: Running, { work, done, failed }: Phase): string | undefined {
  const { context, stack, operation } = running;
  if (done === failed) return undefined;
  const settled = operation.tasks.filter(({ state }) => state === 'failed');
  const problem = Object.entries(words)
    .map(([verb, word]) =>
      failureOf(
        word,
        settled.filter(task => task.verb === verb),
      ),
    )
    .join('');
  if (problem !== '' || work !== applying) return problem || undefined;
  const kept = keptByPolicy(running);
  if (kept.length > 0) return failureOf('update', kept);
  const unpublished = publishOutputs(context, stack);
  // Values such as a version number may differ from before; where they cannot be had the old outputs stand.
  return stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS' ? undefined : unpublished;
}

const words: Readonly<Record<Verb, string>> = {
  CREATE: 'create',
  UPDATE: 'update',
  DELETE: 'delete',
  IMPORT: 'import',
  IMPORT_ROLLBACK: 'delete',
};

function failureOf(verb: string, failed: readonly { readonly logicalId: string }[]): string {
  const ids = failed.map(({ logicalId }) => logicalId);
  return ids.length === 0 ? '' : `The following resource(s) failed to ${verb}: [${ids.join(', ')}]. `;
}

/** Resources that are to go and that the stack policy keeps, which fails the operation. */
function keptByPolicy({ context, stack, operation }: Running) {
  return removedResources(stack, operation).filter(resource => {
    const refusal = refusalOf(() => checkStackPolicy(stack, resource, 'Update:Delete'));
    if (refusal !== undefined) enterResourceStatus(context, stack, resource, 'UPDATE_FAILED', refusal);
    return refusal !== undefined;
  });
}

/** Sets the stack's outputs; returns why that is impossible, if it is. */
function publishOutputs(context: Context, stack: Stack): string | undefined {
  return refusalOf(() => {
    const scope = liveScope(context, stack);
    if (!scope) return;
    const outputs = outputsOf(scope);
    checkExports(context.world, stack, outputs);
    stack.outputs = outputs;
  });
}

function refusalOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof ResourceFailure || error instanceof AwsFault) return error.message;
    throw error;
  }
}

/** Closes the books of an operation that has brought its stack to a last status. */
function endOperation({ clock }: Context, stack: Stack, { id, type }: Operation): void {
  const { status } = stack;
  const now = clock.now(stack);
  const succeeded = hasSucceeded(type, status);
  const record = stack.operations.find(other => other.id === id);
  if (record) Object.assign(record, { endedAt: now, status: succeeded ? 'SUCCEEDED' : 'FAILED' });
  if (status.endsWith('_COMPLETE')) {
    stack.leftovers = [];
    stack.previous = undefined;
  }
  const executed = stack.changeSets.find(({ executionStatus }) => executionStatus === 'EXECUTE_IN_PROGRESS');
  if (executed) executed.executionStatus = succeeded ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
  if (status === 'DELETE_COMPLETE') stack.deletionTime = now;
  // The execution of one removes the others.
  if (executed || status === 'DELETE_COMPLETE') {
    stack.changeSets = stack.changeSets.filter(({ executionStatus }) => executionStatus.startsWith('EXECUTE_'));
  }
  stack.operation = undefined;
  packEvents(stack);
}

/** Creations and updates may end complete and yet elsewhere than they were sent. */
function hasSucceeded(type: Operation['type'], status: StackStatus): boolean {
  if (type === 'CREATE_STACK' || type === 'UPDATE_STACK') return /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status);
  return status.endsWith('_COMPLETE');
}
