import { join, resolve } from 'node:path';
import pc from 'picocolors';
import { AppError, exitCodes } from '../errors.js';
import { documentNamed, editYaml } from '../fleet/edit-yaml.js';
import { type LoadedFleet, loadFleet } from '../fleet/load.js';
import { didYouMean } from '../fleet/suggestion.js';
import { replaceFile } from '../git/replace-file.js';
import { workingTree } from '../git/working-tree.js';
import type { Architecture } from '../model/fleet.js';
import { architectures, type Channel, flatcarHome } from '../releases/flatcar-places.js';
import { type RefreshRequest, refreshRelease, writeRefreshed } from '../releases/refresh-release.js';
import { rolledNodes } from '../releases/rolled-nodes.js';
import { imagesDocument, imagesText, type RefreshedRelease } from '../report/images.js';
import { isUrl, publishedFiles } from '../web/published-files.js';
import type { CommandContext } from './context.js';

export interface ImagesOptions {
  readonly directory: string;
  /** Names of Releases; none for all. */
  readonly releases: readonly string[];
  readonly from: readonly string[];
  readonly channel: Channel | undefined;
  readonly arch: readonly Architecture[];
  readonly region: readonly string[];
  readonly alternative: string | undefined;
  readonly sha512: readonly string[];
  readonly timeout: number;
  readonly dryRun: boolean;
  readonly check: boolean;
  readonly detailedExitcode: boolean;
  readonly format: 'text' | 'json';
}

/** Fills or refreshes the image maps of Releases in the working tree. Everything is read before anything is written. */
export async function images(context: CommandContext, options: ImagesOptions): Promise<number> {
  const directory = resolve(context.cwd, options.directory);
  const tree = workingTree(directory);
  const loaded = await loadFleet(tree);
  const files = publishedFiles({ env: context.env, signal: context.signal, timeoutMs: options.timeout * 1000 });
  const request = requestOf(context, options);
  const refreshed: RefreshedRelease[] = [];
  for (const { name, value, source } of chosenReleases(loaded, options)) {
    const maps = await refreshRelease(files, { name, value }, request);
    const rolls = maps.flatMap(({ changes }) => rolledNodes(loaded.readable?.clusters ?? [], name, changes));
    refreshed.push({ name, file: source.file, maps, rolls });
  }
  const stale = refreshed.filter(({ maps }) => maps.some(({ changes }) => changes.length > 0));
  const isWritten = !options.dryRun && !options.check;
  if (isWritten) for (const release of stale) await write(directory, release, await tree.read(release.file));
  const outcome = { releases: refreshed, isWritten, isFleetRead: loaded.readable !== undefined };
  context.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify(imagesDocument(outcome), null, 2)}\n`
      : imagesText(outcome, { isShort: options.check, paint: pc.createColors(context.colour) }),
  );
  return stale.length > 0 && options.detailedExitcode ? exitCodes.changes : exitCodes.done;
}

function requestOf({ cwd }: CommandContext, options: ImagesOptions): RefreshRequest {
  const { from, arch, channel, region, alternative, sha512 } = options;
  return {
    places: from.length === 0 ? [flatcarHome] : from.map(place => (isUrl(place) ? place : resolve(cwd, place))),
    architectures: arch.length === 0 ? architectures : arch,
    channel,
    regions: region,
    alternative,
    trusted: sha512.map(digest => digest.toLowerCase()),
  };
}

function chosenReleases({ documents }: LoadedFleet, { releases, alternative }: ImagesOptions) {
  const all = documents.flatMap(({ kind, value, source }) => {
    const name = kind === 'Release' ? (value as { metadata?: { name?: unknown } }).metadata?.name : undefined;
    return typeof name === 'string' ? [{ name, value, source }] : [];
  });
  const known = all.map(({ name }) => name);
  const unknown = releases.find(name => !known.includes(name));
  if (unknown !== undefined || all.length === 0) {
    const hint = didYouMean(unknown ?? '', known) ?? (known.length > 0 ? `known: ${known.join(', ')}` : undefined);
    throw new AppError(
      'unknown-release',
      unknown === undefined ? 'there is no Release' : `there is no Release "${unknown}"`,
      {
        hint: hint ?? 'write one; docs/releases.md shows how',
      },
    );
  }
  const chosen = releases.length === 0 ? all : all.filter(({ name }) => releases.includes(name));
  if (alternative !== undefined && chosen.length > 1) {
    throw new AppError('one-release', 'an alternative is for one Release', { hint: 'name the Release' });
  }
  return chosen;
}

async function write(directory: string, { name, file, maps }: RefreshedRelease, content: Uint8Array): Promise<void> {
  const text = editYaml(Buffer.from(content).toString('utf8'), documents => {
    writeRefreshed(documentNamed(documents, 'Release', name), maps);
  });
  await replaceFile(join(directory, file), text);
}
