import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elsewhereRows } from '../src/import/mapping/elsewhere.js';
import { type MappingRow, pathText, sourceKinds, type TargetField } from '../src/import/mapping/row.js';
import { settingRows } from '../src/import/mapping/settings.js';
import { kindRows, sharedRows } from '../src/import/mapping/tables.js';
import type { GeneratedFile } from './generated-types.js';

const begin = '<!-- Made from src/import/mapping by npm run generate. -->';
const end = '<!-- End of what is made. -->';

/** docs/from-aws-operator.md with the part that is made from the tables of `import`. `root` is the project's folder. */
export function mappingDocument(root = '.'): GeneratedFile {
  const path = join(root, 'docs/from-aws-operator.md');
  const text = readFileSync(path, 'utf8');
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (before === undefined || after === undefined) throw new Error(`${path} lacks its marks`);
  return { path, content: `${before}${begin}\n\n${sections()}\n${end}${after}` };
}

function sections(): string {
  const kinds = sourceKinds.map(kind => section(kind, kindRows[kind].map(fieldCells)));
  const settings = settingRows.map(({ helmValue, flag, to, note }) => [
    optional(helmValue),
    optional(flag),
    to.map(field => code(field.replace(' ', ': ').replaceAll('.*', '[]'))).join(', ') || '–',
    to.length === 0 ? reason(note) : note,
  ]);
  const elsewhere = elsewhereRows.map(({ resource, field, note }) => [resource, optional(field), note]);
  return [
    ...kinds,
    section('Every resource', sharedRows.map(fieldCells)),
    section('Helm values and flags of the operator', settings, '| Helm value | flag | here | |'),
    section('What the operator wrote elsewhere', elsewhere, '| resource | there | here |'),
  ].join('\n');
}

function section(title: string, rows: readonly (readonly string[])[], header = '| there | here | |'): string {
  const lines = rows.map(cells => `| ${cells.map(cell => cell.replaceAll('<', '&lt;')).join(' | ')} |`);
  return [`### ${title}`, '', header, header.replaceAll(/[^|]+/g, '---'), ...lines, ''].join('\n');
}

function fieldCells({ path, to, note, fate }: MappingRow): readonly string[] {
  const here = to.map(field => code(targetText(field))).join(', ');
  return [code(pathText(path)), here || '–', fate === 'dropped' ? reason(note) : note];
}

function targetText({ kind, pointer }: TargetField): string {
  return `${kind}: ${pointer.slice(1).replaceAll('/*', '[]').replaceAll('/', '.')}`;
}

function reason(note: string): string {
  return `not taken over: ${note}`;
}

function optional(text: string): string {
  return text === '' ? '–' : code(text);
}

function code(text: string): string {
  return `\`${text}\``;
}
