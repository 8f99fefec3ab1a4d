import { diffArrays } from 'diff';

/**
 * Applies the difference of two printed texts to the hand-written text that the first was printed from. Lines on which the
 * two agree stay as they were written; new lines take the indentation of those they stand among.
 */
export function withPrintedChange(original: string, { before, after }: { before: string; after: string }): string {
  const blankLines = /^\n*/.exec(original)?.[0] ?? '';
  const lines = after.split('\n');
  const written = placed(original.slice(blankLines.length).split('\n'), { before: before.split('\n'), after: lines });
  return blankLines + indented(lines, written).join('\n');
}

/** Lines of the original and what they look like printed; lines that differ in spaces only are the same line. */
interface Chunk {
  readonly original: string[];
  readonly printed: string[];
}

/** What stands for each line of the edited print: lines of the original, or undefined where the edit made a line. */
function placed(
  original: readonly string[],
  { before, after }: { before: readonly string[]; after: readonly string[] },
): (readonly string[] | undefined)[] {
  const kept = keptLines(before, after);
  const written: (readonly string[] | undefined)[] = after.map(() => undefined);
  let line = 0;
  for (const chunk of chunksOf(original, before)) {
    const places = chunk.printed.map((_, index) => kept.get(line + index));
    const [first] = places;
    if (chunk.printed.length === 0) {
      // Blank lines that printing drops stay behind the line that they follow.
      const above = kept.get(line - 1);
      const aboveLines = above === undefined ? undefined : written[above];
      if (above !== undefined && aboveLines !== undefined) written[above] = [...aboveLines, ...chunk.original];
    } else if (first !== undefined && places.every((place, index) => place === first + index)) {
      for (const place of places) if (place !== undefined) written[place] = [];
      written[first] = chunk.original;
    }
    line += chunk.printed.length;
  }
  return written;
}

function chunksOf(original: readonly string[], printedLines: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let open: Chunk | undefined;
  let at = 0;
  for (const part of diffArrays([...original], [...printedLines], { comparator: sameButForSpaces })) {
    if (part.added || part.removed) {
      if (open === undefined) {
        open = { original: [], printed: [] };
        chunks.push(open);
      }
      (part.removed ? open.original : open.printed).push(...part.value);
      if (part.removed) at += part.value.length;
      continue;
    }
    open = undefined;
    // The lines of a common part are those of one side; it is the original's own spaces that are wanted.
    for (const line of part.value) {
      chunks.push({ original: [original[at] ?? line], printed: [line] });
      at += 1;
    }
  }
  return chunks;
}

function sameButForSpaces(a: string, b: string): boolean {
  return squeezed(a) === squeezed(b);
}

function squeezed(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}

/** Index of a line before the edit to its index after it, for lines that stay. */
function keptLines(before: readonly string[], after: readonly string[]): ReadonlyMap<number, number> {
  const kept = new Map<number, number>();
  let from = 0;
  let to = 0;
  for (const { value, removed, added } of diffArrays([...before], [...after])) {
    if (!removed && !added) for (const index of value.keys()) kept.set(from + index, to + index);
    if (!added) from += value.length;
    if (!removed) to += value.length;
  }
  return kept;
}

/** New lines take the indentation of the lines of the original that they stand among. */
function indented(lines: readonly string[], written: readonly (readonly string[] | undefined)[]): string[] {
  const levels: { readonly printed: number; readonly original: number }[] = [];
  return lines.flatMap((line, index) => {
    const there = written[index];
    if (squeezed(line) === '') return there ?? [''];
    const printedIndent = indentOf(line);
    while ((levels.at(-1)?.printed ?? -1) >= printedIndent && levels.at(-1)?.printed !== printedIndent) levels.pop();
    const above = levels.at(-1);
    const first = there?.find(text => squeezed(text) !== '');
    const below = above === undefined ? printedIndent : above.original + printedIndent - above.printed;
    const indent = first === undefined ? (siblingIndent(lines, written, index) ?? below) : indentOf(first);
    if (above?.printed === printedIndent) levels.pop();
    levels.push({ printed: printedIndent, original: indent });
    return there ?? [' '.repeat(indent) + line.trim()];
  });
}

/** Indentation of the next line of the original on the same level. */
function siblingIndent(
  lines: readonly string[],
  written: readonly (readonly string[] | undefined)[],
  index: number,
): number | undefined {
  const level = indentOf(lines[index] ?? '');
  for (let next = index + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (squeezed(line) === '' || indentOf(line) > level) continue;
    if (indentOf(line) < level) return undefined;
    const first = written[next]?.find(text => squeezed(text) !== '');
    if (first !== undefined) return indentOf(first);
  }
  return undefined;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
