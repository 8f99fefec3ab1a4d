import { spawn, spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { cliPath, type Finished } from './process.js';

/** What a person waits for on the screen, and what they type then. */
export type Turn = readonly [question: string, keys: string];

export const enter = '\r';
export const down = '\u001b[B';
export const controlC = '\u0003';
/** Empties a field that holds a suggestion. */
export const clear = '\u0015';

/** Whether there is util-linux's `script`, which runs a program on a pseudo terminal. */
export const hasTerminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');

/**
 * Runs the command line on a pseudo terminal and answers its questions in their order. `stdout` is everything on the
 * screen, without control sequences. Rejects if a question does not come.
 */
export function onTerminal(
  args: readonly string[],
  { turns, cwd }: { turns: readonly Turn[]; cwd: string },
): Promise<Finished> {
  const command = `stty cols 80 rows 24; exec ${[process.execPath, cliPath, ...args].map(quoted).join(' ')}`;
  const child = spawn('script', ['--quiet', '--return', '--echo', 'never', '--command', command, '/dev/null'], {
    cwd,
    env: { ...process.env, TERM: 'xterm', COLUMNS: '80', NO_COLOR: '1', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 30_000,
  });
  let screen = '';
  let seen = 0;
  const open = [...turns];
  child.stdout.on('data', (chunk: Buffer) => {
    screen += stripVTControlCharacters(chunk.toString('utf8'));
    const at = open[0] === undefined ? -1 : screen.indexOf(open[0][0], seen);
    if (at === -1) return;
    // What follows on the screen now is no answer to the keys yet: the next question comes with the next chunk.
    seen = screen.length;
    child.stdin.write(open.shift()?.[1] ?? '');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', exitCode => {
      if (open.length > 0) reject(new Error(`"${open[0]?.[0]}" was not asked:\n${screen}`));
      else resolve({ exitCode, stdout: screen, stderr: '' });
    });
  });
}

function quoted(argument: string): string {
  return `'${argument.replaceAll("'", "'\\''")}'`;
}
