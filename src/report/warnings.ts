import type { Colors as Colours } from 'picocolors/types.js';
import type { Finding } from '../model/finding.js';
import { formatPosition } from '../model/source.js';
import { visibleText } from '../model/visible-text.js';
import { counted } from './text.js';

/** How many are told one by one. */
const most = 3;

/** Warnings beside something more important, a line each; of many the first ones, and how to see all. */
export function warningsText(findings: readonly Finding[], paint: Colours): string {
  const lines = findings.slice(0, most).map(({ code, at, message }) => {
    const told = visibleText(`${formatPosition(at)}: ${message}`);
    return `${paint.yellow(`warning ${code}`)}  ${told}\n`;
  });
  const others = findings.length - lines.length;
  const more = `${counted(others, 'more warning')}: clusterwright validate --deep shows them\n`;
  return [...lines, ...(others > 0 ? [more] : [])].join('');
}
