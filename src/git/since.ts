import type { SimpleGit } from 'simple-git';
import { AppError } from '../errors.js';
import type { FleetFiles } from '../fleet/fleet-files.js';
import { commitId, isShallow } from './commit.js';
import { commitFiles } from './commit-files.js';
import { gitAnswer, gitBytes, gitIn } from './git-call.js';

/** Where the history of the working tree left that of a revision. */
export interface Since {
  /** Full id of the last commit that the revision and HEAD share; the revision itself, if HEAD descends from it. */
  readonly commit: string;
  /** The files of the folder as of that commit. */
  readonly files: FleetFiles;
  /** Paths below the folder that are new or different in the working tree, committed or not. */
  readonly changedFiles: ReadonlySet<string>;
}

/** Throws AppError when there is no such repository or revision, or nothing that it shares with HEAD. */
export async function openSince(directory: string, revision: string): Promise<Since> {
  const named = await commitId(directory, revision);
  const git = gitIn(directory);
  const commit = (await gitAnswer(git, ['merge-base', named, await commitId(directory, 'HEAD')]))?.trim() ?? '';
  if (commit === '') throw await nothingShared(directory, revision);
  return { commit, files: await commitFiles(directory, commit), changedFiles: await changedFiles(git, commit) };
}

async function nothingShared(directory: string, revision: string): Promise<AppError> {
  const message = `"${revision}" and HEAD share no commit`;
  if (!(await isShallow(directory))) {
    return new AppError('no-shared-commit', message, { hint: 'name a revision that HEAD descends from' });
  }
  const hint = 'run git fetch --unshallow; in GitHub Actions, give actions/checkout fetch-depth: 0';
  return new AppError('shallow-clone', `${message} in this shallow clone`, { hint });
}

async function changedFiles(git: SimpleGit, commit: string): Promise<ReadonlySet<string>> {
  const different = ['diff', '--name-only', '--no-renames', '--no-ext-diff', '--relative', '-z', commit, '--', '.'];
  const untracked = ['ls-files', '--others', '--exclude-standard', '-z'];
  const listings = [await gitBytes(git, ['--no-optional-locks', ...different]), await gitBytes(git, untracked)];
  return new Set(listings.flatMap(listing => listing.toString('utf8').split('\0')).filter(path => path !== ''));
}
