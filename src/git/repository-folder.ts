import { AppError } from '../errors.js';
import { gitAnswer, gitIn } from './git-call.js';

/** The folder inside its Git repository, with a slash at its end; empty at the root, and where there is no Git. */
export async function repositoryFolder(directory: string): Promise<string> {
  try {
    return ((await gitAnswer(gitIn(directory), ['rev-parse', '--show-prefix'])) ?? '').replace(/\n$/, '');
  } catch (error) {
    if (error instanceof AppError) return '';
    throw error;
  }
}
