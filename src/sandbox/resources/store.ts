import type { Attributes, Properties } from '../resource.js';
import type { PartitionKey, World } from '../world.js';
import { partitionId } from '../world.js';
import { givenName, idPrefixes } from './physical-ids.js';

/** A resource as it is now, whatever a stack believes of it. */
export interface LiveResource {
  readonly type: string;
  readonly physicalId: string;
  readonly accountId: string;
  readonly region: string;
  /** What made it: the ARN of a stack, or the id of a resource that makes others. Resources of one maker are kept together. */
  readonly maker: string;
  readonly logicalId: string;
  /** Of this very resource, whatever its id. */
  readonly token: string;
  readonly properties: Properties;
  readonly attributes: Attributes;
}

/** An account in a region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** The simulated resources of all accounts, found by what AWS finds them by. */
export interface Resources {
  find(place: Place, type: string, physicalId: string): LiveResource | undefined;
  /** By an id of EC2's kind, such as `vpc-0…`, whose prefix tells the type. */
  byId(place: Place, id: string): LiveResource | undefined;
  ofType(place: Place, type: string): readonly LiveResource[];
  /** Those with a name of the template's choosing. */
  named(place: Place, type: string, name: string): readonly LiveResource[];
  /** Those with an id of EC2's kind anywhere in their properties. */
  referringTo(place: Place, id: string): readonly LiveResource[];
  /** Adds the resource, or takes the place of what had its type and id. */
  put(resource: LiveResource): void;
  remove(resource: LiveResource): void;
  /** Resolves once every change to a maker's resources is kept. */
  keep(maker: Pick<LiveResource, 'accountId' | 'region' | 'maker'>): Promise<void>;
}

const known = new WeakMap<World, Resources>();

export function resourcesOf(world: World): Resources {
  const resources = known.get(world) ?? openResources(world);
  known.set(world, resources);
  return resources;
}

/** What one maker has made, by type and id. */
interface Made {
  readonly resources: Record<string, LiveResource>;
}

const service = 'resources';

function openResources(world: World): Resources {
  const indexes = { id: new Index(), type: new Index(), name: new Index(), reference: new Index() };
  const index = (resource: LiveResource, change: 'add' | 'delete') => {
    const { type, physicalId } = resource;
    indexes.id[change](keyOf(resource, type, physicalId), resource);
    indexes.type[change](keyOf(resource, type), resource);
    const name = givenName(resource);
    if (name !== undefined) indexes.name[change](keyOf(resource, type, name), resource);
    for (const id of referredIds(resource.properties)) indexes.reference[change](keyOf(resource, id), resource);
  };
  for (const key of world.partitions(service)) {
    for (const resource of Object.values(world.partition<Made>(key, nothing).resources)) index(resource, 'add');
  }
  const changed = new Map<string, PartitionKey>();
  const madeBy = (resource: LiveResource) => {
    const key = partitionOf(resource);
    changed.set(partitionId(key), key);
    return world.partition<Made>(key, nothing).resources;
  };
  const find: Resources['find'] = (place, type, id) => indexes.id.get(keyOf(home(type, place), type, id))[0];
  return {
    find,
    byId(place, id) {
      const type = typeOfId(id);
      return type === undefined ? undefined : find(place, type, id);
    },
    ofType: (place, type) => indexes.type.get(keyOf(home(type, place), type)),
    named: (place, type, name) => indexes.name.get(keyOf(home(type, place), type, name)),
    referringTo: (place, id) => indexes.reference.get(keyOf(place, id)),
    put(given) {
      const resource = { ...given, ...home(given.type, given) };
      const before = find(resource, resource.type, resource.physicalId);
      if (before) index(before, 'delete');
      index(resource, 'add');
      madeBy(resource)[`${resource.type} ${resource.physicalId}`] = resource;
    },
    remove(resource) {
      const found = find(resource, resource.type, resource.physicalId);
      if (!found) return;
      index(found, 'delete');
      delete madeBy(found)[`${found.type} ${found.physicalId}`];
    },
    async keep({ accountId, region, maker }) {
      const keys = [region, 'global'].map(where => partitionOf({ accountId, region: where, maker }));
      await Promise.all(keys.filter(key => changed.delete(partitionId(key))).map(key => world.changed(key)));
    },
  };
}

/** Sets of resources by key. */
class Index {
  readonly #sets = new Map<string, Set<LiveResource>>();

  get(key: string): readonly LiveResource[] {
    return [...(this.#sets.get(key) ?? [])];
  }

  add(key: string, resource: LiveResource): void {
    const set = this.#sets.get(key);
    if (set) set.add(resource);
    else this.#sets.set(key, new Set([resource]));
  }

  delete(key: string, resource: LiveResource): void {
    const set = this.#sets.get(key);
    set?.delete(resource);
    if (set?.size === 0) this.#sets.delete(key);
  }
}

function nothing(): Made {
  return { resources: {} };
}

function keyOf({ accountId, region }: Place, ...parts: readonly string[]): string {
  return [accountId, region, ...parts].join(' ');
}

/** Resources of IAM belong to no region. */
function home(type: string, { accountId, region }: Place): Place {
  return { accountId, region: type.startsWith('AWS::IAM::') ? 'global' : region };
}

function partitionOf({ accountId, region, maker }: Pick<LiveResource, 'accountId' | 'region' | 'maker'>): PartitionKey {
  return { service, accountId, region, name: maker.slice(maker.indexOf(':stack/') + 1).replaceAll('/', '_') };
}

function typeOfId(id: string): string | undefined {
  const prefix = id.slice(0, id.lastIndexOf('-'));
  return Object.keys(idPrefixes).find(type => idPrefixes[type] === prefix);
}

/** Ids of EC2's kind anywhere in a value, once each. */
export function referredIds(value: unknown): ReadonlySet<string> {
  const ids = new Set<string>();
  collect(value, ids);
  return ids;
}

function collect(value: unknown, ids: Set<string>): void {
  if (typeof value === 'string') {
    if (/^[a-z-]+-[0-9a-f]{17}$/.test(value)) ids.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) collect(member, ids);
  }
}
