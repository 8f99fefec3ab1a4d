/**
 * Who has to act: the user (input, permissions, set-up, or how the command was called), nobody (it may pass by itself, or
 * the user called it off), or we (a defect).
 */
export type ErrorKind = 'user' | 'usage' | 'interrupted' | 'transient' | 'internal';

export interface AppErrorOptions {
  readonly kind?: ErrorKind;
  /** The next step, as an imperative sentence without a full stop. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An error that is told to the user as one sentence and a next step, without a stack trace. */
export class AppError extends Error {
  override readonly name = 'AppError';
  /** Stable identifier, for example `not-a-fleet-repository`. */
  readonly code: string;
  readonly kind: ErrorKind;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = options.kind ?? 'user';
    this.hint = options.hint;
  }
}

/** Process exit codes; the order of precedence is failed, held, changes, done. */
export const exitCodes = { done: 0, failed: 1, changes: 2, held: 3, usage: 64, interrupted: 130 } as const;
