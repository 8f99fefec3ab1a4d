import { stat } from 'node:fs/promises';
import { AppError } from '../errors.js';

/** Throws AppError, in words, unless `directory` is a folder. */
export async function requireDirectory(directory: string): Promise<void> {
  const hint = 'go to the folder of the fleet repository, or name it with -C';
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(directory);
  } catch (error) {
    const denied = (error as NodeJS.ErrnoException).code === 'EACCES';
    const message = denied ? `${directory} cannot be read` : `there is no folder ${directory}`;
    throw new AppError('no-such-folder', message, { hint, cause: error });
  }
  if (!found.isDirectory()) throw new AppError('not-a-folder', `${directory} is a file, not a folder`, { hint });
}
