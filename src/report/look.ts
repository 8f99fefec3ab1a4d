import type { Colors as Colours } from 'picocolors/types.js';
import type { AppError } from '../errors.js';
import type { FileEvent } from '../fleet/settled-files.js';
import { findingsSince } from '../fleet/since.js';
import type { Finding } from '../model/finding.js';
import { visibleText } from '../model/visible-text.js';
import { describeError } from './error.js';
import { findingsText } from './findings.js';
import { columns, counted } from './text.js';

/** What is told of a working tree at one moment. */
export interface ToldLook {
  /** What became different since the look before. */
  readonly events: readonly FileEvent[];
  readonly findings: readonly Finding[];
  readonly fileCount: number;
  /** Why it could not be read or rendered at all. Findings are then those of the look before. */
  readonly failure: AppError | undefined;
}

export interface LookOptions {
  readonly time: Date;
  /** What it renders to; undefined if something is wrong. */
  readonly result: string | undefined;
  readonly paint: Colours;
}

/** When what changed; what is wrong, and what is not any more; what comes of it. Begins with an empty line. */
export function lookText(look: ToldLook, last: ToldLook, { time, result, paint }: LookOptions): string {
  const sections = [
    [paint.bold(time.toTimeString().slice(0, 8)), eventsText(look.events)].filter(Boolean).join('  '),
    fixedText(look, last, paint),
    look.failure && describeError(look.failure, { debug: false }),
    result ?? (look.failure === undefined ? findingsText(look.findings, look, paint) : undefined),
    result === undefined ? 'Nothing is rendered until that is right.' : newFindingsText(look, last, paint),
  ];
  const told = sections.filter(section => section !== undefined && section !== '');
  return told.map(section => `\n${section?.trimEnd()}\n`).join('');
}

const notes: Readonly<Record<FileEvent['what'], string>> = { new: ' (new)', changed: '', removed: ' (removed)' };

function eventsText(events: readonly FileEvent[]): string {
  const shown = events
    .slice(0, events.length > 3 ? 2 : 3)
    .map(({ path, what }) => `${visibleText(path)}${notes[what]}`);
  const left = events.length - shown.length;
  return left === 0 ? shown.join(', ') : `${shown.join(', ')} and ${counted(left, 'more file')}`;
}

/** Findings that were there at the last look, and the failure of that look. */
function fixedText(look: ToldLook, last: ToldLook, paint: Colours): string | undefined {
  if (look.failure !== undefined) return undefined;
  const { findings } = findingsSince(last.findings, { changedFiles: new Set(), before: look.findings });
  const rows = findings.map(({ code, at, message }) => [paint.green('fixed'), code, `${at.file}: ${message}`]);
  if (last.failure !== undefined) rows.unshift([paint.green('fixed'), '', last.failure.message]);
  return rows.length === 0
    ? undefined
    : columns(
        rows.map(row => row.map(visibleText)),
        { gap: 2 },
      );
}

/** Warnings that were not there at the last look. */
function newFindingsText(look: ToldLook, last: ToldLook, paint: Colours): string | undefined {
  const { findings } = findingsSince(look.findings, { changedFiles: new Set(), before: last.findings });
  return findings.length === 0 ? undefined : findingsText(findings, look, paint);
}
