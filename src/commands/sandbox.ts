import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { AppError, exitCodes } from '../errors.js';
import type { LoggedCall } from '../sandbox/calls.js';
import type { FaultRule } from '../sandbox/control/rule.js';
import type { CommandContext } from './context.js';
import { positiveNumber } from './sandbox/quantities.js';

export interface SandboxCommandOptions {
  readonly port?: string;
  /** Folder to keep the state in. */
  readonly state?: string;
  readonly seed?: string;
  readonly speed?: string;
  /** Whose rates hold from the start on. */
  readonly profile?: 'aws';
  readonly outputChanges?: 'counted' | 'ignored';
  /** File to append every call to. */
  readonly log?: string;
}

/** Runs a local AWS until it is interrupted. What it prints is a shell script that points AWS clients to it. */
export async function sandbox(context: CommandContext, options: SandboxCommandOptions): Promise<number> {
  // V8 would sooner let the heap grow fourfold than collect, and a sandbox may hold thousands of stacks for hours.
  setFlagsFromString('--heap-growing-percent=20');
  const { state, seed, speed, profile, outputChanges, log } = options;
  const port = portFrom(options.port);
  const faults: readonly FaultRule[] = profile === undefined ? [] : [{ effect: { kind: 'throttle', profile } }];
  const { startSandbox } = await import('../sandbox/server.js');
  const running = await startSandbox({
    port,
    faults,
    ...(state !== undefined && { stateDir: resolve(context.cwd, state) }),
    ...(seed !== undefined && { seed }),
    ...(speed !== undefined && { speed: positiveNumber('--speed', speed) }),
    ...(outputChanges !== undefined && { outputChanges }),
    ...(log !== undefined && { onCall: appendTo(resolve(context.cwd, log), context) }),
    onDefect: error => context.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`),
  });
  context.stdout.write(shellLines(running.env, state));
  await aborted(context.signal);
  await running.close();
  return exitCodes.interrupted;
}

/** Each call is in the file before its answer is sent, so that a killed sandbox has noted what it answered. */
function appendTo(file: string, { stderr }: CommandContext): (call: LoggedCall) => void {
  const append = (text: string) => {
    try {
      appendFileSync(file, text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AppError('log-unwritable', `the log ${file} cannot be written: ${reason}`, {
        hint: 'name a file you may write to with --log',
        cause: error,
      });
    }
  };
  append('');
  return call => {
    try {
      append(`${JSON.stringify(call)}\n`);
    } catch (error) {
      stderr.write(`sandbox: ${String(error)}\n`);
    }
  };
}

function portFrom(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new AppError('bad-port', `"${text}" is not a port`, { hint: 'give --port a number from 0 to 65535' });
}

function shellLines(env: Readonly<Record<string, string>>, state: string | undefined): string {
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${value}`);
  const comments = [
    '# A local AWS, on this machine only, until Ctrl-C.',
    '# To look into an account, use its id as key: AWS_ACCESS_KEY_ID=111122223333',
    state === undefined
      ? '# Its state ends with it (--state DIR keeps it).'
      : `# Its state is kept in ${JSON.stringify(state)}`,
  ];
  return `${[...comments, ...exports].join('\n')}\n`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(done => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
