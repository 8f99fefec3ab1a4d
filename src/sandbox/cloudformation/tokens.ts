import { digestOf } from '../../model/digest.js';
import { own } from '../../model/own.js';
import { AwsFault } from '../fault.js';
import { required } from '../query-parameters.js';
import type { QueryParameters } from '../query-protocol.js';
import type { Call } from './call.js';
import type { Stack, UsedToken } from './state.js';

/**
 * Changes a stack once: the same request with the same token is answered as it was before. Throws
 * TokenAlreadyExistsException if the token was used for something else.
 */
export function changeOnce(
  { engine, parameters }: Pick<Call, 'engine' | 'parameters'>,
  stack: Stack,
  change: () => UsedToken['answer'] | Promise<UsedToken['answer']>,
): Promise<UsedToken['answer']> {
  return engine.change(stack, async () => {
    const repeated = answeredBefore(stack, parameters);
    if (repeated) return repeated;
    const answer = await change();
    const token = tokenOf(parameters);
    if (token !== undefined) stack.tokens[token] = { digest: contentDigest(parameters), answer };
    return answer;
  });
}

/** What the same request with the same token was answered before; undefined if the token is new. */
export function answeredBefore({ tokens }: Stack, parameters: QueryParameters): UsedToken['answer'] | undefined {
  const token = tokenOf(parameters);
  const used = token === undefined ? undefined : own(tokens, token);
  if (!used || used.digest === contentDigest(parameters)) return used?.answer;
  throw new AwsFault('TokenAlreadyExistsException', `A client request token already exists: ${token}`);
}

/** Throws ValidationError unless the token has the form that all of them have. */
export function tokenOf(parameters: QueryParameters): string | undefined {
  const name = parameters.has('ClientToken') ? 'ClientToken' : 'ClientRequestToken';
  return parameters.has(name) ? required(parameters, name, /^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/) : undefined;
}

/** Of everything that is asked, the action too. */
function contentDigest(parameters: QueryParameters): string {
  return digestOf(Object.fromEntries(parameters));
}
