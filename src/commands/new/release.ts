import { basename, dirname, resolve } from 'node:path';
import { AppError, exitCodes } from '../../errors.js';
import { validatorOf } from '../../fleet/kinds.js';
import { type LoadedFleet, loadFleet } from '../../fleet/load.js';
import { didYouMean } from '../../fleet/suggestion.js';
import { workingTree } from '../../git/working-tree.js';
import { copyRelease } from '../../releases/copy-release.js';
import { digestBook } from '../../releases/digest-book.js';
import { architectures, type Channel, flatcarHome } from '../../releases/flatcar-places.js';
import { newRelease as decideRelease, newestRelease, type ReleaseRequest } from '../../releases/new-release.js';
import type { PublishedFiles } from '../../releases/ports.js';
import { newReleaseLines } from '../../report/new-release.js';
import { isUrl, publishedFiles } from '../../web/published-files.js';
import type { CommandContext } from '../context.js';
import { deliver } from '../deliver.js';
import { version } from '../version.js';
import { type ReleaseFlags, releaseAnswers } from './release-answers.js';

export interface NewReleaseOptions extends ReleaseFlags {
  readonly directory: string;
  /** Release to copy; the newest if undefined. */
  readonly from: string | undefined;
  readonly digests: string | undefined;
  readonly notes: string | undefined;
  readonly imagesFrom: readonly string[];
  readonly channel: Channel | undefined;
  readonly sha512: readonly string[];
  readonly timeout: number;
  readonly dryRun: boolean;
}

interface ReleaseFile {
  readonly name: string;
  readonly value: unknown;
  readonly file: string;
}

/** Writes a Release that is another one with newer versions: digests and images fetched, comments kept. */
export async function newRelease(context: CommandContext, options: NewReleaseOptions): Promise<number> {
  const directory = resolve(context.cwd, options.directory);
  const tree = workingTree(directory);
  const loaded = await loadFleet(tree, { version: version() });
  const source = sourceRelease(loaded, options.from);
  const { name, versions } = await releaseAnswers(context, { loaded, source: source.value }, options);
  const path = newPath(source, name);
  const files = publishedFiles({ env: context.env, signal: context.signal, timeoutMs: options.timeout * 1000 });
  const content = await decideRelease(source.value, { versions, ...(await sourcesOf(context, options, files)) });
  const sourceText = Buffer.from(await tree.read(source.file)).toString('utf8');
  const after = copyRelease(sourceText, { from: source.name, name, notes: options.notes }, content);
  const clusters = (loaded.readable?.clusters ?? []).filter(cluster => cluster.release.name === source.name);
  await deliver(context, {
    directory,
    files: tree,
    known: loaded.findings,
    changes: [{ path, before: undefined, after }],
    places: [{ file: path, line: undefined, what: [`Release ${name}, from ${source.name}`] }],
    next: newReleaseLines({ name, content, clusters }),
    dryRun: options.dryRun,
  });
  return exitCodes.done;
}

function sourceRelease({ documents }: LoadedFleet, name: string | undefined): ReleaseFile {
  const releases = documents.flatMap(({ kind, value, source }) => {
    const found = kind === 'Release' ? (value as { metadata?: { name?: unknown } }).metadata?.name : undefined;
    return typeof found === 'string' ? [{ name: found, value, file: source.file }] : [];
  });
  const known = releases.map(release => release.name);
  const release = name === undefined ? newestRelease(releases) : releases.find(one => one.name === name);
  if (release === undefined) {
    const hint = didYouMean(name ?? '', known) ?? (known.length > 0 ? `known: ${known.join(', ')}` : 'write one first');
    throw new AppError(
      'unknown-release',
      name === undefined ? 'there is no Release to copy' : `there is no Release "${name}"`,
      { hint },
    );
  }
  if (validatorOf('Release')(release.value)) return release;
  throw new AppError(
    'wrong-release',
    `Release "${release.name}" has mistakes (${release.file}), so it cannot be copied`,
    {
      hint: 'run clusterwright validate and mend them',
    },
  );
}

/** Beside the old one where each Release has a file of its own. */
function newPath({ name, file }: ReleaseFile, newName: string): string {
  const folder = basename(file).replace(/\.ya?ml$/i, '') === name ? dirname(file) : 'releases';
  return folder === '.' ? `${newName}.yaml` : `${folder}/${newName}.yaml`;
}

async function sourcesOf(
  { cwd }: CommandContext,
  options: NewReleaseOptions,
  files: PublishedFiles,
): Promise<Omit<ReleaseRequest, 'versions'>> {
  const { image, digests, imagesFrom, channel, sha512 } = options;
  return {
    images: image,
    digests: { files, book: digests === undefined ? undefined : await readBook(files, resolve(cwd, digests)) },
    lists: {
      places:
        imagesFrom.length === 0 ? [flatcarHome] : imagesFrom.map(place => (isUrl(place) ? place : resolve(cwd, place))),
      architectures,
      channel,
      trusted: sha512.map(digest => digest.toLowerCase()),
    },
  };
}

async function readBook(files: PublishedFiles, path: string) {
  const content = await files.read(path);
  if (!('absent' in content)) return digestBook(Buffer.from(content).toString('utf8'), path);
  throw new AppError('cannot-read', `cannot read ${path}: ${content.absent}`, { hint: 'name a file with --digests' });
}
