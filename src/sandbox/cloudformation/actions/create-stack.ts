import { AwsFault } from '../../fault.js';
import type { QueryParameters } from '../../query-protocol.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkAllowed } from '../allowed.js';
import type { Call } from '../call.js';
import { makeChangeSet } from '../change-sets/make-change-set.js';
import type { Context } from '../context.js';
import { beginCreate, beginUpdate } from '../operations/begin.js';
import { flag, oneOf, required } from '../query-lists.js';
import { requestedDeployment } from '../requested.js';
import { findStack, newStack, requireStack, stackNamePattern } from '../stacks.js';
import type { ChangeSet, Deployment, Operation, Stack } from '../state.js';
import { answeredBefore, rememberToken, tokenOf } from '../tokens.js';
import { checkStackLimit } from './account-limits.js';
import { policyOf } from './stack-policy.js';

export async function createStack(call: Call): Promise<XmlValue> {
  const { context, engine, parameters, place } = call;
  const name = required(parameters, 'StackName', stackNamePattern);
  const existing = findStack(context.world, place, name);
  const repeated = existing && answeredBefore(existing, 'CreateStack', parameters);
  if (repeated) return repeated;
  checkCreatable(existing, name);
  const timeout = parameters.has('TimeoutInMinutes')
    ? Number(required(parameters, 'TimeoutInMinutes', /^[1-9]\d*$/))
    : undefined;
  const policy = await policyOf(call, 'StackPolicy');
  const deployment = await requestedDeployment(call, undefined);
  // Looked for again, because another request may have been quicker.
  const reviewed = findStack(context.world, place, name);
  checkCreatable(reviewed, name);
  if (!reviewed) checkStackLimit(call);
  const stack = reviewed ?? newStack(context, place, name);
  return engine.change(stack, () => {
    check(context, stack, deployment, 'CREATE');
    stack.terminationProtection = flag(parameters, 'EnableTerminationProtection');
    stack.policy = policy;
    stack.timeoutInMinutes = timeout;
    beginCreate(context, stack, deployment, options(parameters, onFailure(parameters)));
    obsoleteChangeSets(stack);
    const answer = { StackId: stack.stackId };
    rememberToken(stack, 'CreateStack', parameters, answer);
    return answer;
  });
}

export async function updateStack(call: Call): Promise<XmlValue> {
  const { context, engine, parameters, place } = call;
  const name = required(parameters, 'StackName');
  const stack = requireStack(context.world, place, name, `[${name}] does not exist`);
  const policy = await policyOf(call, 'StackPolicy');
  const policyDuringUpdate = await policyOf(call, 'StackPolicyDuringUpdate');
  const deployment = await requestedDeployment(call, stack);
  return engine.change(stack, () => {
    const repeated = answeredBefore(stack, 'UpdateStack', parameters);
    if (repeated) return repeated;
    checkAllowed('update', stack);
    check(context, stack, deployment, 'UPDATE');
    stack.policy = policy ?? stack.policy;
    const onFailure = flag(parameters, 'DisableRollback') ? 'keep' : 'rollback';
    beginUpdate(context, stack, deployment, { ...options(parameters, onFailure), policy: policyDuringUpdate });
    stack.changeSetId = undefined;
    obsoleteChangeSets(stack);
    const answer = { StackId: stack.stackId };
    rememberToken(stack, 'UpdateStack', parameters, answer);
    return answer;
  });
}

/** A stack under review has nothing yet and may be created without its change sets. */
function checkCreatable(existing: Stack | undefined, name: string): void {
  if (!existing || existing.status === 'REVIEW_IN_PROGRESS') return;
  throw new AwsFault('AlreadyExistsException', `Stack [${name}] already exists`);
}

/** The stack moves on without its change sets. */
function obsoleteChangeSets({ changeSets }: Stack): void {
  for (const changeSet of changeSets) {
    if (changeSet.executionStatus === 'AVAILABLE') changeSet.executionStatus = 'OBSOLETE';
  }
}

/** An operation without a change set is refused for the reasons for which its change set would have failed. */
function check(context: Context, stack: Stack, deployment: Deployment, type: ChangeSet['type']): void {
  const asked = { name: 'direct', type, description: undefined, onStackFailure: undefined, deployment, imports: {} };
  const { status, statusReason } = makeChangeSet(context, stack, asked);
  if (status !== 'FAILED') return;
  const nothing = /didn't contain changes|No updates/.test(statusReason ?? '');
  throw validationError(nothing ? 'No updates are to be performed.' : (statusReason ?? ''));
}

function options(parameters: QueryParameters, onFailure: Operation['onFailure']) {
  return { token: tokenOf(parameters), onFailure, retainExceptOnCreate: flag(parameters, 'RetainExceptOnCreate') };
}

function onFailure(parameters: QueryParameters): Operation['onFailure'] {
  const choice = oneOf(parameters, 'OnFailure', ['DO_NOTHING', 'ROLLBACK', 'DELETE']);
  if (choice !== undefined && parameters.has('DisableRollback')) {
    throw validationError('You can specify either DisableRollback or OnFailure, but not both.');
  }
  if (choice === 'DO_NOTHING' || flag(parameters, 'DisableRollback')) return 'keep';
  return choice === 'DELETE' ? 'delete' : 'rollback';
}
