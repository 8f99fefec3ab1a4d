import { memoryWorld } from './memory-world.js';
import type { World } from './world.js';

/** A copy of a world, in memory. What happens to the world from now on does not happen to it. */
export async function frozenWorld(world: World): Promise<World> {
  const blobs = new Map<string, Buffer>();
  const copy = memoryWorld(world.seed, blobs);
  for (const key of world.partitions()) {
    const state = structuredClone(world.partition(key, lost));
    copy.partition(key, () => state);
  }
  for (const id of await world.blobs.list()) {
    // An object that is deleted while it is copied is lost to the copy.
    const bytes = await world.blobs.read(id).catch(() => undefined);
    if (bytes) blobs.set(id, bytes);
  }
  return copy;
}

function lost(): never {
  throw new Error('The sandbox has lost a partition.');
}
