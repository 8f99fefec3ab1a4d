#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { isatty } from 'node:tty';
import { CommanderError } from 'commander';
import type { CommandContext } from './commands/context.js';
import { program } from './commands/program.js';
import { AppError, exitCodes } from './errors.js';
import { describeError } from './report/error.js';

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  endQuietlyWhenNobodyReads();
  const context = processContext();
  let code: number = exitCodes.done;
  try {
    await program(context, result => {
      code = result;
    }).parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const told = context.signal.aborted ? interruption(error) : error;
    context.stderr.write(describeError(told, { debug: context.env.CLUSTERWRIGHT_DEBUG !== undefined }));
    return exitCodeOf(told);
  }
  return code;
}

/** After Ctrl-C, whatever failed did so because of it. */
function interruption(error: unknown): AppError {
  if (error instanceof AppError && error.kind === 'interrupted') return error;
  return new AppError('interrupted', 'interrupted', { kind: 'interrupted', cause: error });
}

function exitCodeOf(error: unknown): number {
  const kind = error instanceof AppError ? error.kind : undefined;
  if (kind === 'usage') return exitCodes.usage;
  return kind === 'interrupted' ? exitCodes.interrupted : exitCodes.failed;
}

function processContext(): CommandContext {
  const colour = isatty(1) && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb';
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: abortOnSignals(),
    colour,
  };
}

/** The first Ctrl-C lets a command end at a safe point; the second ends the process at once. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  // Every AWS call listens to it while it runs, and many run at once; that is no leak.
  setMaxListeners(0, controller.signal);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      controller.abort();
    });
  }
  return controller.signal;
}

/** `clusterwright … | head` closes the pipe early; that is no failure of ours. */
function endQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
}
