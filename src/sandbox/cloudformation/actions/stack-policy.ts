import type { QueryParameters } from '../../query-protocol.js';
import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkPolicySettable } from '../allowed.js';
import type { Call } from '../call.js';
import { required } from '../query-lists.js';
import { checkedPolicy } from '../stack-policy.js';
import { requireStack } from '../stacks.js';
import { referredText } from '../template-body.js';

export function getStackPolicy({ context, parameters, place }: Call): XmlValue {
  const name = required(parameters, 'StackName');
  return { StackPolicyBody: requireStack(context.world, place, name, `[${name}] does not exist`).policy };
}

/** A policy can be replaced, never taken away. */
export async function setStackPolicy(call: Call): Promise<XmlValue> {
  const { context, engine, parameters, place } = call;
  const name = required(parameters, 'StackName');
  const stack = requireStack(context.world, place, name, `[${name}] does not exist`);
  const policy = await policyOf(call, 'StackPolicy');
  if (policy === undefined) throw validationError('You must specify either the StackPolicyBody or the StackPolicyURL.');
  return engine.change(stack, () => {
    checkPolicySettable(stack);
    stack.policy = policy;
    return {};
  });
}

/** The policy that a request carries or points to, checked; undefined if it has none. */
export async function policyOf(
  call: Call,
  prefix: 'StackPolicy' | 'StackPolicyDuringUpdate',
): Promise<string | undefined> {
  const { parameters, context, request } = call;
  const body = given(parameters, `${prefix}Body`);
  const url = given(parameters, `${prefix}URL`);
  if (body !== undefined && url !== undefined) {
    throw validationError(`You can specify either the ${prefix}Body or the ${prefix}URL parameter, but not both.`);
  }
  const text = url === undefined ? body : await referredText(url, context.templates, request);
  return text === undefined ? undefined : checkedPolicy(text);
}

function given(parameters: QueryParameters, name: string): string | undefined {
  const value = parameters.get(name);
  return value === '' ? undefined : value;
}
