import { AppError } from '../errors.js';
import type { Architecture } from '../model/fleet.js';
import { own } from '../model/own.js';
import { isDigest } from './digest-list.js';

/** SHA-256 of downloads that somebody has collected, by name, version and architecture. */
export type DigestBook = (download: string, version: string) => Readonly<Partial<Record<Architecture, string>>>;

type Fields = Readonly<Record<string, unknown>>;

/**
 * A file of digests: `{"kubelet": {"1.36.5": {"amd64": "sha256:…", "arm64": "sha256:…"}}, …}`; names may be written
 * `cniPlugins` or `cni-plugins`. Throws AppError `not-digests` for a file of another form; the book throws for a download
 * or version that it does not have.
 */
export function digestBook(text: string, file: string): DigestBook {
  const books = fieldsOf(parsed(text, file));
  if (books === undefined) throw notDigests(`${file} is no map of downloads`);
  return (download, version) => {
    const name = Object.keys(books).find(one => plain(one) === plain(download));
    const versions = name === undefined ? undefined : fieldsOf(books[name]);
    if (versions === undefined) {
      throw missing(`${file} has no digests of ${download}`, Object.keys(books));
    }
    const found = fieldsOf(own(versions, version));
    if (found === undefined) throw missing(`${file} has no digests of ${download} ${version}`, Object.keys(versions));
    return Object.fromEntries(
      Object.entries(found).map(([architecture, digest]) => [
        architecture,
        sha256Of(digest, `${file} has no SHA-256 of ${download} ${version} for ${architecture}`),
      ]),
    );
  };
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notDigests(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function sha256Of(digest: unknown, message: string): string {
  const hex = typeof digest === 'string' ? digest.replace(/^sha256:/, '') : '';
  if (!isDigest(hex, 'sha256')) throw notDigests(`${message}, which is 64 hexadecimal digits`);
  return hex.toLowerCase();
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function plain(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

function notDigests(message: string): AppError {
  return new AppError('not-digests', message, {
    hint: 'it is JSON: a map of downloads, each a map of versions, each a map of architectures to sha256:…',
  });
}

function missing(message: string, known: readonly string[]): AppError {
  return new AppError('no-digest', message, { hint: `it has ${known.slice(0, 8).join(', ') || 'nothing'}` });
}
