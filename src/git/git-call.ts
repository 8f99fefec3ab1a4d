import { GitError, type SimpleGit, simpleGit } from 'simple-git';
import { AppError } from '../errors.js';

/** Git in a folder that exists. Reading commands only; none of them takes a lock or asks for a password. */
export function gitIn(directory: string): SimpleGit {
  return simpleGit({
    baseDir: directory,
    // With the default, output that arrives later than 50 ms after the process has ended would be cut off.
    completion: { onClose: true, onExit: false },
  });
}

/**
 * What Git prints as text. Undefined, or nothing with `--quiet`, where it fails because the answer is no. Throws
 * AppError if Git cannot run at all.
 */
export async function gitAnswer(git: SimpleGit, args: readonly string[]): Promise<string | undefined> {
  try {
    return await git.raw([...args]);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (/ENOENT/.test(error.message)) {
      throw new AppError('git-missing', 'git is not installed', { hint: 'install git 2.25 or newer', cause: error });
    }
    if (/dubious ownership/.test(error.message)) {
      const hint = 'git config --global --add safe.directory PATH allows it, if you trust its content';
      throw new AppError('git-refuses', 'Git refuses to read a repository that belongs to another user', {
        hint,
        cause: error,
      });
    }
    return undefined;
  }
}

/** What Git prints, byte for byte. */
export async function gitBytes(git: SimpleGit, args: readonly string[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  git.outputHandler((_command, stdout) => {
    stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  });
  try {
    await git.raw([...args]);
  } catch (error) {
    throw new AppError('git-failed', `Git cannot read its objects: ${firstLine(error)}`, {
      hint: 'run git fsck in the repository',
      cause: error,
    });
  }
  return Buffer.concat(chunks);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n')[0] ?? '';
}
