import { AppError } from '../errors.js';
import { unreachable } from './endpoint.js';

/** What was being done, for the sentence. */
export interface CallContext {
  readonly endpoint: string;
  /** AWS's name of the action. */
  readonly action: string;
  readonly accountId: string;
  readonly region: string;
  /** ARN of the role that acted, or was to be assumed. */
  readonly role: string;
}

/** An SDK error as a sentence and a next step; the abort reason and AppErrors come back as they are. */
export function explain(error: unknown, context: CallContext, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const { action, accountId, region, role } = context;
  const where = `in account ${accountId}, ${region}`;
  const name = error.name;
  if (isConnectionError(error)) return unreachable(context.endpoint, error);
  if (isUnreadable(error)) {
    return new AppError('aws-refused', `${action} failed ${where}: its answer cannot be read`, {
      kind: 'transient',
      hint: 'run again; what is done already is not done twice',
    });
  }
  if (name === 'CredentialsProviderError') {
    return new AppError('missing-credentials', 'no AWS credentials were found', {
      hint: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE',
      cause: error,
    });
  }
  if (
    /^(ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClient|InvalidToken|SignatureDoesNotMatch)/.test(
      name,
    )
  ) {
    return new AppError('invalid-credentials', `AWS does not accept the credentials: ${error.message}`, {
      hint: 'renew them and run again; what was started goes on meanwhile',
      cause: error,
    });
  }
  if (name.startsWith('AccessDenied') || name === 'Forbidden') {
    if (action === 'AssumeRole') {
      return new AppError(
        'assume-role-denied',
        `role ${role} in account ${accountId} may not be assumed: ${error.message}`,
        {
          hint: 'check the role’s trust policy, the external id in the Account’s spec, and the credentials in use',
          cause: error,
        },
      );
    }
    return new AppError('access-denied', `${role} may not call ${action} ${where}: ${error.message}`, {
      hint: 'give the role this permission',
      cause: error,
    });
  }
  const passing = /^(Throttl|RequestLimitExceeded|TooManyRequests|SlowDown)/.test(name) || isServerFault(error);
  return new AppError('aws-refused', `${action} failed ${where}: ${error.message || name}`, {
    kind: passing ? 'transient' : 'user',
    ...(passing ? { hint: 'run again; what is done already is not done twice' } : {}),
    cause: error,
  });
}

/**
 * Whether an answer is not what the protocol says. The error quotes it and holds it whole, and it may be a secret: it must
 * neither be told nor kept as a cause.
 */
export function isUnreadable(error: Error): boolean {
  return error.name === 'SyntaxError' || error.message.includes('Deserialization error');
}

const connectionCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'];

function isConnectionError(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return connectionCodes.includes(code) || error.name === 'TimeoutError';
}

function isServerFault(error: Error): boolean {
  return '$fault' in error && error.$fault === 'server';
}
