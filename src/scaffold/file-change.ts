import type { FleetFiles } from '../fleet/fleet-files.js';

/** What a command does to one file. Texts are those of the file, line ends and byte order mark included. */
export interface FileChange {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  /** Undefined for a file that is not there yet. */
  readonly before: string | undefined;
  readonly after: string;
}

/** The files as they will be. */
export function changedFiles(files: FleetFiles, changes: readonly FileChange[]): FleetFiles {
  const changed = new Map(changes.map(({ path, after }) => [path, Buffer.from(after)]));
  return {
    async list() {
      const kept = (await files.list()).filter(({ path }) => !changed.has(path));
      const written = [...changed].map(([path, bytes]) => ({ path, sizeBytes: bytes.length, kind: 'file' as const }));
      return [...kept, ...written].sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    read: async path => changed.get(path) ?? files.read(path),
  };
}
