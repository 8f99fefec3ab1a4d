import type { PartitionKey, World } from '../world.js';
import { partitionId } from '../world.js';
import type { LiveResource, Place } from './live-resource.js';
import { idPrefixes } from './physical-ids.js';
import { PlaceIndex } from './place-index.js';

/** The simulated resources of all accounts, found by what AWS finds them by. */
export interface Resources {
  find(place: Place, type: string, physicalId: string): LiveResource | undefined;
  /** By an id of EC2's kind, such as `vpc-0…`, whose prefix tells the type. */
  byId(place: Place, id: string): LiveResource | undefined;
  ofType(place: Place, type: string): readonly LiveResource[];
  /** All of an account in a region, with those of IAM. */
  inPlace(place: Place): readonly LiveResource[];
  /** Those with a name of the template's choosing. */
  named(place: Place, type: string, name: string): readonly LiveResource[];
  /** Those with an id of EC2's kind anywhere in their properties. */
  referringTo(place: Place, id: string): readonly LiveResource[];
  /** Adds the resource, or takes the place of what had its type and id. Resources of IAM have the region `global`. */
  put(resource: LiveResource): void;
  remove(resource: LiveResource): void;
  /** Resolves once every change in the account and region is kept. */
  keep(place: Place): Promise<void>;
}

const known = new WeakMap<World, Resources>();

export function resourcesOf(world: World): Resources {
  const resources = known.get(world) ?? openResources(world);
  known.set(world, resources);
  return resources;
}

/** What one maker has made. */
interface Made {
  readonly resources: LiveResource[];
}

const service = 'resources';

function openResources(world: World): Resources {
  const places = new Map<string, PlaceIndex>();
  const indexOf = (place: Place) => {
    const key = `${place.accountId} ${place.region}`;
    const index = places.get(key) ?? new PlaceIndex();
    places.set(key, index);
    return index;
  };
  const changed = new Map<string, PartitionKey>();
  const madeBy = (resource: LiveResource) => {
    const key = partitionOf(resource);
    changed.set(partitionId(key), key);
    return world.partition<Made>(key, nothing).resources;
  };
  const find: Resources['find'] = (place, type, id) => indexOf(home(type, place)).find(type, id);
  for (const key of world.partitions(service)) {
    for (const resource of world.partition<Made>(key, nothing).resources) indexOf(resource).add(resource);
  }
  return {
    find,
    byId(place, id) {
      const type = typeOfId(id);
      return type === undefined ? undefined : find(place, type, id);
    },
    ofType: (place, type) => indexOf(home(type, place)).ofType(type),
    inPlace: place => [place, { ...place, region: 'global' }].flatMap(where => indexOf(where).all()),
    named: (place, type, name) => indexOf(home(type, place)).named(type, name),
    referringTo: (place, id) => indexOf(place).referringTo(id),
    put(resource) {
      const before = find(resource, resource.type, resource.physicalId);
      const made = madeBy(resource);
      if (before) indexOf(resource).delete(before);
      if (before) made.splice(made.indexOf(before), 1, resource);
      else made.push(resource);
      indexOf(resource).add(resource);
    },
    remove(resource) {
      const found = find(resource, resource.type, resource.physicalId);
      if (!found) return;
      indexOf(found).delete(found);
      const made = madeBy(found);
      made.splice(made.indexOf(found), 1);
    },
    async keep({ accountId, region }) {
      const keys = [...changed.values()].filter(
        key => key.accountId === accountId && (key.region === region || key.region === 'global'),
      );
      for (const key of keys) changed.delete(partitionId(key));
      await Promise.all(keys.map(key => world.changed(key)));
    },
  };
}

function nothing(): Made {
  return { resources: [] };
}

/** Resources of IAM belong to no region. */
export function home(type: string, { accountId, region }: Place): Place {
  return { accountId, region: type.startsWith('AWS::IAM::') ? 'global' : region };
}

function partitionOf({ accountId, region, maker }: Pick<LiveResource, 'accountId' | 'region' | 'maker'>): PartitionKey {
  return { service, accountId, region, name: maker.slice(maker.indexOf(':stack/') + 1).replaceAll('/', '_') };
}

function typeOfId(id: string): string | undefined {
  const prefix = id.slice(0, id.lastIndexOf('-'));
  return Object.keys(idPrefixes).find(type => idPrefixes[type] === prefix);
}
