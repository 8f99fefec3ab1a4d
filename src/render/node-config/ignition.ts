import { AppError } from '../../errors.js';
import type { ContentsTable, FileContents, TableUnit } from './contents-table.js';

/** Ignition 3.3.0: read by every Flatcar in support, and by the validator that Debian ships. */
export interface IgnitionConfig {
  readonly ignition: { readonly version: '3.3.0' };
  readonly storage: { readonly files: readonly IgnitionFile[]; readonly links: readonly IgnitionLink[] };
  readonly systemd: { readonly units: readonly IgnitionUnit[] };
}

export interface IgnitionFile {
  readonly path: string;
  readonly mode: number;
  readonly overwrite: true;
  readonly contents: { readonly source: string; readonly verification?: { readonly hash: string } };
}

export interface IgnitionLink {
  readonly path: string;
  readonly target: string;
  readonly overwrite?: boolean;
}

export interface IgnitionUnit {
  readonly name: string;
  readonly enabled?: boolean;
  readonly mask?: boolean;
  readonly contents?: string;
  readonly dropins?: readonly { readonly name: string; readonly contents: string }[];
}

/** Texts that a table names. */
export interface TableTexts {
  /** Undefined if there is no such file. */
  readonly local: (path: string) => string | undefined;
  readonly template: (path: string) => string;
}

/** Resolves every name of the table. Throws AppError `node-config` for a file that is not there. */
export function ignitionConfig(table: ContentsTable, texts: TableTexts): IgnitionConfig {
  const local = (path: string) => {
    const text = texts.local(path);
    if (text === undefined)
      throw new AppError('node-config', `there is no ${path} beside the table`, { kind: 'internal' });
    return text;
  };
  return {
    ignition: { version: '3.3.0' },
    storage: {
      files: table.files.map(({ path, mode, contents }) => ({
        path,
        mode,
        overwrite: true,
        contents: fileContents(contents, { ...texts, local }),
      })),
      links: table.links,
    },
    systemd: { units: table.units.map(entry => unit(entry, local)) },
  };
}

function fileContents(
  contents: FileContents,
  texts: { local: (path: string) => string; template: (path: string) => string },
): IgnitionFile['contents'] {
  if ('source' in contents) {
    return { source: contents.source, verification: { hash: `sha256-${contents.sha256}` } };
  }
  if ('inline' in contents) return { source: dataUrl(contents.inline) };
  if ('template' in contents) return { source: dataUrl(texts.template(contents.template)) };
  return { source: dataUrl(texts.local(contents.local)) };
}

/** Not compressed: another version of zlib would give other bytes, and so other nodes. */
export function dataUrl(text: string): string {
  return `data:;base64,${Buffer.from(text).toString('base64')}`;
}

/** The text of a data URL of ours; undefined for any other URL. */
export function dataUrlText(source: string): string | undefined {
  const prefix = 'data:;base64,';
  return source.startsWith(prefix) ? Buffer.from(source.slice(prefix.length), 'base64').toString() : undefined;
}

function unit({ name, enabled, mask, contents, dropins }: TableUnit, local: (path: string) => string): IgnitionUnit {
  return {
    name,
    ...(enabled === undefined ? {} : { enabled }),
    ...(mask === undefined ? {} : { mask }),
    ...(contents === undefined ? {} : { contents: local(contents.local) }),
    ...(dropins === undefined
      ? {}
      : { dropins: dropins.map(dropin => ({ name: dropin.name, contents: local(dropin.contents.local) })) }),
  };
}
