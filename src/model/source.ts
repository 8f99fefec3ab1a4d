/** A place in a file of the fleet repository. Line and column count from 1. */
export interface Position {
  /** Path relative to the repository's root, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where each value of one YAML document stands. */
export interface DocumentSource {
  readonly file: string;
  /** JSON pointer of a value (`/spec/network/cidr`, root is the empty string) to where the value begins. */
  readonly values: Positions;
  /** JSON pointer of a mapping entry to where its key begins. */
  readonly keys: Positions;
  /** Where values come from that the document leaves open. */
  readonly defaults?: InheritedSource | undefined;
}

/** Positions by JSON pointer. Asking whether there is one is cheap; to tell it, a file may have to be read again. */
export interface Positions extends Iterable<readonly [pointer: string, position: Position]> {
  has(pointer: string): boolean;
  get(pointer: string): Position | undefined;
}

/** What stands below `from` in another document holds below `/spec` of this one. */
export interface InheritedSource {
  readonly source: DocumentSource;
  /** For example `/spec/defaults/cluster`. */
  readonly from: string;
}

/** A field of a document, by JSON pointer, written or not. */
export interface Place {
  readonly source: DocumentSource;
  readonly pointer: string;
}

/** Position of the value at `pointer`, or of the closest enclosing value that was written, here or in the defaults. */
export function locate(source: DocumentSource, pointer: string): Position {
  const { source: written, pointer: field } = writtenPlace({ source, pointer });
  for (let at = field; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const position = written.values.get(at);
    if (position !== undefined) return position;
  }
  return written.values.get('') ?? { file: written.file, line: 1, column: 1 };
}

/** The place that decides a field: in the document's defaults when they say more about it than the document itself. */
export function writtenPlace({ source, pointer }: Place): Place {
  const { defaults } = source;
  if (defaults === undefined) return { source, pointer };
  for (let at = pointer; at.startsWith('/spec/'); at = at.slice(0, at.lastIndexOf('/'))) {
    if (source.values.has(at)) break;
    const inherited = inheritedPointer(at, defaults);
    if (!defaults.source.values.has(inherited)) continue;
    return { source: defaults.source, pointer: inheritedPointer(pointer, defaults) };
  }
  return { source, pointer };
}

function inheritedPointer(pointer: string, { from }: InheritedSource): string {
  return `${from}${pointer.slice('/spec'.length)}`;
}

export function formatPosition(position: Position): string {
  return `${position.file}:${position.line}:${position.column}`;
}
