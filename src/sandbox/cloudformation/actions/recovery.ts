import { flag, textList } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkAllowed } from '../allowed.js';
import type { Call } from '../call.js';
import { namedStack } from '../call.js';
import { cancelUpdate } from '../operations/advance.js';
import { beginContinuedRollback, beginRollback } from '../operations/begin.js';
import { changeOnce, tokenOf } from '../tokens.js';

/** Takes a running update back. */
export async function cancelUpdateStack(call: Call): Promise<XmlValue> {
  const stack = namedStack(call);
  return changeOnce(call, stack, () => {
    checkAllowed('cancel', stack);
    cancelUpdate(call.context, stack);
    return {};
  });
}

/** Takes back a creation or an update that failed with rollback disabled. */
export async function rollbackStack(call: Call): Promise<XmlValue> {
  const { context, parameters } = call;
  const stack = namedStack(call);
  return changeOnce(call, stack, () => {
    checkAllowed('rollback', stack);
    const retainExceptOnCreate = flag(parameters, 'RetainExceptOnCreate');
    beginRollback(context, stack, { token: tokenOf(parameters), retainExceptOnCreate });
    return { StackId: stack.stackId };
  });
}

/** Goes on with a rollback that failed; resources to skip are left as they are. */
export async function continueUpdateRollback(call: Call): Promise<XmlValue> {
  const { context, parameters } = call;
  const named = textList(parameters, 'ResourcesToSkip');
  const force = flag(parameters, 'ForceRollback');
  if (force && named.length > 0) throw validationError('ForceRollback and ResourcesToSkip are mutually exclusive.');
  const stack = namedStack(call);
  return changeOnce(call, stack, () => {
    checkAllowed('continueRollback', stack);
    const failed = Object.values(stack.resources).filter(
      ({ status, rollback }) => status === 'UPDATE_FAILED' && rollback === 'failed',
    );
    const skippable = failed.map(({ logicalId }) => logicalId);
    const wrong = named.filter(name => !skippable.includes(name));
    if (wrong.length > 0) {
      throw validationError(
        `ResourcesToSkip: only resources that are in the UPDATE_FAILED state because a rollback failed can be skipped: [${wrong.join(', ')}]`,
      );
    }
    beginContinuedRollback(context, stack, { token: tokenOf(parameters), spared: force ? skippable : named });
    return {};
  });
}
