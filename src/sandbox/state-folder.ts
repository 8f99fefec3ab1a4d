import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../errors.js';
import { lockFolder } from './folder-lock.js';
import type { Blobs, PartitionKey, World } from './world.js';
import { partitionId } from './world.js';

const marker = { format: 'clusterwright-sandbox', version: 1 };

export interface StateFolder {
  readonly world: World;
  /** Empties the folder. The world that was in it must not be used any more. */
  reset(): Promise<World>;
  /** Resolves when nothing is being written any more, and gives the folder free. */
  close(): Promise<void>;
}

interface Partition {
  readonly key: PartitionKey;
  readonly state: object;
  running: Promise<void>;
  /** A write that has not looked at the state yet, so that it will contain every change made until now. */
  waiting: Promise<void> | undefined;
}

/**
 * A world kept in a folder, one JSON file a partition. Files appear by rename, so killing the process at any moment
 * leaves each file whole; a power cut may lose the last changes. The seed, unless given, is that of the folder: what was
 * being made when the process was killed gets the same id when it is made again. Throws AppError if the folder is not
 * ours, is broken, cannot be written, or is in use.
 */
export async function openStateFolder(directory: string, givenSeed?: string): Promise<StateFolder> {
  const ownSeed = await claim(directory);
  const seed = givenSeed ?? ownSeed;
  const unlock = await lockFolder(directory);
  try {
    const partitions = await load(directory);
    const written = () => Promise.all([...partitions.values()].map(({ waiting, running }) => waiting ?? running));
    return {
      world: folderWorld(directory, partitions, seed),
      async reset() {
        await written();
        partitions.clear();
        for (const name of ['state', 'blobs']) await rm(join(directory, name), { recursive: true, force: true });
        return folderWorld(directory, partitions, seed);
      },
      async close() {
        await written();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

function folderWorld(directory: string, partitions: Map<string, Partition>, seed: string): World {
  return {
    seed,
    partition<State extends object>(key: PartitionKey, initial: () => State): State {
      const known = partitions.get(partitionId(key));
      if (known) return known.state as State;
      const state = initial();
      partitions.set(partitionId(key), { key, state, running: Promise.resolve(), waiting: undefined });
      return state;
    },
    changed(key) {
      const partition = partitions.get(partitionId(key));
      return partition ? save(directory, partition) : Promise.resolve();
    },
    async remove(key) {
      const partition = partitions.get(partitionId(key));
      partitions.delete(partitionId(key));
      await (partition?.waiting ?? partition?.running);
      if (!partitions.has(partitionId(key))) await rm(fileOf(directory, key), { force: true });
    },
    partitions: service =>
      [...partitions.values()].map(({ key }) => key).filter(key => service === undefined || key.service === service),
    blobs: folderBlobs(join(directory, 'blobs')),
  };
}

function save(directory: string, partition: Partition): Promise<void> {
  partition.waiting ??= partition.running
    .catch(() => undefined)
    .then(() => {
      partition.waiting = undefined;
      partition.running = write(
        fileOf(directory, partition.key),
        JSON.stringify({ key: partition.key, state: partition.state }),
      );
      return partition.running;
    });
  return partition.waiting;
}

function folderBlobs(directory: string): Blobs {
  return {
    async write(bytes) {
      const id = randomUUID();
      await write(join(directory, id), bytes);
      return id;
    },
    read: id => readFile(join(directory, id)),
    remove: id => rm(join(directory, id), { force: true }),
    list: async () => (await readdir(directory).catch(() => [])).filter(name => !name.endsWith('.tmp')),
  };
}

async function write(file: string, content: string | Buffer): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, content);
  }
  await rename(temporary, file);
}

/** Each part of the key is a folder; none can be `..`, since all dots but those within a name are encoded. */
function fileOf(directory: string, key: PartitionKey): string {
  const parts = [key.service, key.accountId, key.region, 'state', ...(key.name === undefined ? [] : [key.name])];
  return `${join(directory, 'state', ...parts.map(part => encodeURIComponent(part).replace(/^\./, '%2E')))}.json`;
}

/** Returns the folder's seed. */
async function claim(directory: string): Promise<string> {
  const file = join(directory, 'sandbox.json');
  try {
    await mkdir(directory, { recursive: true });
    const entries = await readdir(directory);
    if (entries.length > 0) return await checkedSeed(directory, file);
    const seed = randomUUID();
    await write(file, JSON.stringify({ ...marker, seed }));
    return seed;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('state-folder-unwritable', `the state folder ${directory} cannot be used: ${reasonOf(error)}`, {
      hint: 'name a folder you may write to with --state',
      cause: error,
    });
  }
}

async function checkedSeed(directory: string, file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = parseJson(text) as Partial<typeof marker & { readonly seed: string }> | undefined;
  if (found?.format !== marker.format) {
    throw new AppError('foreign-state-folder', `${directory} is not empty and not a state folder of the sandbox`, {
      hint: 'name an empty or new folder with --state',
    });
  }
  if (found.version !== marker.version) {
    throw new AppError('state-folder-version', `${directory} was written by another version of the sandbox`, {
      hint: 'name a new folder with --state',
    });
  }
  return found.seed ?? randomUUID();
}

async function load(directory: string): Promise<Map<string, Partition>> {
  const partitions = new Map<string, Partition>();
  const entries = await readdir(join(directory, 'state'), { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    if (entry.name.endsWith('.tmp')) await rm(file, { force: true });
    else {
      const partition = readPartition(file, await readFile(file, 'utf8'));
      if (fileOf(directory, partition.key) !== file) throw broken(file);
      partitions.set(partitionId(partition.key), partition);
    }
  }
  return partitions;
}

function readPartition(file: string, text: string): Partition {
  const content = parseJson(text) as Partial<Pick<Partition, 'key' | 'state'>> | undefined;
  const { key, state } = content ?? {};
  const parts = [key?.service, key?.accountId, key?.region, key?.name ?? ''];
  if (!key || parts.some(part => typeof part !== 'string') || typeof state !== 'object' || state === null) {
    throw broken(file);
  }
  return { key, state, running: Promise.resolve(), waiting: undefined };
}

function broken(file: string): AppError {
  return new AppError('broken-state-folder', `the sandbox's state file ${file} is damaged`, {
    hint: 'restore the folder from a copy, or name a new one with --state',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
