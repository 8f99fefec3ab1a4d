import { AwsFault } from '../../fault.js';
import { flag, oneOf, required, textList } from '../../query-parameters.js';
import { validationError } from '../../templates/template-error.js';
import { checkAllowed } from '../allowed.js';
import type { Actions, Call } from '../call.js';
import { changeOnce, namedStack, tokenOf } from '../call.js';
import type { ChangeSet, OnStackFailure } from '../change-sets/change-set.js';
import { makeChangeSet } from '../change-sets/make-change-set.js';
import { requestedPolicy } from '../documents.js';
import { enterStatus } from '../events.js';
import { exportInUse } from '../exports.js';
import { begin, deploy, startOptions } from '../operations/begin.js';
import { requestedDeployment } from '../requested.js';
import { findStack, stackNamePattern, stackOrNew } from '../stacks.js';
import type { Deployment, Stack } from '../state.js';

/** Stacks without change sets. */
export const stackActions: Actions = {
  async CreateStack(call) {
    const { context, parameters, place } = call;
    const name = required(parameters, 'StackName', stackNamePattern);
    const timeout = parameters.has('TimeoutInMinutes')
      ? Number(required(parameters, 'TimeoutInMinutes', /^[1-9]\d*$/))
      : undefined;
    const policy = await requestedPolicy(call, 'StackPolicy');
    const deployment = await requestedDeployment(call, undefined);
    const stack = stackOrNew(context, place, name);
    return changeOnce(call, stack, () => {
      // A stack under review has nothing yet and may be created without its change sets.
      if (stack.status !== 'REVIEW_IN_PROGRESS') {
        throw new AwsFault('AlreadyExistsException', `Stack [${name}] already exists`);
      }
      const changeSet = directChangeSet(call, stack, 'CREATE', deployment);
      stack.terminationProtection = flag(parameters, 'EnableTerminationProtection');
      stack.policy = policy;
      stack.timeoutInMinutes = timeout;
      deploy(context, stack, changeSet, startOptions(parameters, onFailure(call)));
      return { StackId: stack.stackId };
    });
  },

  async UpdateStack(call) {
    const { context, parameters } = call;
    const stack = namedStack(call);
    const policy = await requestedPolicy(call, 'StackPolicy');
    const policyDuringUpdate = await requestedPolicy(call, 'StackPolicyDuringUpdate');
    const deployment = await requestedDeployment(call, stack);
    return changeOnce(call, stack, () => {
      checkAllowed('update', stack);
      const changeSet = directChangeSet(call, stack, 'UPDATE', deployment);
      stack.policy = policy ?? stack.policy;
      deploy(context, stack, changeSet, { ...startOptions(parameters), policy: policyDuringUpdate });
      return { StackId: stack.stackId };
    });
  },

  /** Of a stack that does not exist AWS says that it is deleted. */
  async DeleteStack({ context, engine, parameters, place }) {
    const stack = findStack(context.world, place, required(parameters, 'StackName'));
    const spared = textList(parameters, 'RetainResources');
    const forced = oneOf(parameters, 'DeletionMode', ['STANDARD', 'FORCE_DELETE_STACK']) === 'FORCE_DELETE_STACK';
    if (!stack || stack.status === 'DELETE_COMPLETE') return {};
    return engine.change(stack, () => {
      if (stack.status === 'DELETE_IN_PROGRESS') return {};
      if (stack.terminationProtection) {
        throw validationError(`Stack [${stack.stackName}] cannot be deleted while TerminationProtection is enabled`);
      }
      checkAllowed('delete', stack);
      if (spared.length > 0 || forced) checkStuck(stack, spared);
      const exported = exportInUse(context.world, stack);
      if (exported) {
        const reason = `Delete canceled. Cannot delete export ${exported.name} as it is in use by ${exported.user}.`;
        enterStatus(context, stack, stack.status, reason);
        return {};
      }
      begin(context, stack, ['DELETE_STACK', 'DELETE_IN_PROGRESS'], { token: tokenOf(parameters), spared, forced });
      return {};
    });
  },
};

/** An operation without a change set is refused for the reasons for which its change set would have failed. */
function directChangeSet({ context }: Call, stack: Stack, type: ChangeSet['type'], deployment: Deployment): ChangeSet {
  const changeSet = makeChangeSet(context, stack, { name: 'direct', type, deployment, imports: {} });
  const { failure } = changeSet;
  if (failure === undefined) return changeSet;
  throw validationError(failure.includes("didn't contain changes") ? 'No updates are to be performed.' : failure);
}

function onFailure({ parameters }: Call): OnStackFailure | undefined {
  const choice = oneOf(parameters, 'OnFailure', ['DO_NOTHING', 'ROLLBACK', 'DELETE']);
  if (choice === undefined || !parameters.has('DisableRollback')) return choice;
  throw validationError('You can specify either DisableRollback or OnFailure, but not both.');
}

/** Only what a deletion failed at can be left behind. */
function checkStuck(stack: Stack, spared: readonly string[]): void {
  checkAllowed('retain', stack);
  const wrong = spared.filter(name => !Object.hasOwn(stack.resources, name));
  if (wrong.length === 0) return;
  throw validationError(`The specified resources to retain must be in the stack: [${wrong.join(', ')}]`);
}
