import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { ended, projectRoot, startClusterwright } from '../../cli/process.js';

/** A copy of the example fleet in `fleet` of a scratch folder, to be edited while it is watched. */
export function scratchFleet(t: ExecutionContext) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'clusterwright-watch-')));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(projectRoot, 'examples/fleet'), join(root, 'fleet'), { recursive: true });
  const at = (path: string) => join(root, 'fleet', path);
  return {
    root,
    at,
    write(path: string, text: string) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    },
    /** As an editor saves that writes into the file. */
    edit(path: string, from: string | RegExp, to: string) {
      writeFileSync(at(path), edited(at(path), from, to));
    },
  };
}

/** The text of a file with something replaced that must be there. */
export function edited(path: string, from: string | RegExp, to: string): string {
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${path} has no ${String(from)}`);
  return after;
}

export interface Watching {
  readonly child: ChildProcess;
  /** Waits until the screen shows this after what was waited for before; then all that came with it. */
  shows(pattern: RegExp): Promise<string>;
  /** Everything that was ever shown. */
  screen(): string;
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `render --watch` in a scratch folder and waits until it watches. */
export async function startWatching(
  t: ExecutionContext,
  { root }: { root: string },
  args: readonly string[] = [],
): Promise<Watching> {
  const child = startClusterwright(['render', '--watch', '-C', 'fleet', ...args], {}, root);
  t.teardown(() => child.kill('SIGKILL'));
  let text = '';
  let seen = 0;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', chunk => {
      text += chunk;
      child.emit('text');
    });
  const watching: Watching = {
    child,
    screen: () => text,
    shows: pattern =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text.slice(seen));
          if (match === null) return;
          const shown = text.slice(seen, seen + match.index + match[0].length);
          seen += shown.length;
          child.off('text', look).off('close', closed);
          resolve(shown);
        };
        const closed = () => reject(new Error(`it ended without ${String(pattern)}:\n${text}`));
        child.on('text', look).once('close', closed);
        look();
      }),
    async end(signal = 'SIGTERM') {
      const code = ended(child);
      child.kill(signal);
      return code;
    },
  };
  await watching.shows(/Watching fleet .*\n/);
  return watching;
}
