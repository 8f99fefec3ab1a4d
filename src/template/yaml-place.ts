/** Where a mustache stands on its line: all that decides whether a quoted value may stand there. */
export interface YamlPlace {
  /** Why nothing may be written there, with what to do instead. */
  readonly problem: string | undefined;
  /** A YAML tag such as `!Ref` stands before it. */
  readonly tagged: boolean;
}

export interface MustacheSpan {
  /** Line from 1. */
  readonly line: number;
  /** Columns from 0; the end is behind the last brace. */
  readonly start: number;
  readonly end: number;
  readonly role: 'value' | 'key';
}

/** Reads the places of mustaches in the text of a YAML template. */
export function yamlPlaces(text: string): (span: MustacheSpan) => YamlPlace {
  const lines = withoutMustaches(text).split('\n');
  const blockScalars = linesOfBlockScalars(lines);
  return span => {
    const line = lines[span.line - 1] ?? '';
    const before = line.slice(0, span.start);
    const after = line.slice(span.end);
    const untagged = before.replace(/(^|[\s[,])![\w:-]+\s+$/, '$1');
    const problem = blockScalars.has(span.line)
      ? 'stands inside a block scalar, where it would not be read as a value'
      : (quotedOrComment(before) ?? (span.role === 'key' ? keyProblem(before, after) : valueProblem(untagged, after)));
    return { problem, tagged: untagged !== before };
  };
}

/** Blocks, partials and comments become blanks, mustaches that write something become letters; columns stay. */
function withoutMustaches(text: string): string {
  return text
    .replaceAll(/\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![^-][\s\S]*?\}\}/g, blanks)
    .replaceAll(/\{\{~?(?:[#/^>]|else\b)[^}]*\}\}/g, blanks)
    .replaceAll(/\{\{\{?[^}]*\}\}\}?/g, mustache => 'x'.repeat(mustache.length));
}

function blanks(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}

/** Numbers of the lines that a block scalar (`|` or `>`) goes on over. */
function linesOfBlockScalars(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let parentIndent: number | undefined;
  for (const [index, line] of lines.entries()) {
    const indent = line.search(/\S/);
    if (indent === -1) continue;
    if (parentIndent !== undefined && indent > parentIndent) {
      found.add(index + 1);
      continue;
    }
    parentIndent = /(^|[:\-\w]\s+)[|>][-+\d]*\s*(#.*)?$/.test(line) ? indentOfParent(line) : undefined;
  }
  return found;
}

/** `- - |` belongs to the innermost sequence. */
function indentOfParent(line: string): number {
  const dashes = /^\s*(?:- +)*/.exec(line)?.[0] ?? '';
  const keyed = /^[^\s#'"|>!][^#]*?:\s/.test(line.slice(dashes.length));
  return keyed ? dashes.length : Math.max(0, dashes.trimEnd().length - 1);
}

function quotedOrComment(before: string): string | undefined {
  let quote: string | undefined;
  for (let at = 0; at < before.length; at++) {
    const character = before[at];
    if (quote === '"' && character === '\\') at++;
    else if (quote !== undefined) quote = character === quote ? undefined : quote;
    else if ((character === '"' || character === "'") && /(^|[\s[{,])$/.test(before.slice(0, at))) quote = character;
    else if (character === '#' && /(^|\s)$/.test(before.slice(0, at))) return 'stands in a comment';
  }
  if (quote === undefined) return undefined;
  return 'stands inside a quoted scalar: give the whole value to one variable, the compiler quotes it';
}

function keyProblem(before: string, after: string): string | undefined {
  const begins = /^\s*(?:- +)*$|[{,]\s*$/.test(before);
  return begins && /^\s*:(\s|$)/.test(after) ? undefined : 'is a key that does not stand where a mapping key stands';
}

function valueProblem(before: string, after: string): string | undefined {
  if (/^\s*:(\s|$)/.test(after)) return 'is a mapping key: write {{key name}}';
  const begins = /^\s*(?:- +)*$|:\s+$|[[,]\s*$/.test(before);
  const ends = /^\s*$|^\s*[,\]}]|^\s+#/.test(after);
  return begins && ends
    ? undefined
    : 'stands in the middle of a scalar: give the whole value to one variable, or use Fn::Sub with named values';
}
