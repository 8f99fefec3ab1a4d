import { stripVTControlCharacters } from 'node:util';

/** Rows with aligned columns; a column that is empty in every row is left out. Colour codes do not count as width. */
export function columns(rows: readonly (readonly string[])[], options: { indent?: number; gap?: number } = {}): string {
  const { indent = 0, gap = 3 } = options;
  const count = Math.max(0, ...rows.map(row => row.length));
  const widths = Array.from({ length: count }, (_, index) => Math.max(...rows.map(row => width(row[index] ?? ''))));
  return rows.map(row => ' '.repeat(indent) + alignedRow(row, widths, gap)).join('\n');
}

/** Screens are laid out for terminals of this many columns. */
export const lineWidth = 80;

/** Lines of at most `lineWidth`, broken between words; a word that is longer stands alone. */
export function wrapped(text: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent + last.length + 1 + word.length <= lineWidth)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map(line => ' '.repeat(indent) + line);
}

/** `1 stack`, `2 stacks`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** `850ms`, `12s`, `3m12s`, `1h05m`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h${two(Math.floor((seconds % 3600) / 60))}m`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function alignedRow(row: readonly string[], widths: readonly number[], gap: number): string {
  const cells = widths.flatMap((columnWidth, index) => (columnWidth === 0 ? [] : [pad(row[index] ?? '', columnWidth)]));
  return cells.join(' '.repeat(gap)).trimEnd();
}

function pad(text: string, columnWidth: number): string {
  return text + ' '.repeat(columnWidth - width(text));
}

function width(text: string): number {
  return stripVTControlCharacters(text).length;
}
