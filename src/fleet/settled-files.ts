import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors.js';
import { type FleetFile, type FleetFiles, isSpecFile } from './fleet-files.js';
import { maxFileBytes } from './text.js';

/** A repository at one moment: as it is read again, it cannot be another. */
export interface SettledFiles extends FleetFiles {
  /** Everything that rendering may read, and what stands for its content. */
  readonly contents: ReadonlyMap<string, Buffer | string>;
}

/** Times to try again while files come and go. */
const tries = 5;
const betweenMs = 20;

/** Reads all that matters of a folder somebody may be writing to. Throws AppError as listing and reading do. */
export async function settledFiles(files: FleetFiles): Promise<SettledFiles> {
  for (let left = tries; ; left -= 1) {
    try {
      return await readAll(files);
    } catch (error) {
      if (left === 0 || !hasVanished(error)) throw error;
      await sleep(betweenMs);
    }
  }
}

async function readAll(files: FleetFiles): Promise<SettledFiles> {
  const listed = (await files.list()).filter(matters);
  const contents = new Map<string, Buffer | string>();
  await Promise.all(
    listed.map(async ({ path, kind, sizeBytes }) => {
      const isRead = kind === 'file' && sizeBytes <= maxFileBytes;
      contents.set(path, isRead ? Buffer.from(await files.read(path)) : `${kind} of ${sizeBytes} bytes`);
    }),
  );
  return {
    contents,
    list: async () => listed,
    read: async path => {
      const content = contents.get(path);
      return content instanceof Buffer ? content : files.read(path);
    },
  };
}

function matters({ path, kind }: FleetFile): boolean {
  return kind !== 'file' || isSpecFile(path) || path.startsWith('templates/');
}

/** A file was there when its folder was listed, and not any more when it was read. */
function hasVanished(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : undefined;
  return (
    error instanceof AppError && error.code === 'cannot-read' && (cause as NodeJS.ErrnoException).code === 'ENOENT'
  );
}

/** Something that happened to a file. */
export interface FileEvent {
  readonly path: string;
  readonly what: 'new' | 'changed' | 'removed';
}

/** What is different, sorted by path. */
export function fileEvents(before: SettledFiles['contents'], after: SettledFiles['contents']): readonly FileEvent[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path): readonly FileEvent[] => {
    const [old, fresh] = [before.get(path), after.get(path)];
    if (old === undefined) return [{ path, what: 'new' }];
    if (fresh === undefined) return [{ path, what: 'removed' }];
    const isSame = typeof old === 'string' || typeof fresh === 'string' ? old === fresh : old.equals(fresh);
    return isSame ? [] : [{ path, what: 'changed' }];
  });
}
