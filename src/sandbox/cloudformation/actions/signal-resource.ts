import { receiveSignal } from '../../autoscaling/signals.js';
import { oneOf, required } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import type { Call } from '../call.js';
import { namedStack, withId } from '../call.js';
import { turnOf } from '../operations/turn-of.js';
import type { Stack } from '../state.js';

/** Tells a resource that waits for it that an instance is ready, or that it is not. */
export async function signalResource(call: Call): Promise<XmlValue> {
  const { context, engine, parameters } = call;
  const logicalId = required(parameters, 'LogicalResourceId');
  const uniqueId = required(parameters, 'UniqueId', /^[\s\S]{1,64}$/);
  required(parameters, 'Status');
  const status = oneOf(parameters, 'Status', ['SUCCESS', 'FAILURE']) ?? 'SUCCESS';
  const stack = namedStack(call, withId);
  await engine.change(stack, () => {
    checkSignalable(stack, logicalId);
    const task = stack.operation?.tasks.find(other => other.logicalId === logicalId && other.state === 'running');
    const resource = stack.resources[logicalId];
    const progress = task?.progress;
    if (!resource || !progress || progress.kind === 'terminate') {
      throw validationError(`Resource ${logicalId} is in ${resource?.status ?? 'no'} state and cannot be signaled`);
    }
    receiveSignal(turnOf(context, stack, resource), progress, uniqueId, status);
    task.finishesAt = context.clock.now(stack);
  });
  return {};
}

/** Outside of an operation there is nothing to signal, which nodes that boot later may ignore. */
function checkSignalable({ stackId, stackName, status, resources }: Stack, logicalId: string): void {
  const waiting = ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS'];
  if (!waiting.includes(status)) throw validationError(`Stack ${stackId} is in ${status} state and cannot be signaled`);
  if (!Object.hasOwn(resources, logicalId)) {
    throw validationError(`Resource ${logicalId} does not exist for stack ${stackName}`);
  }
}
