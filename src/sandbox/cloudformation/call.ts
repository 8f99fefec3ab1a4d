import { digestOf } from '../../model/digest.js';
import { own } from '../../model/own.js';
import { AwsFault } from '../fault.js';
import type { Listing } from '../query-page.js';
import { queryPage } from '../query-page.js';
import { required } from '../query-parameters.js';
import type { QueryParameters } from '../query-protocol.js';
import type { Place } from '../resources/live-resource.js';
import type { SandboxRequest } from '../service.js';
import { validationError } from '../templates/template-error.js';
import type { XmlValue } from '../xml.js';
import type { Context } from './context.js';
import type { Engine } from './operations/engine.js';
import { findStack, stacksIn } from './stacks.js';
import type { Stack, StackResource, UsedToken } from './state.js';

/** A request for an action. */
export interface Call {
  readonly context: Context;
  readonly engine: Engine;
  readonly parameters: QueryParameters;
  readonly request: SandboxRequest;
  readonly place: Place;
}

/** By the names that AWS gives them. */
export type Actions = Readonly<Record<string, (call: Call) => Promise<XmlValue> | XmlValue>>;

/** The stack that a request names; throws ValidationError if there is none, which every action words its own way. */
export function namedStack({ context, parameters, place }: Call, wording = (name: string) => `[${name}]`): Stack {
  const name = required(parameters, 'StackName');
  const stack = findStack(context.world, place, name);
  if (stack) return stack;
  throw validationError(`Stack ${wording(name)} does not exist`);
}

/** The stack that holds what a request names; throws ValidationError, in the words given, if there is none. */
export function stackWith({ context, place }: Call, holds: (stack: Stack) => boolean, refusal: string): Stack {
  const stack = stacksIn(context.world, place).find(holds);
  if (stack) return stack;
  throw validationError(refusal);
}

/** The resource of a logical id; throws ValidationError if there is none, or none that exists. */
export function namedResource(
  { resources, stackName }: Stack,
  logicalId: string,
  exists: (resource: StackResource) => boolean = () => true,
): StackResource {
  const resource = own(resources, logicalId);
  if (resource && exists(resource)) return resource;
  throw validationError(`Resource ${logicalId} does not exist for stack ${stackName}`);
}

export function withId(name: string): string {
  return `with id ${name}`;
}

/** A page of what an answer lists. */
export function page<Item>(
  { context, parameters }: Call,
  element: string,
  listing: Omit<Listing<Item>, 'size'> & { readonly size?: number },
) {
  return queryPage(parameters, element, { size: context.pageSize, ...listing });
}

/**
 * Changes a stack once: the same request with the same token is answered as it was before. Throws
 * TokenAlreadyExistsException if the token was used for something else.
 */
export function changeOnce(
  { engine, parameters }: Call,
  stack: Stack,
  change: () => UsedToken['answer'] | Promise<UsedToken['answer']>,
): Promise<UsedToken['answer']> {
  const token = tokenOf(parameters);
  if (token === undefined) return engine.change(stack, change);
  // Of everything that is asked, the action too.
  const digest = digestOf(Object.fromEntries(parameters));
  return engine.change(stack, async () => {
    const used = own(stack.tokens, token);
    if (used?.digest === digest) return used.answer;
    if (used) throw new AwsFault('TokenAlreadyExistsException', `A client request token already exists: ${token}`);
    const answer = await change();
    stack.tokens[token] = { digest, answer };
    return answer;
  });
}

/** Throws ValidationError unless the token has the form that all of them have. */
export function tokenOf(parameters: QueryParameters): string | undefined {
  const name = parameters.has('ClientToken') ? 'ClientToken' : 'ClientRequestToken';
  return parameters.has(name) ? required(parameters, name, /^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/) : undefined;
}
