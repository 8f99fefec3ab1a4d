import { flag, oneOf, required, textList } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkDeletable } from '../allowed.js';
import type { Call } from '../call.js';
import { enterStatus } from '../events.js';
import { exportInUse } from '../exports.js';
import { beginDelete } from '../operations/begin.js';
import { findStack } from '../stacks.js';
import type { Stack } from '../state.js';
import { tokenOf } from '../tokens.js';

/** Of a stack that does not exist AWS says that it is deleted. */
export async function deleteStack({ context, engine, parameters, place }: Call): Promise<XmlValue> {
  const stack = findStack(context.world, place, required(parameters, 'StackName'));
  const spared = textList(parameters, 'RetainResources');
  const forced = oneOf(parameters, 'DeletionMode', ['STANDARD', 'FORCE_DELETE_STACK']) === 'FORCE_DELETE_STACK';
  if (!stack || stack.status === 'DELETE_COMPLETE') return {};
  return engine.change(stack, () => {
    if (stack.status === 'DELETE_IN_PROGRESS') return {};
    checkDeletable(stack);
    if (spared.length > 0 || forced) checkStuck(stack, spared);
    const exported = exportInUse(context.world, stack);
    if (exported) {
      const reason = `Delete canceled. Cannot delete export ${exported.name} as it is in use by ${exported.user}.`;
      enterStatus(context, stack, stack.status, reason);
      return {};
    }
    beginDelete(context, stack, { token: tokenOf(parameters), spared, forced });
    return {};
  });
}

export async function updateTerminationProtection({ context, engine, parameters, place }: Call): Promise<XmlValue> {
  const name = required(parameters, 'StackName');
  required(parameters, 'EnableTerminationProtection', /^(true|false)$/);
  const stack = findStack(context.world, place, name);
  if (!stack || stack.status === 'DELETE_COMPLETE') throw validationError(`Stack [${name}] does not exist`);
  return engine.change(stack, () => {
    if (stack.status.startsWith('DELETE_')) {
      throw validationError(
        `Stack [${stack.stackName}] is in ${stack.status} state and its termination protection can not be updated.`,
      );
    }
    stack.terminationProtection = flag(parameters, 'EnableTerminationProtection');
    return { StackId: stack.stackId };
  });
}

/** Only what a deletion failed at can be left behind. */
function checkStuck({ stackId, status, resources }: Stack, spared: readonly string[]): void {
  if (status !== 'DELETE_FAILED') {
    throw validationError(
      `Invalid operation on stack [${stackId}]. Retaining resources and forced deletion are for stacks in the DELETE_FAILED state.`,
    );
  }
  const wrong = spared.filter(name => !Object.hasOwn(resources, name));
  if (wrong.length === 0) return;
  throw validationError(`The specified resources to retain must be in the stack: [${wrong.join(', ')}]`);
}
