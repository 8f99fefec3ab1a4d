import { AppError } from '../../errors.js';

/** What a node config holds, by names of files that lie beside its table: `templates/cloudconfig/*.yaml.hbs`. */
export interface ContentsTable {
  readonly files: readonly TableFile[];
  readonly links: readonly TableLink[];
  readonly units: readonly TableUnit[];
}

export interface TableFile {
  readonly path: string;
  readonly mode: number;
  readonly contents: FileContents;
}

export type FileContents =
  /** A file without values. */
  | { readonly local: string }
  /** A YAML template, rendered with what the table was rendered with. */
  | { readonly template: string }
  /** The whole text. */
  | { readonly inline: string }
  /** Downloaded and verified by the node. */
  | { readonly source: string; readonly sha256: string };

export interface TableLink {
  readonly path: string;
  readonly target: string;
  readonly overwrite?: boolean;
}

export interface TableUnit {
  readonly name: string;
  readonly enabled?: boolean;
  readonly mask?: boolean;
  readonly contents?: { readonly local: string };
  readonly dropins?: readonly { readonly name: string; readonly contents: { readonly local: string } }[];
}

/** Checks the shape of a rendered table. Throws AppError `node-config` for anything that is not a part of it. */
export function contentsTable(document: unknown, file: string): ContentsTable {
  const complain = (message: string): never => {
    throw new AppError('node-config', `${file}: ${message}`, { kind: 'internal' });
  };
  const table = members(document, ['files', 'links', 'units']) ?? complain('has keys besides files, links and units');
  const list = (name: string, keys: readonly string[]) => {
    const items = table[name] ?? [];
    if (!Array.isArray(items)) return complain(`${name} is not a list`);
    for (const item of items) {
      if (!members(item, keys)) complain(`an entry of ${name} has keys besides ${keys.join(', ')}`);
    }
    return items as Record<string, unknown>[];
  };
  const files = list('files', ['path', 'mode', 'contents']);
  for (const { path, mode, contents } of files) {
    if (typeof path !== 'string' || typeof mode !== 'number') complain('a file has no path or no numeric mode');
    if (!isContents(contents))
      complain(`${String(path)}: contents are not one of local, template, inline, source + sha256`);
  }
  return {
    files: files as unknown as TableFile[],
    links: list('links', ['path', 'target', 'overwrite']) as unknown as TableLink[],
    units: list('units', ['name', 'enabled', 'mask', 'contents', 'dropins']) as unknown as TableUnit[],
  };
}

function members(value: unknown, allowed: readonly string[]): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.keys(value).every(key => allowed.includes(key)) ? (value as Record<string, unknown>) : undefined;
}

function isContents(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const texts = Object.values(value).every(member => typeof member === 'string');
  return texts && ['local', 'template', 'inline', 'sha256,source'].includes(Object.keys(value).sort().join());
}
