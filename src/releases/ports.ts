/** Files that others publish: on a web server, or in a folder that mirrors one. */
export interface PublishedFiles {
  /**
   * A whole small file (at most a few MiB) by its URL or path. Throws AppError when its place does not answer, breaks off
   * or takes too long.
   */
  read(address: string): Promise<Uint8Array | Absent>;
  /** Digests of a file of any size, in hexadecimal. Throws like `read`. */
  digests(address: string): Promise<FileDigests | Absent>;
}

/** The place answers that there is no such file, in its own words: `HTTP 404`. */
export interface Absent {
  readonly absent: string;
}

export interface FileDigests {
  readonly sha256: string;
  readonly sha512: string;
}
