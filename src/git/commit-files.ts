import { posix } from 'node:path';
import { AppError } from '../errors.js';
import { type FleetFile, type FleetFiles, isSkippedFolder } from '../fleet/fleet-files.js';
import { gitBytes, gitIn } from './git-call.js';

/** Files of a commit below a folder, read from Git objects, whatever the working tree holds. */
export async function commitFiles(directory: string, sha: string): Promise<FleetFiles> {
  const entries = new Map((await treeEntries(directory, sha)).map(entry => [entry.file.path, entry]));
  const contents = new Map<string, Promise<Uint8Array>>();
  return {
    list: async () => [...entries.values()].map(entry => entry.file),
    async read(path) {
      const entry = entries.get(path);
      if (entry?.file.kind !== 'file') throw new AppError('no-such-file', `the commit has no file ${path}`);
      const known = contents.get(entry.objectId);
      if (known !== undefined) return known;
      const batch = batchAround(entry, [...entries.values()], contents);
      const loading = blobs(directory, batch);
      for (const { objectId } of batch)
        contents.set(
          objectId,
          loading.then(found => contentOf(found, objectId)),
        );
      return contentOf(await loading, entry.objectId);
    },
  };
}

interface TreeEntry {
  readonly file: FleetFile;
  readonly objectId: string;
}

async function treeEntries(directory: string, sha: string): Promise<TreeEntry[]> {
  // From a sub-folder, ls-tree lists that folder only and names files relative to it.
  const listing = (await gitBytes(gitIn(directory), ['ls-tree', '-r', '-l', '-z', sha])).toString('utf8');
  return listing
    .split('\0')
    .flatMap(line => treeEntry(line) ?? [])
    .filter(({ file }) => !posix.dirname(file.path).split('/').some(isSkippedFolder))
    .sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
}

/** `<mode> <type> <object id> <size, padded> TAB <path>` */
function treeEntry(line: string): TreeEntry | undefined {
  const match = /^(?<mode>\d+) \w+ (?<objectId>[0-9a-f]+) +(?<size>\d+|-)\t(?<path>.+)$/s.exec(line)?.groups;
  if (match === undefined) return undefined;
  const { mode = '', objectId = '', size = '', path = '' } = match;
  return { objectId, file: { path, kind: kinds[mode] ?? 'file', sizeBytes: size === '-' ? 0 : Number(size) } };
}

const kinds: Readonly<Record<string, FleetFile['kind']>> = { '120000': 'symlink', '160000': 'submodule' };

const batchLength = 500;
const batchFileBytes = 1024 * 1024;

/** A process per file would take a minute for 1,000 clusters: who reads one YAML file reads them all. */
function batchAround(
  wanted: TreeEntry,
  entries: readonly TreeEntry[],
  known: ReadonlyMap<string, unknown>,
): TreeEntry[] {
  const extension = posix.extname(wanted.file.path);
  const others = entries.filter(
    ({ file, objectId }) =>
      file.kind === 'file' &&
      file.sizeBytes <= batchFileBytes &&
      posix.extname(file.path) === extension &&
      objectId !== wanted.objectId &&
      !known.has(objectId),
  );
  const unique = new Map(others.map(entry => [entry.objectId, entry]));
  return [wanted, ...[...unique.values()].slice(0, batchLength - 1)];
}

/** `git show` prints several blobs one after the other without anything between; their sizes tell them apart. */
async function blobs(directory: string, entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const ids = entries.map(entry => entry.objectId);
  const bytes = await gitBytes(gitIn(directory), ['show', '--no-textconv', '--no-ext-diff', ...ids]);
  const found = new Map<string, Uint8Array>();
  let offset = 0;
  for (const { objectId, file } of entries) {
    found.set(objectId, bytes.subarray(offset, offset + file.sizeBytes));
    offset += file.sizeBytes;
  }
  if (offset !== bytes.length) {
    throw new AppError('git-failed', 'Git printed more or less than its objects hold', { kind: 'internal' });
  }
  return found;
}

function contentOf(found: ReadonlyMap<string, Uint8Array>, objectId: string): Uint8Array {
  return found.get(objectId) ?? new Uint8Array();
}
