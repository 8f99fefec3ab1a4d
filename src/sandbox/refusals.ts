import type { FaultOptions } from './fault.js';
import { AwsFault } from './fault.js';
import type { Protocol } from './wire.js';

/** Why the front door turns a request away. */
export type Refusal =
  | 'unsigned'
  | 'malformed'
  | 'unknown-key'
  | 'bad-token'
  | 'expired-token'
  | 'wrong-signature'
  | 'wrong-time';

/** The same refusal has another code, status and wording in each family of services. */
export function refuse(refusal: Refusal, protocol: Protocol, reason = ''): AwsFault {
  const [code, status, message] = refusals[refusal][protocol];
  return new AwsFault(
    code,
    message.replace('{}', () => reason),
    { status },
  );
}

/** A refusal by S3 that tells further facts. */
export function refuseWith(refusal: Refusal, protocol: Protocol, details: FaultOptions['details']): AwsFault {
  const fault = refuse(refusal, protocol);
  if (protocol !== 's3' || details === undefined) return fault;
  return new AwsFault(fault.code, fault.message, { status: fault.status, details });
}

const invalidToken = 'The security token included in the request is invalid.';
const invalidCredentials = 'AWS was not able to validate the provided access credentials';
const wrongSignature =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

const refusals: Readonly<Record<Refusal, Record<Protocol, readonly [code: string, status: number, message: string]>>> =
  {
    unsigned: {
      query: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
      ec2: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
      json: ['MissingAuthenticationTokenException', 400, 'Missing Authentication Token'],
      s3: ['AccessDenied', 403, 'Access Denied'],
    },
    malformed: {
      query: ['IncompleteSignature', 400, '{}'],
      ec2: ['IncompleteSignature', 400, '{}'],
      json: ['IncompleteSignatureException', 400, '{}'],
      s3: ['AuthorizationHeaderMalformed', 400, 'The authorization header is malformed; {}'],
    },
    'unknown-key': {
      query: ['InvalidClientTokenId', 403, invalidToken],
      ec2: ['AuthFailure', 401, invalidCredentials],
      json: ['UnrecognizedClientException', 400, invalidToken],
      s3: ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
    },
    'bad-token': {
      query: ['InvalidClientTokenId', 403, invalidToken],
      ec2: ['AuthFailure', 401, invalidCredentials],
      json: ['UnrecognizedClientException', 400, invalidToken],
      s3: ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
    },
    'expired-token': {
      query: ['ExpiredToken', 403, 'The security token included in the request is expired'],
      ec2: ['RequestExpired', 400, 'Request has expired.'],
      json: ['ExpiredTokenException', 400, 'The security token included in the request is expired'],
      s3: ['ExpiredToken', 400, 'The provided token has expired.'],
    },
    'wrong-signature': {
      query: ['SignatureDoesNotMatch', 403, wrongSignature],
      ec2: ['AuthFailure', 401, invalidCredentials],
      json: ['InvalidSignatureException', 400, wrongSignature],
      s3: [
        'SignatureDoesNotMatch',
        403,
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      ],
    },
    'wrong-time': {
      query: ['SignatureDoesNotMatch', 403, '{}'],
      ec2: ['RequestExpired', 400, '{}'],
      json: ['InvalidSignatureException', 400, '{}'],
      s3: ['RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.'],
    },
  };
