import { flag, textList } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import { checkAllowed } from '../allowed.js';
import type { Actions } from '../call.js';
import { changeOnce, namedStack, tokenOf } from '../call.js';
import { begin } from '../operations/begin.js';
import { cancelUpdate } from '../operations/failing.js';

export const recoveryActions: Actions = {
  /** Takes a running update back. */
  async CancelUpdateStack(call) {
    const stack = namedStack(call);
    return changeOnce(call, stack, async () => {
      checkAllowed('cancel', stack);
      await cancelUpdate(call.context, stack);
      return {};
    });
  },

  /** Takes back a creation or an update that failed with rollback disabled. */
  async RollbackStack(call) {
    const { context, parameters } = call;
    const stack = namedStack(call);
    return changeOnce(call, stack, () => {
      checkAllowed('rollback', stack);
      const retainExceptOnCreate = flag(parameters, 'RetainExceptOnCreate');
      const status = stack.previous ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS';
      begin(context, stack, ['ROLLBACK', status], { token: tokenOf(parameters), retainExceptOnCreate });
      return { StackId: stack.stackId };
    });
  },

  /** Goes on with a rollback that failed; resources to skip are left as they are. */
  async ContinueUpdateRollback(call) {
    const { context, parameters } = call;
    const named = textList(parameters, 'ResourcesToSkip');
    const force = flag(parameters, 'ForceRollback');
    if (force && named.length > 0) throw validationError('ForceRollback and ResourcesToSkip are mutually exclusive.');
    const stack = namedStack(call);
    return changeOnce(call, stack, () => {
      checkAllowed('continueRollback', stack);
      const skippable = Object.values(stack.resources)
        .filter(({ status, rollback }) => status === 'UPDATE_FAILED' && rollback === 'failed')
        .map(({ logicalId }) => logicalId);
      const wrong = named.filter(name => !skippable.includes(name));
      if (wrong.length > 0) {
        throw validationError(
          `ResourcesToSkip: only resources that are in the UPDATE_FAILED state because a rollback failed can be skipped: [${wrong.join(', ')}]`,
        );
      }
      const spared = force ? skippable : named;
      begin(context, stack, ['CONTINUE_ROLLBACK', 'UPDATE_ROLLBACK_IN_PROGRESS'], {
        token: tokenOf(parameters),
        spared,
      });
      return {};
    });
  },
};
