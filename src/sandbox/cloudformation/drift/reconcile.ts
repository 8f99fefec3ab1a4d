import { requiresRecreation } from '../../../cfn/recreation.js';
import type { ResourceType } from '../../../cfn/resource-type.js';
import type { Properties } from '../../resource.js';
import { isMapping, isSame } from '../../resources/difference.js';
import { isCompared, isWriteOnly } from '../../resources/drift-support.js';
import { isManaged } from '../../resources/managed.js';
import { observed } from '../../resources/observed.js';
import { resourcesOf } from '../../resources/store.js';
import type { IgnoredAttribute } from '../change-sets/change-set.js';
import type { Context } from '../context.js';
import type { Stack, StackResource } from '../state.js';

export interface Reconciliation {
  /** What the template's properties are compared with. */
  readonly before: Properties;
  /** Names of the properties in it that are those of the previous deployment. */
  readonly previous: ReadonlySet<string>;
  /** What the resource is to become: the template's properties, and what others look after as they left it. */
  readonly given: Properties;
  readonly ignored: readonly IgnoredAttribute[];
}

/**
 * The three-way comparison of a drift-aware change set. Reality counts, except for properties that cannot be read or
 * cannot change, for what AWS manages unless the template changes it, and for tags whose keys no template names
 * ("Considerations" of "Using drift-aware change sets" in the user guide).
 */
export function reconcile(
  context: Context,
  stack: Stack,
  resource: StackResource,
  { actual, wanted }: { readonly actual: Properties; readonly wanted: Properties },
): Reconciliation {
  const resources = resourcesOf(context.world);
  const type = context.specification.resourceType(resource.type);
  const live = resources.find(stack, resource.type, resource.physicalId ?? '');
  const before: Record<string, unknown> = {};
  const given: Record<string, unknown> = { ...wanted };
  const previous = new Set<string>();
  const ignored: IgnoredAttribute[] = [];
  for (const name of Object.keys({ ...resource.properties, ...wanted })) {
    const [old, next, path] = [resource.properties[name], wanted[name], `/Properties/${name}`];
    if (!isCompared(resource.type, name) || requiresRecreation(type, path) === 'Always') {
      before[name] = old;
      previous.add(name);
      if (isWriteOnly(resource.type, name)) ignored.push({ path, reason: 'WRITE_ONLY_PROPERTY' });
    } else if (live && isSame(old, next) && isManaged(live, name, resources)) {
      before[name] = next;
      given[name] = actual[name];
      if (!isSame(old, actual[name])) ignored.push({ path, reason: 'MANAGED_BY_AWS' });
    } else {
      before[name] = observed(actual[name], together(next, old), type?.properties[name]?.type);
    }
  }
  if (type?.tags) keepForeignTags(type.tags, { before, given, actual, old: resource.properties });
  return { before, previous, given, ignored };
}

/** What either of two deployments sets; lists are those of the first. */
function together(next: unknown, old: unknown): unknown {
  if (!isMapping(next) || !isMapping(old)) return next ?? old;
  const names = Object.keys({ ...old, ...next });
  return Object.fromEntries(names.map(name => [name, together(next[name], old[name])]));
}

interface Tags {
  readonly before: Record<string, unknown>;
  readonly given: Record<string, unknown>;
  readonly actual: Properties;
  readonly old: Properties;
}

function keepForeignTags({ property, shape }: NonNullable<ResourceType['tags']>, tags: Tags): void {
  const { before, given, actual, old } = tags;
  const known = new Set([...tagsOf(old[property]), ...tagsOf(given[property])].map(([key]) => key));
  const foreign = new Map(tagsOf(actual[property]).filter(([key]) => !known.has(key)));
  if (foreign.size === 0) return;
  const held = (all: readonly Tag[]) => (shape === 'map' ? Object.fromEntries(all) : all.map(([, tag]) => tag));
  if (before[property] !== undefined) {
    before[property] = held(tagsOf(before[property]).filter(([key]) => !foreign.has(key)));
  }
  given[property] = held([...tagsOf(given[property]), ...foreign]);
}

type Tag = readonly [key: string, tag: unknown];

/** Tags by their keys, whichever way they are held. */
function tagsOf(value: unknown): readonly Tag[] {
  if (Array.isArray(value)) return value.map(tag => [isMapping(tag) ? String(tag.Key) : '', tag]);
  return isMapping(value) ? Object.entries(value) : [];
}
