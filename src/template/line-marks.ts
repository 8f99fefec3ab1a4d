import type { Position } from '../model/source.js';

/**
 * Every line of a template's own text is rendered with a mark of where it stands, so that each line of what is rendered
 * can be told its place, that of partials too. Marks are taken out again: final bytes have none.
 */
export function markLines(program: hbs.AST.Program, file: string): void {
  for (const statement of program.body) {
    if (statement.type === 'ContentStatement') markContent(statement as hbs.AST.ContentStatement, file);
    if (statement.type !== 'BlockStatement') continue;
    const { program: body, inverse } = statement as hbs.AST.BlockStatement;
    for (const inner of [body, inverse]) if (inner) markLines(inner, file);
  }
}

export interface Unmarked {
  readonly text: string;
  /** For each line the first mark on it; undefined where there is none. */
  readonly lines: readonly (Position | undefined)[];
}

const mark = /\ue002([^\ue003]*)\ue003/g;

export function withoutMarks(marked: string): Unmarked {
  const rows = marked.split('\n').map(line => {
    const [, place] = /\ue002([^\ue003]*)\ue003/.exec(line) ?? [];
    const text = line.replaceAll(mark, '');
    // Handlebars indents the blank lines of a partial, too.
    return { text: /^ +$/.test(text) ? '' : text, at: place === undefined ? undefined : positionOf(place) };
  });
  return { text: rows.map(({ text }) => text).join('\n'), lines: rows.map(({ at }) => at) };
}

function markContent(content: hbs.AST.ContentStatement, file: string): void {
  const { value, loc } = content;
  // Declared as something else than the text that it is.
  const original = content.original as unknown as string;
  if (value === '') return;
  // Blanks around blocks have been taken off by then.
  const offset = original.indexOf(value);
  const before = original.slice(0, offset).split('\n');
  const first = loc.start.line + before.length - 1;
  const indent = before.length === 1 ? loc.start.column + offset : (before.at(-1)?.length ?? 0);
  content.value = value
    .split('\n')
    .map((text, index) => {
      const blanks = text.search(/\S/);
      if (blanks === -1) return text;
      const column = (index === 0 ? indent : 0) + blanks + 1;
      return `\ue002${first + index}:${column}:${file}\ue003${text}`;
    })
    .join('\n');
}

function positionOf(place: string): Position {
  const [line, column, ...file] = place.split(':');
  return { file: file.join(':'), line: Number(line), column: Number(column) };
}
