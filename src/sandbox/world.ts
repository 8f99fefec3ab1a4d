/**
 * All state of the sandbox, in partitions apart per service, account and region. Values are plain JSON data, so that a
 * partition can be written to disk and read back.
 */
export interface World {
  /** Ids are made from it; the same seed gives the same ids for the same actions. */
  readonly seed: string;
  /** The partition, made by `initial` when it is asked for first. The caller mutates it in place, then calls `changed`. */
  partition<State extends object>(key: PartitionKey, initial: () => State): State;
  /** Says that a partition was mutated: it is on disk when the promise resolves (at once without a state folder). */
  changed(key: PartitionKey): Promise<void>;
  /** Forgets a partition, on disk too. */
  remove(key: PartitionKey): Promise<void>;
  /** Keys of all partitions (of a service), for example to resume its running operations after a restart. */
  partitions(service?: string): readonly PartitionKey[];
  readonly blobs: Blobs;
}

export interface PartitionKey {
  readonly service: string;
  /** `global` for what an account does not own, such as bucket names. */
  readonly accountId: string;
  /** `global` for services without regions. */
  readonly region: string;
  /** For a service that keeps state further apart, such as one bucket. */
  readonly name?: string;
}

/** Bytes too large for a partition, which is written whole on each change. */
export interface Blobs {
  /** Stores the bytes, durably once the promise resolves, and returns their id. */
  write(bytes: Buffer): Promise<string>;
  read(id: string): Promise<Buffer>;
  remove(id: string): Promise<void>;
  list(): Promise<readonly string[]>;
}

/** Text that is the same for equal keys only. */
export function partitionId(key: PartitionKey): string {
  return [key.service, key.accountId, key.region, key.name ?? ''].join('/');
}
