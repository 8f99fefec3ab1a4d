import { flag, required } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import { checkAllowed } from '../allowed.js';
import type { Actions } from '../call.js';
import { namedStack } from '../call.js';
import { requestedPolicy } from '../documents.js';

export const settingActions: Actions = {
  GetStackPolicy: call => ({ StackPolicyBody: namedStack(call).policy }),

  /** A policy can be replaced, never taken away. */
  async SetStackPolicy(call) {
    const stack = namedStack(call);
    const policy = await requestedPolicy(call, 'StackPolicy');
    if (policy === undefined)
      throw validationError('You must specify either the StackPolicyBody or the StackPolicyURL.');
    return call.engine.change(stack, () => {
      checkAllowed('setPolicy', stack);
      stack.policy = policy;
      return {};
    });
  },

  async UpdateTerminationProtection(call) {
    const { engine, parameters } = call;
    required(parameters, 'EnableTerminationProtection', /^(true|false)$/);
    const stack = namedStack(call);
    return engine.change(stack, () => {
      checkAllowed('protect', stack);
      stack.terminationProtection = flag(parameters, 'EnableTerminationProtection');
      return { StackId: stack.stackId };
    });
  },
};
