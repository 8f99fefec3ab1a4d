import { visibleText } from '../model/visible-text.js';
import { counted } from './text.js';

/** What findings were looked for in. */
export interface FindingsScope {
  /** Files that were read. */
  readonly fileCount: number;
  /** Set when the report is limited to what a range of commits changed. */
  readonly since?: SinceScope | undefined;
}

export interface SinceScope {
  /** As the user named it. */
  readonly revision: string;
  /** Full id of the commit that was compared with. */
  readonly commit: string;
  /** Findings that were there already, in files that have not changed since. */
  readonly olderFindings: number;
}

/** What a report leaves out; undefined where that is nothing. */
export function leftOut({ since }: FindingsScope): string | undefined {
  if (since === undefined || since.olderFindings === 0) return undefined;
  return `${counted(since.olderFindings, 'older finding')} left out (since ${visibleText(since.revision)})`;
}
