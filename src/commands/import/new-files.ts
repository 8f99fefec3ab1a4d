import { basename } from 'node:path';
import { fleetText } from '../../import/fleet-text.js';
import type { OldRange } from '../../import/old-ranges.js';
import type { FileChange } from '../../scaffold/file-change.js';
import { accountText } from '../../scaffold/texts/account.js';
import type { CommandContext } from '../context.js';
import { wrongFlag } from '../form.js';
import type { ImportAnswers } from './answers.js';
import { inputFile } from './input-files.js';
import type { Destination } from './repository.js';

/** A new Fleet, new Accounts. */
export function answeredFiles({ fleet, newAccounts }: ImportAnswers, ranges: readonly OldRange[]): FileChange[] {
  const accounts = newAccounts.map(account => made(`accounts/${account.name}.yaml`, accountText(account)));
  if (fleet === undefined) return accounts;
  const { pool, ...rest } = fleet;
  const text = fleetText({ ...rest, addressPool: { cidr: pool, clusterPrefix: 20 }, ranges });
  return [made('fleet.yaml', text), ...accounts];
}

/** Releases that the command line gives, unless the repository has them already. */
export async function releaseFiles(
  context: CommandContext,
  paths: readonly string[],
  { files }: Destination,
): Promise<FileChange[]> {
  const there = new Set((await files.list()).map(({ path }) => path));
  const changes: FileChange[] = [];
  for (const path of paths) {
    const to = `releases/${basename(path)}`;
    if (!/\.ya?ml$/i.test(to)) throw wrongFlag('--release-file', `${path} does not end in .yaml`);
    const after = Buffer.from((await inputFile(context.cwd, path)).content).toString('utf8');
    if (!there.has(to)) changes.push(made(to, after));
    else if (Buffer.from(await files.read(to)).toString('utf8') !== after) {
      throw wrongFlag('--release-file', `the repository has another ${to}`);
    }
  }
  return changes;
}

function made(path: string, after: string): FileChange {
  return { path, before: undefined, after };
}
