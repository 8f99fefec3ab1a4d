import { forgetGroup, groupState, groupType, keepGroup } from '../autoscaling/state.js';
import { resourcePlace } from '../cloudformation/resource-place.js';
import { findStack, stacksIn } from '../cloudformation/stacks.js';
import type { Properties } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import { resourceHandlers } from '../resource-handlers.js';
import { checkUnused } from '../resources/constraints.js';
import type { LiveResource, Place } from '../resources/live-resource.js';
import { resourcesOf } from '../resources/store.js';
import type { World } from '../world.js';
import { ControlError } from './control-error.js';

/** What tampering works on: resources as they are, behind CloudFormation's back. */
export interface LiveResources {
  list(place: Place): Promise<readonly LiveResource[]>;
  /** Throws ControlError if there is none, or if several types have one of that id and none is told. */
  get(place: Place, physicalId: string, type?: string): Promise<LiveResource>;
  /** Changes properties by a JSON merge patch: `null` takes a property away. Throws ControlError if the service refuses. */
  change(resource: LiveResource, patch: object): Promise<LiveResource>;
  /** Throws ControlError if the service refuses. */
  remove(resource: LiveResource): Promise<void>;
}

/** Of simulated resources, and of those that stacks have in S3 and KMS. */
export function liveResources(world: World): LiveResources {
  const resources = resourcesOf(world);
  const list = async (place: Place) => [...resources.inPlace(place), ...(await servedResources(world, place))];
  return {
    list,
    async get(place, physicalId, type) {
      const found = (await list(place)).filter(
        resource => resource.physicalId === physicalId && (type ?? resource.type) === resource.type,
      );
      const [resource, other] = found;
      if (!resource) throw missing(place, physicalId);
      if (other) throw ambiguous(physicalId, [resource.type, other.type]);
      return resource;
    },
    async change(resource, patch) {
      const properties = merged(resource.properties, patch) as Properties;
      const served = serviceOf(world, resource);
      if (served) {
        await obeyed(() => served.handler.update(resource.physicalId, properties, served.owner));
        return (await read(world, resource)) ?? resource;
      }
      const changed = { ...resource, properties };
      resources.put(changed);
      if (resource.type === groupType && 'DesiredCapacity' in patch) {
        groupState(world, changed).desired = Number(properties.DesiredCapacity ?? properties.MinSize ?? 0);
        await keepGroup(world, changed);
      }
      await resources.keep(resource);
      return changed;
    },
    async remove(resource) {
      const served = serviceOf(world, resource);
      if (served) return obeyed(() => served.handler.delete(resource.physicalId, served.owner));
      await obeyed(async () => checkUnused(resource, resources));
      resources.remove(resource);
      await resources.keep(resource);
      if (resource.type === groupType) await forgetGroup(world, resource);
    },
  };
}

async function servedResources(world: World, place: Place): Promise<readonly LiveResource[]> {
  const { accountId, region } = place;
  const known = stacksIn(world, place).flatMap(({ stackId: maker, resources }) =>
    Object.values(resources).flatMap(({ logicalId, type, physicalId, status, generation, attributes, properties }) =>
      physicalId === undefined || status.startsWith('DELETE_')
        ? []
        : [{ type, physicalId, accountId, region, maker, logicalId, generation, properties, attributes }],
    ),
  );
  const found = await Promise.all(known.map(resource => read(world, resource)));
  return found.filter(resource => resource !== undefined);
}

/** The resource as its service has it; undefined if that has none, or if it is a simulated one. */
async function read(world: World, resource: LiveResource): Promise<LiveResource | undefined> {
  const served = serviceOf(world, resource);
  const found = await served?.handler.read(resource.physicalId, served.owner);
  return found && { ...resource, properties: found.properties, attributes: found.attributes };
}

function serviceOf(world: World, resource: LiveResource) {
  const handler = Object.hasOwn(resourceHandlers, resource.type) ? resourceHandlers[resource.type] : undefined;
  const stack = handler && findStack(world, resource, resource.maker);
  return handler && stack && { handler, owner: resourcePlace({ world }, stack, resource) };
}

async function obeyed(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ResourceFailure)) throw error;
    const { message } = error;
    throw new ControlError(409, 'refused', { message, next: 'do what the service wants first' });
  }
}

/** RFC 7386. */
function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function missing({ accountId, region }: Place, physicalId: string): ControlError {
  return new ControlError(404, 'no-such-resource', {
    message: `there is no resource ${physicalId} of a stack in ${accountId} ${region}`,
    next: 'name account and region of the resource; change other buckets and keys through S3 and KMS themselves',
  });
}

function ambiguous(physicalId: string, types: readonly string[]): ControlError {
  return new ControlError(409, 'several-resources', {
    message: `${types.join(' and ')} both have the id ${physicalId}`,
    next: 'tell the type',
  });
}
