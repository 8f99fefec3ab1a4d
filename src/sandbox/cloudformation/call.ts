import type { Listing } from '../query-page.js';
import { queryPage } from '../query-page.js';
import { required } from '../query-parameters.js';
import type { QueryParameters } from '../query-protocol.js';
import type { Place } from '../resources/live-resource.js';
import type { SandboxRequest } from '../service.js';
import type { XmlValue } from '../xml.js';
import type { Context } from './context.js';
import type { Engine } from './operations/engine.js';
import { requireStack } from './stacks.js';
import type { Stack } from './state.js';

/** A request for an action. */
export interface Call {
  readonly context: Context;
  readonly engine: Engine;
  readonly parameters: QueryParameters;
  readonly request: SandboxRequest;
  readonly place: Place;
}

export type Action = (call: Call) => Promise<XmlValue> | XmlValue;

/** The stack that a request names; throws ValidationError if there is none, which every action words its own way. */
export function namedStack(
  { context, parameters, place }: Call,
  wording = (name: string) => `[${name}] does not exist`,
): Stack {
  const name = required(parameters, 'StackName');
  return requireStack(context.world, place, name, wording(name));
}

export function withId(name: string): string {
  return `with id ${name} does not exist`;
}

/** A page of what an answer lists. */
export function page<Item>(
  { context, parameters }: Call,
  element: string,
  listing: Omit<Listing<Item>, 'size'> & { readonly size?: number },
) {
  return queryPage(parameters, element, { size: context.pageSize, ...listing });
}
