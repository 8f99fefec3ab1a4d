import type { LiveResource, Place, Resources } from '../resources/store.js';
import { ControlError } from './control-error.js';

/** What tampering works on: resources as they are, behind CloudFormation's back. */
export interface LiveResources {
  list(place: Place): readonly LiveResource[];
  /** Throws ControlError if there is none, or if several types have one of that id and none is told. */
  get(place: Place, physicalId: string, type?: string): LiveResource;
  /** Changes properties by a JSON merge patch: `null` takes a property away. */
  change(resource: LiveResource, patch: object): Promise<LiveResource>;
  remove(resource: LiveResource): Promise<void>;
}

/** Of simulated resources. Those that exist in a service of the sandbox are changed through that service. */
export function liveResources(resources: Resources): LiveResources {
  return {
    list: place => resources.inPlace(place),
    get(place, physicalId, type) {
      const found = resources
        .inPlace(place)
        .filter(resource => resource.physicalId === physicalId && (type ?? resource.type) === resource.type);
      const [resource, other] = found;
      if (!resource) throw missing(place, physicalId);
      if (other) throw ambiguous(physicalId, [resource.type, other.type]);
      return resource;
    },
    async change(resource, patch) {
      const changed = { ...resource, properties: merged(resource.properties, patch) as LiveResource['properties'] };
      resources.put(changed);
      await resources.keep(resource);
      return changed;
    },
    async remove(resource) {
      resources.remove(resource);
      await resources.keep(resource);
    },
  };
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
    message: `there is no simulated resource ${physicalId} in ${accountId} ${region}`,
    next: 'name account and region of the resource; change buckets and keys through S3 and KMS themselves',
  });
}

function ambiguous(physicalId: string, types: readonly string[]): ControlError {
  return new ControlError(409, 'several-resources', {
    message: `${types.join(' and ')} both have the id ${physicalId}`,
    next: 'tell the type',
  });
}
