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
  readonly values: ReadonlyMap<string, Position>;
  /** JSON pointer of a mapping entry to where its key begins. */
  readonly keys: ReadonlyMap<string, Position>;
}

/** Position of the value at `pointer`, or of the closest enclosing value that was written. */
export function locate(source: DocumentSource, pointer: string): Position {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const position = source.values.get(at);
    if (position !== undefined) return position;
  }
  return source.values.get('') ?? { file: source.file, line: 1, column: 1 };
}

export function formatPosition(position: Position): string {
  return `${position.file}:${position.line}:${position.column}`;
}
