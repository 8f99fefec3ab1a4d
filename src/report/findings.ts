import type { Colors as Colours } from 'picocolors/types.js';
import type { Finding } from '../model/finding.js';
import { formatPosition } from '../model/source.js';
import { visibleText } from '../model/visible-text.js';
import { type FindingsScope, leftOut } from './findings-scope.js';
import { counted, wrapped } from './text.js';

/** Findings for people: place and field, what is wrong, what to do; then how many there are. Ends in a newline. */
export function findingsText(findings: readonly Finding[], scope: FindingsScope, paint: Colours): string {
  const blocks = findings.map(finding => findingText(finding, paint));
  return `${[...blocks, findingsCount(findings, scope)].join('\n\n')}\n`;
}

const labelWidth = 'warning CW1000'.length + 2;

/** Without what it counts to. */
export function findingText({ at, path, severity, code, message, hint }: Finding, paint: Colours): string {
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

/** How many there are, in how many files, and what was left out, in one line. */
export function findingsCount(findings: readonly Finding[], scope: FindingsScope): string {
  const left = leftOut(scope);
  const files = counted(scope.fileCount, 'file');
  if (findings.length === 0)
    return left === undefined ? `No mistakes in ${files}.` : `No new mistakes in ${files}; ${left}.`;
  const errors = findings.filter(finding => finding.severity === 'error').length;
  const warnings = findings.length - errors;
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  const filesWithFindings = new Set(findings.map(finding => finding.at.file)).size;
  // What is missing altogether is told of a file that nobody read.
  const where =
    filesWithFindings > scope.fileCount ? counted(filesWithFindings, 'file') : `${filesWithFindings} of ${files}`;
  const count = `${parts.join(' and ')} in ${where}`;
  return left === undefined ? count : `${count}; ${left}`;
}
