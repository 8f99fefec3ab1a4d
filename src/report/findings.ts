import type { Colors as Colours } from 'picocolors/types.js';
import type { Finding } from '../model/finding.js';
import { formatPosition } from '../model/source.js';
import { visibleText } from '../model/visible-text.js';
import { counted, wrapped } from './text.js';

export interface FindingsScope {
  /** Files that were read. */
  readonly fileCount: number;
}

/** Findings for people: place and field, what is wrong, what to do; then how many there are. Ends in a newline. */
export function findingsText(findings: readonly Finding[], { fileCount }: FindingsScope, paint: Colours): string {
  const blocks = findings.map(finding => findingText(finding, paint));
  return `${[...blocks, closing(findings, fileCount)].join('\n\n')}\n`;
}

/** The same for other programs. */
export function findingsDocument(findings: readonly Finding[], { fileCount }: FindingsScope) {
  const count = (severity: Finding['severity']) => findings.filter(finding => finding.severity === severity).length;
  return {
    files: fileCount,
    errors: count('error'),
    warnings: count('warning'),
    findings: findings.map(({ at, ...finding }) => ({ ...at, ...finding })),
  };
}

const labelWidth = 'warning CW1000'.length + 2;

function findingText({ at, path, severity, code, message, hint }: Finding, paint: Colours): string {
  const colour = severity === 'error' ? paint.red : paint.yellow;
  const label = `${severity} ${code}`;
  const lines = [
    `${paint.bold(visibleText(formatPosition(at)))}${path === '' ? '' : `  ${visibleText(path)}`}`,
    `  ${colour(label)}${' '.repeat(labelWidth - label.length)}${wrappedText(message)}`,
  ];
  if (hint !== undefined) lines.push(`  ${'hint'.padEnd(labelWidth)}${wrappedText(hint)}`);
  return lines.join('\n');
}

/** Wrapped beside the labels. What a message quotes is the repository's own, so it is shown without control characters. */
function wrappedText(text: string): string {
  return wrapped(visibleText(text), labelWidth + 2)
    .join('\n')
    .trimStart();
}

function closing(findings: readonly Finding[], fileCount: number): string {
  if (findings.length === 0) return `No mistakes in ${counted(fileCount, 'file')}.`;
  const errors = findings.filter(finding => finding.severity === 'error').length;
  const warnings = findings.length - errors;
  const files = new Set(findings.map(finding => finding.at.file)).size;
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return `${parts.join(' and ')} in ${files} of ${counted(fileCount, 'file')}`;
}
