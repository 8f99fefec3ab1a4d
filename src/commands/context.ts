import type { Writable } from 'node:stream';

/** What a command may use of the process it runs in; tests give their own. */
export interface CommandContext {
  /** Data, and nothing else. */
  readonly stdout: Writable;
  /** Progress and errors. */
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Whether stdout is a terminal that takes colour. */
  readonly colour: boolean;
}
