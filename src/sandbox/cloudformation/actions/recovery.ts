import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkAllowed } from '../allowed.js';
import type { Call } from '../call.js';
import { cancelRunning } from '../operations/advance.js';
import { beginContinuedRollback, beginRollback } from '../operations/begin.js';
import { rollBack } from '../operations/roll-back.js';
import { flag, required, textList } from '../query-lists.js';
import { requireStack } from '../stacks.js';
import type { Stack } from '../state.js';
import { answeredBefore, rememberToken, tokenOf } from '../tokens.js';

/** Takes a running update back. */
export function cancelUpdateStack(call: Call): Promise<XmlValue> {
  return recover(call, 'CancelUpdateStack', {}, stack => {
    const { operation } = stack;
    checkAllowed('cancel', stack);
    if (operation) cancelRunning(call.context, stack, operation);
    rollBack(call.context, stack, 'User Initiated');
  });
}

/** Takes back a creation or an update that failed with rollback disabled. */
export function rollbackStack(call: Call): Promise<XmlValue> {
  const { context, parameters } = call;
  return recover(call, 'RollbackStack', 'StackId', stack => {
    checkAllowed('rollback', stack);
    const retainExceptOnCreate = flag(parameters, 'RetainExceptOnCreate');
    beginRollback(context, stack, { token: tokenOf(parameters), retainExceptOnCreate });
  });
}

/** Goes on with a rollback that failed; resources to skip are left as they are. */
export function continueUpdateRollback(call: Call): Promise<XmlValue> {
  const { context, parameters } = call;
  const named = textList(parameters, 'ResourcesToSkip');
  const force = flag(parameters, 'ForceRollback');
  if (force && named.length > 0) throw validationError('ForceRollback and ResourcesToSkip are mutually exclusive.');
  return recover(call, 'ContinueUpdateRollback', {}, stack => {
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
  });
}

function recover(
  { context, engine, parameters, place }: Call,
  action: string,
  answer: 'StackId' | Readonly<Record<string, never>>,
  begin: (stack: Stack) => void,
): Promise<XmlValue> {
  const name = required(parameters, 'StackName');
  const stack = requireStack(context.world, place, name, `[${name}] does not exist`);
  return engine.change(stack, () => {
    const result = answer === 'StackId' ? { StackId: stack.stackId } : answer;
    const repeated = answeredBefore(stack, action, parameters);
    if (repeated) return repeated;
    begin(stack);
    rememberToken(stack, action, parameters, result);
    return result;
  });
}
