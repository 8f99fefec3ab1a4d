import { resolve } from 'node:path';
import pc from 'picocolors';
import { exitCodes } from '../errors.js';
import { loadFleet } from '../fleet/load.js';
import { workingTree } from '../git/working-tree.js';
import { findingsDocument, findingsText } from '../report/findings.js';
import type { CommandContext } from './context.js';
import { version } from './version.js';

export interface ValidateOptions {
  readonly directory: string;
  readonly format: 'text' | 'json';
}

/** Reports every mistake in the specs of a working tree; fails if one is an error. */
export async function validate(context: CommandContext, options: ValidateOptions): Promise<number> {
  const { fleet, findings, fileCount } = await loadFleet(workingTree(resolve(context.cwd, options.directory)), {
    version: version(),
  });
  const scope = { fileCount };
  const text =
    options.format === 'json'
      ? `${JSON.stringify(findingsDocument(findings, scope), null, 2)}\n`
      : findingsText(findings, scope, pc.createColors(context.colour));
  context.stdout.write(text);
  return fleet === undefined ? exitCodes.failed : exitCodes.done;
}
