import { AwsFault } from '../../fault.js';
import { flag, oneOf, required } from '../../query-parameters.js';
import type { QueryParameters } from '../../query-protocol.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkAllowed } from '../allowed.js';
import type { Call } from '../call.js';
import { namedStack } from '../call.js';
import type { ChangeSet, OnStackFailure } from '../change-sets/change-set.js';
import { makeChangeSet } from '../change-sets/make-change-set.js';
import type { Context } from '../context.js';
import { beginCreate, beginUpdate } from '../operations/begin.js';
import { requestedDeployment } from '../requested.js';
import { findStack, stackNamePattern } from '../stacks.js';
import type { Deployment, Stack } from '../state.js';
import { answeredBefore, changeOnce } from '../tokens.js';
import { stackOrNew } from './account-limits.js';
import { policyOf } from './stack-policy.js';
import { obsoleteChangeSets, startOptions } from './start-options.js';

export async function createStack(call: Call): Promise<XmlValue> {
  const { context, parameters, place } = call;
  const name = required(parameters, 'StackName', stackNamePattern);
  const existing = findStack(context.world, place, name);
  const repeated = existing && answeredBefore(existing, parameters);
  if (repeated) return repeated;
  checkCreatable(existing, name);
  const timeout = parameters.has('TimeoutInMinutes')
    ? Number(required(parameters, 'TimeoutInMinutes', /^[1-9]\d*$/))
    : undefined;
  const policy = await policyOf(call, 'StackPolicy');
  const deployment = await requestedDeployment(call, undefined);
  // Looked for again, because another request may have been quicker.
  const stack = stackOrNew(call, name);
  return changeOnce(call, stack, () => {
    checkCreatable(stack, name);
    check(context, stack, deployment, 'CREATE');
    stack.terminationProtection = flag(parameters, 'EnableTerminationProtection');
    stack.policy = policy;
    stack.timeoutInMinutes = timeout;
    beginCreate(context, stack, deployment, startOptions(parameters, onFailure(parameters)));
    obsoleteChangeSets(stack);
    return { StackId: stack.stackId };
  });
}

export async function updateStack(call: Call): Promise<XmlValue> {
  const { context, parameters } = call;
  const stack = namedStack(call);
  const policy = await policyOf(call, 'StackPolicy');
  const policyDuringUpdate = await policyOf(call, 'StackPolicyDuringUpdate');
  const deployment = await requestedDeployment(call, stack);
  return changeOnce(call, stack, () => {
    checkAllowed('update', stack);
    check(context, stack, deployment, 'UPDATE');
    stack.policy = policy ?? stack.policy;
    beginUpdate(context, stack, deployment, { ...startOptions(parameters), policy: policyDuringUpdate });
    stack.changeSetId = undefined;
    obsoleteChangeSets(stack);
    return { StackId: stack.stackId };
  });
}

/** A stack under review has nothing yet and may be created without its change sets. */
function checkCreatable(existing: Stack | undefined, name: string): void {
  if (!existing || existing.status === 'REVIEW_IN_PROGRESS') return;
  throw new AwsFault('AlreadyExistsException', `Stack [${name}] already exists`);
}

/** An operation without a change set is refused for the reasons for which its change set would have failed. */
function check(context: Context, stack: Stack, deployment: Deployment, type: ChangeSet['type']): void {
  const asked = { name: 'direct', type, description: undefined, onStackFailure: undefined, deployment, imports: {} };
  const { status, statusReason } = makeChangeSet(context, stack, asked);
  if (status !== 'FAILED') return;
  const nothing = /didn't contain changes|No updates/.test(statusReason ?? '');
  throw validationError(nothing ? 'No updates are to be performed.' : (statusReason ?? ''));
}

function onFailure(parameters: QueryParameters): OnStackFailure | undefined {
  const choice = oneOf(parameters, 'OnFailure', ['DO_NOTHING', 'ROLLBACK', 'DELETE']);
  if (choice === undefined || !parameters.has('DisableRollback')) return choice;
  throw validationError('You can specify either DisableRollback or OnFailure, but not both.');
}
