import { randomUUID } from 'node:crypto';
import type { PartitionKey, World } from './world.js';
import { partitionId } from './world.js';

/** A world that ends with the process; a random seed unless told. */
export function memoryWorld(seed: string = randomUUID(), blobs = new Map<string, Buffer>()): World {
  const partitions = new Map<string, { readonly key: PartitionKey; readonly state: object }>();
  return {
    seed,
    partition<State extends object>(key: PartitionKey, initial: () => State): State {
      const known = partitions.get(partitionId(key));
      if (known) return known.state as State;
      const state = initial();
      partitions.set(partitionId(key), { key, state });
      return state;
    },
    changed: () => Promise.resolve(),
    remove(key) {
      partitions.delete(partitionId(key));
      return Promise.resolve();
    },
    partitions: service =>
      [...partitions.values()].map(({ key }) => key).filter(key => service === undefined || key.service === service),
    blobs: {
      write(bytes) {
        const id = randomUUID();
        blobs.set(id, Buffer.from(bytes));
        return Promise.resolve(id);
      },
      read(id) {
        const bytes = blobs.get(id);
        return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`The sandbox has lost blob ${id}.`));
      },
      remove(id) {
        blobs.delete(id);
        return Promise.resolve();
      },
      list: () => Promise.resolve([...blobs.keys()]),
    },
  };
}
