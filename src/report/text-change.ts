import { structuredPatch } from 'diff';
import type { Colors as Colours } from 'picocolors/types.js';
import { visibleText } from '../model/visible-text.js';
import type { TextChange } from '../render/changes/config-changes.js';
import { counted } from './text.js';

const mostLines = 12;

/** A file of a node config: its path, and below it the lines that differ, as many as a screen has room for. */
export function textChangeLines({ path, before, after }: TextChange, paint: Colours): string[] {
  if (before === undefined || after === undefined) {
    return [`${visibleText(path)}  ${paint.yellow(before === undefined ? 'add' : 'remove')}`];
  }
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 0 });
  const lines = hunks.flatMap(hunk => hunk.lines).filter(line => !line.startsWith('\\'));
  const left = lines.length - mostLines;
  return [
    visibleText(path),
    ...lines.slice(0, mostLines).map(line => `  ${painted(line, paint)}`),
    ...(left > 0 ? [`  … ${counted(left, 'more line')}`] : []),
  ];
}

function painted(line: string, paint: Colours): string {
  const text = `${line[0]} ${visibleText(line.slice(1))}`;
  return line.startsWith('+') ? paint.green(text) : paint.red(text);
}
