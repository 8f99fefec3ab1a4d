import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { columns } from './text.js';

/** A file before and after; undefined before it is there. */
interface ChangedFile {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** Something that was written, and where. */
export interface WrittenPlace {
  readonly file: string;
  /** Undefined for a whole file. */
  readonly line: number | undefined;
  /** Columns. */
  readonly what: readonly string[];
}

/** A unified diff that `git apply` and `patch -p1` take. */
export function filesDiff(files: readonly ChangedFile[]): string {
  return files
    .map(({ path, before, after }) => {
      const from = before === undefined ? '/dev/null' : `a/${path}`;
      const options = { headerOptions: FILE_HEADERS_ONLY };
      return createTwoFilesPatch(from, `b/${path}`, before ?? '', after, undefined, undefined, options);
    })
    .join('');
}

/** A line a place: `clusters/dev-c/cluster.yaml:12   dev-c   spec.network.cidr   10.64.32.0/20`. Ends in a newline. */
export function writtenText(places: readonly WrittenPlace[]): string {
  const rows = places.map(({ file, line, what }) => [line === undefined ? file : `${file}:${line}`, ...what]);
  return rows.length === 0 ? '' : `${columns(rows)}\n`;
}

/** Commands for the next steps, each with what it does, as lines. */
export function nextLines(commands: readonly (readonly string[])[]): readonly string[] {
  return columns(commands, { gap: 4 }).split('\n');
}
