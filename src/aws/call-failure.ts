import { AppError, type ErrorKind } from '../errors.js';
import { isUnreadable } from './failure.js';

export interface FailedCall {
  /** Code of the AppError. */
  readonly code: string;
  /** What was tried, after "cannot", for example `read s3://bucket/key`. */
  readonly what: string;
  /** AWS's name of an error to the next step. */
  readonly hints?: Readonly<Record<string, string>>;
}

/** An error of the SDK told as a sentence with a next step; an abort, and what is no error of a call, as it is. */
export function callFailure(error: unknown, { code, what, hints }: FailedCall, signal: AbortSignal): unknown {
  if (signal.aborted || !(error instanceof Error) || error instanceof AppError) return error;
  if (isUnreadable(error)) {
    return new AppError(code, `cannot ${what}: the answer cannot be read`, { kind: 'transient', hint: onceMore });
  }
  // KMS leaves the message out where it could tell something to an attacker: its name says what happened then.
  const reason = ['', 'UnknownError', error.name].includes(error.message)
    ? error.name
    : `${error.name}: ${error.message}`;
  const kind = kindOf(error);
  const hint = hints?.[error.name] ?? generalHints[error.name] ?? (kind === 'transient' ? onceMore : undefined);
  const options = { kind, cause: error };
  return new AppError(code, `cannot ${what}: ${reason}`, hint === undefined ? options : { ...options, hint });
}

const onceMore = 'run the same command again; it goes on where this run stopped';
const permissions = 'give the role that the account names the permission';
const generalHints: Readonly<Record<string, string>> = {
  AccessDenied: permissions,
  AccessDeniedException: permissions,
};

/**
 * The SDK has tried again several times before. What AWS says is the caller's fault stays so, except being asked to
 * slow down; what never got an answer, or is AWS's fault, may pass.
 */
function kindOf(error: Error): ErrorKind {
  if (error.name === 'CredentialsProviderError') return 'user';
  if (!('$fault' in error) || error.$fault !== 'client') return 'transient';
  return /throttl|slowdown|toomanyrequests|requestlimitexceeded/i.test(error.name) ? 'transient' : 'user';
}
