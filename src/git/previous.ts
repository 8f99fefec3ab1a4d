import { AppError } from '../errors.js';
import type { FleetFiles } from '../fleet/fleet-files.js';
import { commitFiles } from './commit-files.js';
import { gitAnswer, gitIn } from './git-call.js';

/**
 * The files of a folder as they were before what its working tree says: those of HEAD, or of the commit before it when
 * nothing is uncommitted. Undefined where there is no such history: without Git, at the first commit, at the end of a
 * shallow clone.
 */
export async function previousFiles(directory: string): Promise<FleetFiles | undefined> {
  try {
    const git = gitIn(directory);
    const status = ['--no-optional-locks', 'status', '--porcelain', '--untracked-files=all', '--', '.'];
    const uncommitted = await gitAnswer(git, status);
    if (uncommitted === undefined) return undefined;
    const revision = uncommitted === '' ? 'HEAD^' : 'HEAD';
    const commit = await gitAnswer(git, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${revision}^{commit}`,
    ]);
    return commit === undefined || commit.trim() === '' ? undefined : await commitFiles(directory, commit.trim());
  } catch (error) {
    // Validation works without Git; whoever needs it says so.
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
