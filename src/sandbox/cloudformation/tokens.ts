import { digestOf } from '../../model/digest.js';
import { AwsFault } from '../fault.js';
import type { QueryParameters } from '../query-protocol.js';
import { required } from './query-lists.js';
import type { Stack } from './state.js';

/**
 * What the same request with the same token was answered before; undefined if the token is new. Throws
 * TokenAlreadyExistsException if it was used for something else.
 */
export function answeredBefore(
  stack: Stack,
  action: string,
  parameters: QueryParameters,
): Readonly<Record<string, string>> | undefined {
  const token = tokenOf(parameters);
  const used = token !== undefined && Object.hasOwn(stack.tokens, token) ? stack.tokens[token] : undefined;
  if (!used) return undefined;
  if (used.action === action && used.digest === contentDigest(parameters)) return used.answer;
  throw new AwsFault('TokenAlreadyExistsException', `A client request token already exists: ${token}`);
}

export function rememberToken(
  stack: Stack,
  action: string,
  parameters: QueryParameters,
  answer: Readonly<Record<string, string>>,
): void {
  const token = tokenOf(parameters);
  if (token !== undefined) stack.tokens[token] = { action, digest: contentDigest(parameters), answer };
}

/** Throws ValidationError unless the token has the form that all of them have. */
export function tokenOf(parameters: QueryParameters): string | undefined {
  const name = parameters.has('ClientToken') ? 'ClientToken' : 'ClientRequestToken';
  return parameters.has(name) ? required(parameters, name, /^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/) : undefined;
}

function contentDigest(parameters: QueryParameters): string {
  return digestOf(Object.fromEntries(parameters));
}
