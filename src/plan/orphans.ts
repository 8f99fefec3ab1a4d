import type { Artifacts } from '../model/artifact.js';
import type { Fleet } from '../model/fleet.js';
import { ownerOf } from '../observe/ownership.js';
import { placeOf, type Snapshot, targetKey } from '../observe/snapshot.js';

/** A stack of this fleet that no spec of the commit asks for. It is reported, and left alone. */
export interface Orphan {
  readonly stackName: string;
  /** Account id, 12 digits. */
  readonly account: string;
  readonly region: string;
  /** `<fleet>/<cluster>`. */
  readonly owner: string;
}

/**
 * Stacks that carry the owner of one of the fleet's clusters and are not among the artifacts, sorted by name. Only
 * accounts and regions that the commit still uses are known; none are told when only some clusters are planned.
 */
export function orphansOf(fleet: Fleet, artifacts: Artifacts, snapshot: Snapshot): readonly Orphan[] {
  const planned = new Set(artifacts.stacks.map(({ cluster }) => cluster));
  if (!fleet.clusters.every(({ name }) => planned.has(name))) return [];
  const wanted = new Set(artifacts.stacks.map(stack => `${targetKey(placeOf(stack.target))}/${stack.stackName}`));
  const orphans = [...snapshot.targets].flatMap(([key, stacks]) => {
    const [account = '', region = ''] = key.split('/');
    return [...stacks.values()].flatMap(stack => {
      const owner = ownerOf(stack) ?? '';
      const isOrphan = owner.startsWith(`${fleet.name}/`) && !wanted.has(`${key}/${stack.name}`);
      return isOrphan ? [{ stackName: stack.name, account, region, owner }] : [];
    });
  });
  return orphans.toSorted((a, b) => (a.stackName < b.stackName ? -1 : 1));
}
