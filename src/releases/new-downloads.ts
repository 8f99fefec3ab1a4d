import { AppError } from '../errors.js';
import type { Architecture } from '../model/fleet.js';
import type { DigestBook } from './digest-book.js';
import { fetchDigest } from './fetch-digest.js';
import { architectures } from './flatcar-places.js';
import { holdsVersion, type PartDownload, withVersion } from './parts.js';
import type { PublishedFiles } from './ports.js';
import type { VersionStep } from './version-steps.js';

/** A download of a new version. */
export interface NewDownload {
  readonly name: string;
  readonly path: readonly string[];
  readonly url: string;
  readonly sha256: Readonly<Partial<Record<Architecture, string>>>;
}

/** Where digests come from: a file of the user's, or else what is published beside each download. */
export interface DigestSources {
  readonly files: PublishedFiles;
  readonly book: DigestBook | undefined;
}

/** What the downloads of a step become. Throws AppError if a digest cannot be had: none is ever guessed or left old. */
export async function newDownloads({ part, to }: VersionStep, sources: DigestSources): Promise<readonly NewDownload[]> {
  const downloads = await Promise.all(
    part.downloads.map(async download => {
      const { name, path } = download;
      if (!holdsVersion(download.url, part.version)) {
        throw new AppError('fixed-url', `the URL of ${name} does not hold ${part.name}'s version: ${download.url}`, {
          hint: `it must hold ${part.version} for the next version's to be known; write the new Release by hand`,
        });
      }
      const url = withVersion(download.url, part.version, to);
      const known = sources.book?.(name, to);
      const sha256 = known ?? (await publishedDigests(sources.files, download, url));
      return { name, path, url, sha256 };
    }),
  );
  for (const [index, download] of part.downloads.entries()) requireEach(download, downloads[index]);
  return downloads;
}

async function publishedDigests(
  files: PublishedFiles,
  download: PartDownload,
  url: string,
): Promise<NewDownload['sha256']> {
  if (url.startsWith('s3:')) {
    throw new AppError('no-digest', `digests of ${download.name} cannot be read from a bucket: ${url}`, {
      hint: 'give them with --digests',
    });
  }
  const wanted = url.includes('{arch}') ? architectures : download.architectures;
  const digests = wanted.map(async architecture => {
    const digest = await fetchDigest(files, url.replaceAll('{arch}', architecture));
    return digest === undefined ? [] : [[architecture, digest] as const];
  });
  return Object.fromEntries((await Promise.all(digests)).flat());
}

/** Every architecture that the old Release had. */
function requireEach({ name, architectures: had }: PartDownload, download: NewDownload | undefined): void {
  const missing = had.find(architecture => download?.sha256[architecture] === undefined);
  if (missing === undefined) return;
  const address = download?.url.replaceAll('{arch}', missing);
  throw new AppError('no-digest', `no SHA-256 is known of ${name} for ${missing}: ${address}`, {
    hint: 'check that the version is published; give digests of your own with --digests',
  });
}
