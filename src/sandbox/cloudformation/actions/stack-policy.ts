import { validationError } from '../../templates/template-error.js';
import type { XmlValue } from '../../xml.js';
import { checkPolicySettable } from '../allowed.js';
import type { Call } from '../call.js';
import { namedStack } from '../call.js';
import { checkedPolicy } from '../stack-policy.js';
import { referredText } from '../template-body.js';

export function getStackPolicy(call: Call): XmlValue {
  return { StackPolicyBody: namedStack(call).policy };
}

/** A policy can be replaced, never taken away. */
export async function setStackPolicy(call: Call): Promise<XmlValue> {
  const stack = namedStack(call);
  const policy = await policyOf(call, 'StackPolicy');
  if (policy === undefined) throw validationError('You must specify either the StackPolicyBody or the StackPolicyURL.');
  return call.engine.change(stack, () => {
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
  const body = parameters.get(`${prefix}Body`) || undefined;
  const url = parameters.get(`${prefix}URL`) || undefined;
  if (body !== undefined && url !== undefined) {
    throw validationError(`You can specify either the ${prefix}Body or the ${prefix}URL parameter, but not both.`);
  }
  const text = url === undefined ? body : await referredText(url, context.templates, request);
  return text === undefined ? undefined : checkedPolicy(text);
}
