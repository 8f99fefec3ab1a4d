import type { Finding } from '../model/finding.js';
import { formatPosition } from '../model/source.js';
import { visibleText } from '../model/visible-text.js';

/**
 * Findings as workflow commands, a line each, which GitHub Actions shows beside the lines of a pull request. `folder` is
 * that of the fleet in its Git repository, empty or with a slash at its end.
 */
export function githubCommands(findings: readonly Finding[], folder: string): string {
  return findings.map(finding => `${command(finding, folder)}\n`).join('');
}

function command({ severity, at, code, path, message, hint, related = [] }: Finding, folder: string): string {
  const properties = {
    file: `${folder}${at.file}`,
    line: String(at.line),
    col: String(at.column),
    title: visibleText(path === '' ? code : `${code} ${path}`),
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(value)}`);
  const lines = [
    message,
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
    ...related.map(other => `see ${formatPosition(other.at)}, ${other.message}`),
  ];
  return `::${severity} ${written.join(',')}::${escapedData(lines.map(visibleText).join('\n'))}`;
}

/** As actions/toolkit does, packages/core/src/command.ts; the runner undoes it. */
function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
