import { AppError } from '../errors.js';
import type { FleetFiles } from '../fleet/fleet-files.js';
import { commitFiles } from './commit-files.js';
import { requireDirectory } from './directory.js';
import { gitAnswer, gitIn } from './git-call.js';

/** A commit of the repository that a folder belongs to. */
export interface Commit {
  readonly sha: string;
  readonly shortSha: string;
  /** First line of the message. */
  readonly subject: string;
  /** The files of the folder as of this commit. */
  readonly files: FleetFiles;
  /** Paths below the folder that differ between HEAD and the working tree, untracked ones included, sorted. */
  readonly uncommitted: readonly string[];
}

/**
 * Opens the commit that `ref` names. `directory` may be a sub-folder of the repository. Throws AppError when there is
 * no such folder, repository, commit or revision.
 */
export async function openCommit(directory: string, ref: string): Promise<Commit> {
  const sha = await commitId(directory, ref);
  const git = gitIn(directory);
  const prefix = (await gitAnswer(git, ['rev-parse', '--show-prefix'])) ?? '';
  const [shortSha = '', subject = ''] =
    (await gitAnswer(git, ['log', '-1', '--no-show-signature', '--format=%h%x00%s', sha]))?.trimEnd().split('\0') ?? [];
  return {
    sha,
    shortSha,
    subject,
    files: await commitFiles(directory, sha),
    uncommitted: await uncommittedPaths(directory, prefix.trimEnd()),
  };
}

/** Full id of the commit that `ref` names. Throws AppError when there is no such folder, repository, commit or revision. */
export async function commitId(directory: string, ref: string): Promise<string> {
  await requireDirectory(directory);
  const git = gitIn(directory);
  if ((await gitAnswer(git, ['rev-parse', '--git-dir'])) === undefined) {
    throw new AppError('not-a-git-repository', `${directory} is not in a Git repository`, {
      hint: 'plan, apply and validate --since read commits: run git init, git add and git commit; validate and render work without',
    });
  }
  const sha = await gitAnswer(git, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (sha === undefined || sha.trim() === '') throw await noCommit(directory, ref);
  return sha.trim();
}

/** Whether the history ends before its beginning, as CI systems clone it. */
export async function isShallow(directory: string): Promise<boolean> {
  return (await gitAnswer(gitIn(directory), ['rev-parse', '--is-shallow-repository']))?.trim() === 'true';
}

async function noCommit(directory: string, ref: string): Promise<AppError> {
  const head = await gitAnswer(gitIn(directory), ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head === undefined || head === '') {
    const hint = 'run git add and git commit; validate and render read the working tree without';
    return new AppError('no-commit', `the Git repository of ${directory} has no commit yet`, { hint });
  }
  const message = `"${ref}" is no commit of this repository`;
  if (!(await isShallow(directory))) {
    return new AppError('unknown-revision', message, { hint: 'name a commit, branch or tag that git log knows' });
  }
  const hint = 'run git fetch --unshallow; in GitHub Actions, give actions/checkout fetch-depth: 0';
  return new AppError('unknown-revision', `${message}, which is a shallow clone`, { hint });
}

/** A bare repository has no working tree and so nothing uncommitted. */
async function uncommittedPaths(directory: string, prefix: string): Promise<string[]> {
  const status = [
    '--no-optional-locks',
    'status',
    '--porcelain',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--',
    '.',
  ];
  const listing = (await gitAnswer(gitIn(directory), status)) ?? '';
  return listing
    .split('\0')
    .filter(line => line !== '')
    .map(line => line.slice(3))
    .map(path => (path.startsWith(prefix) ? path.slice(prefix.length) : path))
    .sort();
}
