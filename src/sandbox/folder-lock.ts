import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../errors.js';

const heldHere = new Set<string>();

/** Keeps a second sandbox out of a state folder. The returned function gives it free; a killed owner's lock is taken over. */
export async function lockFolder(directory: string): Promise<() => Promise<void>> {
  const file = resolve(directory, 'lock');
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (isAlive(owner, file)) throw inUse(directory, owner);
    await writeFile(file, String(process.pid));
  }
  heldHere.add(file);
  return async () => {
    heldHere.delete(file);
    await rm(file, { force: true });
  };
}

/** Our own id in a lock that we do not hold is left from a container whose processes count from 1 again. */
function isAlive(pid: number, file: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (pid === process.pid) return heldHere.has(file);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function inUse(directory: string, pid: number): AppError {
  return new AppError('state-folder-in-use', `another sandbox (process ${pid}) uses the state folder ${directory}`, {
    hint: `end it, or name another folder with --state (if it is no sandbox, delete ${join(directory, 'lock')})`,
  });
}
