import type { ResourceSpecification } from '../../cfn/specification.js';
import type { ResourceHandler, ResourcePlace } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import { attributesOf } from './attributes.js';
import { checkConstraints, checkUnused } from './constraints.js';
import type { PhysicalIdSeed } from './physical-ids.js';
import { physicalId } from './physical-ids.js';
import { resourcesOf } from './store.js';

/** Resources of every type that no service of the sandbox has, simulated from the specification and a few tables. */
export function simulatedResources(specification: ResourceSpecification): ResourceHandler {
  const typeOf = (name: string) => {
    const type = specification.resourceType(name);
    if (!type) throw new ResourceFailure(`Unrecognized resource type ${name}`);
    return type;
  };
  return {
    async create(properties, place) {
      const resources = resourcesOf(place.world);
      const seed = seedOf(properties, place);
      const id = physicalId(seed);
      checkConstraints({ ...place, properties, physicalId: id }, resources);
      const attributes = attributesOf({ ...seed, physicalId: id }, typeOf(place.type), resources);
      return keep(properties, { physicalId: id, attributes }, place);
    },
    async update(id, properties, place) {
      const resources = resourcesOf(place.world);
      const before = resources.find(place, place.type, id);
      if (!before) throw new ResourceFailure(`Resource of type '${place.type}' with identifier '${id}' was not found.`);
      checkConstraints({ ...place, properties, physicalId: id }, resources);
      const seed = { ...seedOf(properties, place), physicalId: id };
      const attributes = attributesOf(seed, typeOf(place.type), resources, before.attributes);
      return keep(properties, { physicalId: id, attributes }, { ...place, ...before });
    },
    async delete(id, place) {
      const resources = resourcesOf(place.world);
      const resource = resources.find(place, place.type, id);
      if (!resource) return;
      checkUnused(resource, resources);
      resources.remove(resource);
      await resources.keep(resource);
    },
  };
}

async function keep(
  properties: PhysicalIdSeed['properties'],
  made: Awaited<ReturnType<ResourceHandler['create']>>,
  place: ResourcePlace & { readonly maker?: string },
) {
  const { world, accountId, region, type, logicalId, token, maker = place.stackId } = place;
  const resources = resourcesOf(world);
  resources.put({ ...made, type, accountId, region, maker, logicalId, token, properties });
  await resources.keep({ accountId, region, maker });
  return made;
}

function seedOf(
  properties: PhysicalIdSeed['properties'],
  { accountId, region, stackId, stackName, logicalId, type, token }: ResourcePlace,
): PhysicalIdSeed {
  return { accountId, region, stackId, stackName, logicalId, type, token, properties };
}
