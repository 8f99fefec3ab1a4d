import { AwsFault } from '../fault.js';
import type { Protocol } from '../wire.js';

type Wording = readonly [code: string, status: number, message: string];

const throttled: Readonly<Record<string, Wording>> = {
  ec2: ['RequestLimitExceeded', 503, 'Request limit exceeded.'],
  kms: [
    'ThrottlingException',
    400,
    'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
  ],
  ssm: ['ThrottlingException', 400, 'Rate exceeded'],
  s3: ['SlowDown', 503, 'Please reduce your request rate.'],
};

/** What a service says to a client that calls too often. CloudFormation, Auto Scaling and STS say the same. */
export function throttling(service: string): AwsFault {
  return awsFault(throttled[service] ?? ['Throttling', 400, 'Rate exceeded']);
}

const failed: Readonly<Record<string, Wording>> = {
  ec2: ['InternalError', 500, 'An internal error has occurred'],
  kms: ['KMSInternalException', 500, 'The request was rejected because an internal exception occurred.'],
  ssm: ['InternalServerError', 500, 'An internal error has occurred.'],
  s3: ['InternalError', 500, 'We encountered an internal error. Please try again.'],
};
const unknownFailure = 'The request processing has failed because of an unknown error, exception or failure.';
const unavailable = 'The request has failed due to a temporary failure of the server.';

/** A failure of the service; for what is not told, its own words. */
export function failure(
  service: string,
  told: { readonly status?: number; readonly code?: string; readonly message?: string },
): AwsFault {
  const usual = failed[service] ?? ['InternalFailure', 500, unknownFailure];
  const [code, status, message] = told.status === 503 ? (['ServiceUnavailable', 503, unavailable] as const) : usual;
  return awsFault([told.code ?? code, told.status ?? status, told.message ?? message]);
}

/** As IAM says it through each kind of service. */
export function denial(
  protocol: Protocol,
  { callerArn, action, resource }: { readonly callerArn: string; readonly action: string; readonly resource: string },
): AwsFault {
  const quoted = protocol === 's3' ? `"${resource}"` : resource;
  const reason = `because no identity-based policy allows the ${action} action`;
  const message = `User: ${callerArn} is not authorized to perform: ${action} on resource: ${quoted} ${reason}`;
  if (protocol === 'json') return awsFault(['AccessDeniedException', 400, message]);
  if (action.startsWith('ec2:')) {
    return awsFault(['UnauthorizedOperation', 403, `You are not authorized to perform this operation. ${message}`]);
  }
  return awsFault(['AccessDenied', 403, message]);
}

function awsFault([code, status, message]: Wording): AwsFault {
  return new AwsFault(code, message, { status });
}
