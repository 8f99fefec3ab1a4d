import type { Colors as Colours } from 'picocolors/types.js';
import type { FieldFate } from '../import/convert-fields.js';
import type { ImportOutcome } from '../import/make-import.js';
import { formatPosition } from '../model/source.js';
import { visibleText } from '../model/visible-text.js';
import { findingsText } from './findings.js';
import type { FindingsScope } from './findings-scope.js';
import { counted, wrapped } from './text.js';

export interface ImportScope {
  readonly isWritten: boolean;
  /** Files that were read. */
  readonly fileCount: number;
}

const fates = ['carried', 'changed', 'dropped', 'unknown'] as const;

const titles: Readonly<Record<FieldFate['fate'], string>> = {
  carried: 'carried over',
  changed: 'changed',
  dropped: 'dropped',
  unknown: 'not understood',
};

const signs: Readonly<Record<FieldFate['fate'], string>> = { carried: '=', changed: '~', dropped: '-', unknown: '?' };

/** Every field of the input and what became of it, findings, and what was written. Ends in a newline. */
export function importText(outcome: ImportOutcome, scope: ImportScope, paint: Colours): string {
  const { fields, findings } = outcome;
  const blocks = [
    ...byResource(fields).map(([resource, rows]) => {
      const title = paint.bold(`${visibleText(resource)}  ${place(rows)}`);
      return [title, ...rows.flatMap(fieldLines)].join('\n');
    }),
    ...(findings.length === 0 ? [] : [findingsText(findings, filesOf(outcome, scope), paint).trimEnd()]),
    closing(outcome, scope),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Findings stand in files that were read, or in those that would be written. */
function filesOf({ changes }: ImportOutcome, { fileCount }: ImportScope): FindingsScope {
  return { fileCount: fileCount + changes.length };
}

/** The same as a page, for a pull request. */
export function importMarkdown(outcome: ImportOutcome, scope: ImportScope): string {
  const { fields, findings } = outcome;
  const tables = byResource(fields).map(([resource, rows]) => {
    const lines = rows.map(({ at, field, value, fate, to, note }) => {
      const cells = [
        cell(field),
        cell(value),
        titles[fate],
        to.map(cell).join(', '),
        escaped(note),
        `${escaped(at.file)}:${at.line}`,
      ];
      return `| ${cells.join(' | ')} |`;
    });
    return [
      `## ${escaped(resource)}`,
      '',
      '| field | value | | here | why | where |',
      '|---|---|---|---|---|---|',
      ...lines,
    ].join('\n');
  });
  const wrong = findings.map(({ at, severity, code, message, hint }) => {
    return `- ${severity} ${code} at ${escaped(formatPosition(at))}: ${escaped(message)}${hint === undefined ? '' : ` (${escaped(hint)})`}`;
  });
  return `${['# Import', escaped(closing(outcome, scope)), ...(wrong.length === 0 ? [] : [wrong.join('\n')]), ...tables].join('\n\n')}\n`;
}

/** The same for other programs. */
export function importDocument(
  { changes, clusters, fields, findings }: ImportOutcome,
  { isWritten, fileCount }: ImportScope,
) {
  const count = (fate: FieldFate['fate']) => fields.filter(field => field.fate === fate).length;
  return {
    written: isWritten,
    read: fileCount,
    files: failed(findings) ? [] : changes.map(({ path }) => path),
    clusters,
    counts: Object.fromEntries(fates.map(fate => [fate, count(fate)])),
    findings: findings.map(({ at, ...finding }) => ({ ...at, ...finding })),
    fields: fields.map(({ at, ...field }) => ({ ...at, ...field })),
  };
}

function failed(findings: ImportOutcome['findings']): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

function byResource(fields: readonly FieldFate[]): [string, FieldFate[]][] {
  const groups = new Map<string, FieldFate[]>();
  for (const field of fields) groups.set(field.resource, [...(groups.get(field.resource) ?? []), field]);
  return [...groups];
}

function place(rows: readonly FieldFate[]): string {
  const [first] = rows;
  return first === undefined ? '' : visibleText(first.at.file);
}

/** `= 15 spec.cluster.description: "payments"`, and below what became of it. */
function fieldLines({ at, field, value, fate, to, note }: FieldFate): readonly string[] {
  const said = [
    ...(to.length === 0 ? [] : [`-> ${to.join(', ')}`]),
    ...(note === '' ? [] : [fate === 'dropped' || fate === 'unknown' ? `${titles[fate]}: ${note}` : note]),
  ];
  return [
    `  ${signs[fate]} ${at.line} ${visibleText(`${field}: ${value}`)}`,
    ...said.flatMap(line => wrapped(visibleText(line), 6)),
  ];
}

function closing({ changes, clusters, fields, findings }: ImportOutcome, { isWritten }: ImportScope): string {
  const counts = fates.map(fate => `${fields.filter(field => field.fate === fate).length} ${titles[fate]}`).join(', ');
  const renamed = clusters.map(({ old, name }) => (old === name ? name : `${old} as ${name}`)).join(', ');
  const summary = `${counted(fields.length, 'field')}: ${counts}.`;
  if (failed(findings)) return `${summary}\nNothing was written: mend the errors, then import again.`;
  const what = `${counted(clusters.length, 'cluster')} (${renamed}) in ${counted(changes.length, 'file')}`;
  if (!isWritten)
    return `${summary}\n${what} would be written; the same without --dry-run writes them.\n${changes.map(({ path }) => `  ${path}`).join('\n')}`;
  return [
    summary,
    `${what}, each paused:`,
    ...changes.map(({ path }) => `  ${path}`),
    'Next: clusterwright validate, read the files, commit; docs/from-aws-operator.md tells how to move.',
  ].join('\n');
}

function cell(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

function escaped(text: string): string {
  return visibleText(text.replaceAll('\n', '  \n').replace(/[\n]/g, '\n'))
    .replaceAll('\\u000a', '\n')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
}
