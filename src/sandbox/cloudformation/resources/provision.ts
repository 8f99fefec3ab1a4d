import type { ResourceHandler } from '../../resource.js';
import { ResourceFailure } from '../../resource.js';
import type { Context } from '../context.js';
import type { Stack, StackResource } from '../state.js';
import { attributesOf } from './attributes.js';
import { checkConstraints, checkUnused } from './constraints.js';
import { physicalId } from './physical-ids.js';
import { surroundings } from './surroundings.js';

export type Made = Pick<StackResource, 'attributes'> & { readonly physicalId: string };

/** Makes the resource behind a logical id; throws ResourceFailure if AWS could not. */
export async function createResource(context: Context, stack: Stack, resource: StackResource): Promise<Made> {
  const handler = handlerOf(context, resource.type);
  if (handler) return handler.create(resource.properties, placeOf(context, stack, resource));
  const around = surroundings(context.world, stack);
  const { type, logicalId, properties, generation } = resource;
  checkConstraints({ ...resource, stackId: stack.stackId, physicalId: undefined }, around);
  const seed = { ...identity(stack), type, logicalId, properties, generation };
  const id = physicalId(seed);
  return { physicalId: id, attributes: attributesOf({ ...seed, physicalId: id }, typeOf(context, type), around) };
}

/** What an interrupted creation has made, if it can be found by the name that the template gives it. */
export async function adoptResource(
  context: Context,
  stack: Stack,
  resource: StackResource,
): Promise<Made | undefined> {
  const { type, logicalId, properties, generation } = resource;
  const id = physicalId({ ...identity(stack), type, logicalId, properties, generation });
  try {
    return await handlerOf(context, type)?.update(id, properties, placeOf(context, stack, resource));
  } catch (error) {
    if (error instanceof ResourceFailure) return undefined;
    throw error;
  }
}

/** Changes it in place to `properties`. */
export async function updateResource(
  context: Context,
  stack: Stack,
  resource: StackResource & { readonly physicalId: string },
  properties: StackResource['properties'],
): Promise<Made> {
  const handler = handlerOf(context, resource.type);
  if (handler) return handler.update(resource.physicalId, properties, placeOf(context, stack, resource));
  const around = surroundings(context.world, stack);
  const { type, logicalId, generation, physicalId, attributes } = resource;
  checkConstraints({ ...resource, properties, stackId: stack.stackId }, around);
  const seed = { ...identity(stack), type, logicalId, properties, generation, physicalId };
  return { physicalId, attributes: attributesOf(seed, typeOf(context, type), around, attributes) };
}

export async function deleteResource(
  context: Context,
  stack: Stack,
  resource: StackResource & { readonly physicalId: string },
): Promise<void> {
  const handler = handlerOf(context, resource.type);
  if (handler) await handler.delete(resource.physicalId, placeOf(context, stack, resource));
  else checkUnused(resource, surroundings(context.world, stack));
}

function handlerOf({ handlers }: Context, type: string): ResourceHandler | undefined {
  return Object.hasOwn(handlers, type) ? handlers[type] : undefined;
}

function placeOf({ world }: Context, { accountId, region, stackName }: Stack, { logicalId }: StackResource) {
  return { world, accountId, region, stackName, logicalId };
}

function identity({ stackId, stackName, accountId, region }: Stack) {
  return { stackId, stackName, accountId, region };
}

function typeOf({ specification }: Context, name: string) {
  const type = specification.resourceType(name);
  if (!type) throw new ResourceFailure(`Unrecognized resource type ${name}`);
  return type;
}
