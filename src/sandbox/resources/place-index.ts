import type { LiveResource } from './live-resource.js';
import { givenName } from './physical-ids.js';
import { referredIds } from './referred-ids.js';

/** Finds the resources of an account in a region. There may be many, so it takes little for each. */
export class PlaceIndex {
  readonly #byType = new Map<string, Map<string, LiveResource>>();
  readonly #byName = new Map<string, LiveResource[]>();
  readonly #byReference = new Map<string, LiveResource[]>();

  find(type: string, physicalId: string): LiveResource | undefined {
    return this.#byType.get(type)?.get(physicalId);
  }

  ofType(type: string): readonly LiveResource[] {
    return [...(this.#byType.get(type)?.values() ?? [])];
  }

  all(): readonly LiveResource[] {
    return [...this.#byType.values()].flatMap(resources => [...resources.values()]);
  }

  named(type: string, name: string): readonly LiveResource[] {
    return (this.#byName.get(name) ?? []).filter(resource => resource.type === type);
  }

  referringTo(id: string): readonly LiveResource[] {
    return this.#byReference.get(id) ?? [];
  }

  add(resource: LiveResource): void {
    const { type, physicalId, properties } = resource;
    const ofType = this.#byType.get(type) ?? new Map<string, LiveResource>();
    this.#byType.set(type, ofType.set(physicalId, resource));
    const name = givenName(resource);
    if (name !== undefined) append(this.#byName, name, resource);
    for (const id of referredIds(properties)) append(this.#byReference, id, resource);
  }

  delete(resource: LiveResource): void {
    this.#byType.get(resource.type)?.delete(resource.physicalId);
    const name = givenName(resource);
    if (name !== undefined) removeFrom(this.#byName, name, resource);
    for (const id of referredIds(resource.properties)) removeFrom(this.#byReference, id, resource);
  }
}

type Lists = Map<string, LiveResource[]>;

function append(lists: Lists, key: string, resource: LiveResource): void {
  const list = lists.get(key);
  if (list) list.push(resource);
  else lists.set(key, [resource]);
}

function removeFrom(lists: Lists, key: string, resource: LiveResource): void {
  const rest = (lists.get(key) ?? []).filter(other => other !== resource);
  if (rest.length > 0) lists.set(key, rest);
  else lists.delete(key);
}
