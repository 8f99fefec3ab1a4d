import type { CfnResource, CfnTemplate } from '../model/artifact.js';
import { referencesOf } from './intrinsics.js';

/** For every resource the resources it needs: those it refers to and those it names in DependsOn. */
export function dependenciesOf(template: CfnTemplate): ReadonlyMap<string, ReadonlySet<string>> {
  const dependencies = known.get(template) ?? findDependencies(template);
  known.set(template, dependencies);
  return dependencies;
}

/** Templates are never changed, and asked about for each of their resources. */
const known = new WeakMap<CfnTemplate, ReadonlyMap<string, ReadonlySet<string>>>();

function findDependencies({ Resources }: CfnTemplate): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    Object.entries(Resources).map(([logicalId, resource]) => {
      const referred = referencesOf(resource.Properties).map(({ name }) => name ?? '');
      const needed = [...referred, ...dependsOn(resource)].filter(name => Object.hasOwn(Resources, name));
      return [logicalId, new Set(needed)];
    }),
  );
}

/** What a resource names in DependsOn. */
export function dependsOn(resource: CfnResource): readonly string[] {
  return [resource.DependsOn ?? []].flat().filter(name => typeof name === 'string');
}

/** Resources that lie on a cycle, or need one that does: none of them could ever be created. */
export function circularResources(dependencies: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const waiting = new Map(dependencies);
  for (let before = -1; before !== waiting.size; ) {
    before = waiting.size;
    for (const [logicalId, needed] of waiting) {
      if (![...needed].some(name => waiting.has(name))) waiting.delete(logicalId);
    }
  }
  return [...waiting.keys()];
}

/** The resources, each after those that it needs. */
export function inOrder(
  dependencies: ReadonlyMap<string, ReadonlySet<string>>,
  resources: readonly string[],
): readonly string[] {
  const ordered = new Set<string>();
  const visit = (logicalId: string) => {
    for (const needed of dependencies.get(logicalId) ?? []) if (!ordered.has(needed)) visit(needed);
    ordered.add(logicalId);
  };
  for (const logicalId of resources) visit(logicalId);
  return [...ordered].filter(logicalId => resources.includes(logicalId));
}
