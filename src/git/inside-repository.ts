import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../errors.js';
import { gitAnswer, gitIn } from './git-call.js';

/** Whether a folder, which need not be there yet, is in the working tree of a Git repository. */
export async function insideRepository(directory: string): Promise<boolean> {
  try {
    const answer = await gitAnswer(gitIn(await nearestFolder(directory)), ['rev-parse', '--is-inside-work-tree']);
    return answer?.trim() === 'true';
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

async function nearestFolder(directory: string): Promise<string> {
  const found = await stat(directory).catch(() => undefined);
  return found?.isDirectory() === true ? directory : nearestFolder(dirname(directory));
}
