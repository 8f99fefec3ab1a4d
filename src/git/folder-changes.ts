import { EventEmitter, once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';
import { AppError } from '../errors.js';
import { requireDirectory } from './directory.js';

export interface FolderChangesOptions {
  /** Of paths below the folder, with forward slashes: those of which nothing is wanted, nor of what is below them. */
  readonly ignored: (path: string) => boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Files that come while a new folder is only just being watched may be missed (paulmillr/chokidar#1471). */
const lookAgainMs = 250;

/**
 * Says when it is time to look at a folder: first when it is watched, then after each burst of changes. What changes
 * while somebody looks is another burst. What changed is not told: the folder itself is to be asked. Throws AppError
 * when the folder goes away or cannot be watched.
 */
export async function* folderChanges(
  directory: string,
  { ignored, signal }: FolderChangesOptions,
): AsyncGenerator<void, void> {
  await requireDirectory(directory);
  const root = await realpath(directory);
  const watcher = watch(root, {
    ignored: path => path !== root && ignored(relative(root, path).split(sep).join('/')),
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    // Would hold back what is removed, in case it comes again.
    atomic: false,
  });
  const burst = new Burst();
  const failure = new AbortController();
  watcher.on('all', (event, path) => {
    if (event === 'unlinkDir' && path === root) failure.abort(gone(directory));
    if (event === 'addDir') setTimeout(() => burst.note(), lookAgainMs).unref();
    burst.note();
  });
  watcher.on('error', error => failure.abort(unwatchable(directory, error)));
  const end = AbortSignal.any([signal, failure.signal]);
  try {
    await once(watcher, 'ready', { signal: end });
    yield;
    while (!end.aborted) {
      await burst.over(end);
      yield;
    }
  } catch (error) {
    if (!end.aborted) throw error;
  } finally {
    await watcher.close();
  }
  failure.signal.throwIfAborted();
}

/** An editor's save, or a checkout, is over when nothing more has come for this long. */
const quietMs = 40;
/** Whatever writes all the time must not keep us from looking. */
const longestMs = 400;

/** Changes that come at about the same time. */
class Burst {
  readonly #noted = new EventEmitter();
  #firstMs: number | undefined;
  #lastMs = 0;

  note(): void {
    this.#lastMs = performance.now();
    this.#firstMs ??= this.#lastMs;
    this.#noted.emit('change');
  }

  /** Waits until there has been a change since the last time, and then for the others that come with it. */
  async over(signal: AbortSignal): Promise<void> {
    if (this.#firstMs === undefined) await once(this.#noted, 'change', { signal });
    while (this.#restMs() > 0) await sleep(this.#restMs(), undefined, { signal });
    this.#firstMs = undefined;
  }

  #restMs(): number {
    return Math.min(this.#lastMs + quietMs, (this.#firstMs ?? 0) + longestMs) - performance.now();
  }
}

function gone(directory: string): AppError {
  return new AppError('folder-gone', `${directory} was removed or renamed, so it is no longer watched`, {
    hint: 'run the command again where the fleet is now',
  });
}

function unwatchable(directory: string, error: unknown): AppError {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  const isLimit = reason === 'ENOSPC' || reason === 'EMFILE';
  return new AppError('cannot-watch', `${directory} cannot be watched: ${reason}`, {
    hint: isLimit
      ? 'raise the sysctls fs.inotify.max_user_watches and max_user_instances, or set CHOKIDAR_USEPOLLING=1'
      : 'set CHOKIDAR_USEPOLLING=1 to look at the files at intervals instead',
    cause: error,
  });
}
