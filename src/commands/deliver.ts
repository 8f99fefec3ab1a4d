import pc from 'picocolors';
import { AppError } from '../errors.js';
import type { FleetFiles } from '../fleet/fleet-files.js';
import { loadFleet } from '../fleet/load.js';
import { writeFiles } from '../git/write-files.js';
import type { Finding } from '../model/finding.js';
import { filesDiff, type WrittenPlace, writtenText } from '../report/file-changes.js';
import { findingsText } from '../report/findings.js';
import { changedFiles, type FileChange } from '../scaffold/file-change.js';
import type { CommandContext } from './context.js';
import { version } from './version.js';

export interface Delivery {
  readonly directory: string;
  readonly files: FleetFiles;
  /** What was wrong before. */
  readonly known: readonly Finding[];
  /** Which new errors prevent writing; without it, all. */
  readonly isRefused?: (finding: Finding) => boolean;
  readonly changes: readonly FileChange[];
  readonly places: readonly WrittenPlace[];
  /** Lines with the next steps. */
  readonly next: readonly string[];
  readonly dryRun: boolean;
}

/**
 * Writes the files, all or none, and says what was written and what comes next; with `dryRun`, shows the difference.
 * Throws AppError `would-not-validate`, and writes nothing, if the repository would have a mistake that it has not now.
 */
export async function deliver(context: CommandContext, delivery: Delivery): Promise<void> {
  const { directory, files, known, isRefused = () => true, changes, places, next, dryRun } = delivery;
  const after = await loadFleet(changedFiles(files, changes), { version: version() });
  const before = new Set(known.map(identity));
  const made = after.findings.filter(
    finding => finding.severity === 'error' && !before.has(identity(finding)) && isRefused(finding),
  );
  if (made.length > 0) {
    context.stderr.write(`${findingsText(made, after, pc.createColors(context.colour))}\n`);
    throw new AppError('would-not-validate', 'what was to be written would not pass validate; nothing was written', {
      hint: 'change the flags as the hints above say',
    });
  }
  if (dryRun) {
    context.stdout.write(filesDiff(changes));
    context.stderr.write('Nothing was written (--dry-run).\n');
    return;
  }
  await writeFiles(directory, changes);
  context.stdout.write(`${writtenText(places)}\n${next.map(line => `  ${line}`.trimEnd().concat('\n')).join('')}`);
}

/** Places move as lines are added; what is said about which field does not. */
function identity({ code, at, path, message }: Finding): string {
  return [code, at.file, path, message].join('\0');
}
