import type { ResourceSpecification } from '../../cfn/specification.js';
import { flat } from '../ids.js';
import type { Attributes, CreatedResource, Properties, ResourceHandler, ResourcePlace } from '../resource.js';
import { ResourceFailure } from '../resource.js';
import { attributesOf } from './attributes.js';
import { checkConstraints, checkUnused } from './constraints.js';
import { forgetVersions, rememberVersion } from './launch-template-versions.js';
import type { LiveResource } from './live-resource.js';
import { physicalId } from './physical-ids.js';
import { home, resourcesOf } from './store.js';
import { checkModification } from './volume-constraints.js';

/**
 * Resources of every type that no service of the sandbox has, simulated from the specification and a few tables.
 * They are kept with the stack that makes them: their ids follow from it, so that what was not kept is made again.
 */
export function simulatedResources(specification: ResourceSpecification): ResourceHandler {
  const bring = (properties: Properties, id: string, place: ResourcePlace, before?: LiveResource): CreatedResource => {
    const resources = resourcesOf(place.world);
    const type = specification.resourceType(place.type);
    if (!type) throw new ResourceFailure(`Unrecognized resource type ${place.type}`);
    const resource = liveResource(properties, id, place, before);
    checkConstraints(resource, resources);
    if (before) checkModification(before, resource, place.seconds);
    const seed = { ...place, properties, physicalId: id };
    resource.attributes = attributesOf(seed, type, resources, before?.attributes);
    resources.put(resource);
    rememberVersion(resources, resource);
    return { physicalId: id, attributes: resource.attributes };
  };
  return {
    async create(properties, place) {
      return bring(properties, flat(physicalId({ ...place, properties })), place);
    },
    async update(id, properties, place) {
      const before = resourcesOf(place.world).find(place, place.type, id);
      if (before) return bring(properties, id, place, before);
      throw new ResourceFailure(`Resource of type '${place.type}' with identifier '${id}' was not found.`);
    },
    async read(id, place) {
      const found = resourcesOf(place.world).find(place, place.type, id);
      return found && { physicalId: id, properties: found.properties, attributes: found.attributes };
    },
    async delete(id, place) {
      const resources = resourcesOf(place.world);
      const resource = resources.find(place, place.type, id);
      if (!resource) return;
      checkUnused(resource, resources);
      forgetVersions(resources, resource);
      resources.remove(resource);
    },
  };
}

/** There may be many: written out member by member they share one shape and need no second object for their members. */
function liveResource(
  properties: Properties,
  physicalId: string,
  place: ResourcePlace,
  before?: LiveResource,
): LiveResource & { attributes: Attributes } {
  const { accountId, region } = home(place.type, place);
  return {
    type: place.type,
    physicalId,
    accountId,
    region,
    maker: before?.maker ?? place.stackId,
    logicalId: before?.logicalId ?? place.logicalId,
    generation: before?.generation ?? place.generation,
    properties,
    attributes: before?.attributes ?? {},
  };
}
