import { AwsFault } from './fault.js';
import type { CredentialScope } from './signature-v4.js';
import { queryPairs, splitTarget } from './signature-v4.js';

/** What a request says about its signature, in the Authorization header or (presigned) in the query. */
export interface Credential {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  readonly scope: CredentialScope;
  /** YYYYMMDD'T'HHMMSS'Z' */
  readonly amzDate: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** For a presigned request, how long it is valid from `amzDate`. */
  readonly expiresSeconds: number | undefined;
}

export type CredentialReading =
  | { readonly kind: 'signed'; readonly credential: Credential }
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'malformed'; readonly reason: string };

interface Message {
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads, and does not verify. Throws S3's fault for a signature of version 2, which new buckets do not take. */
export function readCredential(message: Message): CredentialReading {
  const authorization = message.headers.authorization;
  if (authorization !== undefined) return fromHeader(authorization, message.headers);
  const query = new Map(queryPairs(splitTarget(message.target)[1]));
  if (query.has('AWSAccessKeyId') && query.has('Signature')) throw version2();
  return query.has('X-Amz-Algorithm') ? fromQuery(query) : { kind: 'unsigned' };
}

function fromHeader(authorization: string, headers: Message['headers']): CredentialReading {
  const [algorithm, ...rest] = authorization.split(' ');
  if (algorithm === 'AWS') throw version2();
  if (algorithm !== 'AWS4-HMAC-SHA256') return malformed('Only AWS4-HMAC-SHA256 signatures are supported');
  const parameters = new Map(
    rest
      .join(' ')
      .split(',')
      .map(part => splitOnce(part.trim())),
  );
  const missing = ['Credential', 'SignedHeaders', 'Signature'].filter(name => !parameters.get(name));
  const amzDate = headers['x-amz-date'];
  if (missing.length > 0 || amzDate === undefined) {
    const wants = missing.map(name => `Authorization header requires '${name}' parameter. `).join('');
    const date = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
    return malformed(`${wants}${amzDate === undefined ? date : ''}Authorization=${algorithm}`);
  }
  return credentialFrom({
    credential: parameters.get('Credential') ?? '',
    signedHeaders: parameters.get('SignedHeaders') ?? '',
    signature: parameters.get('Signature') ?? '',
    sessionToken: headers['x-amz-security-token'],
    amzDate,
    expiresSeconds: undefined,
  });
}

function fromQuery(query: ReadonlyMap<string, string>): CredentialReading {
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    return malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const expires = Number(query.get('X-Amz-Expires'));
  if (!Number.isInteger(expires) || expires < 1 || expires > 604_800) {
    return malformed('X-Amz-Expires must be a number of seconds between 1 and 604800');
  }
  return credentialFrom({
    credential: query.get('X-Amz-Credential') ?? '',
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
    sessionToken: query.get('X-Amz-Security-Token'),
    amzDate: query.get('X-Amz-Date') ?? '',
    expiresSeconds: expires,
  });
}

interface Fields extends Pick<Credential, 'amzDate' | 'sessionToken' | 'signature' | 'expiresSeconds'> {
  readonly credential: string;
  readonly signedHeaders: string;
}

function credentialFrom({ credential, signedHeaders, ...fields }: Fields): CredentialReading {
  const [accessKeyId, date, region, service, terminator, ...more] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || more.length > 0) {
    const form = '<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request';
    return malformed(`Credential must have exactly 5 slash-delimited elements, e.g. ${form}, got '${credential}'`);
  }
  if (!/^\d{8}T\d{6}Z$/.test(fields.amzDate)) {
    return malformed(`Date must be in ISO-8601 'basic format'. Got '${fields.amzDate}'`);
  }
  if (!fields.amzDate.startsWith(date)) {
    return malformed(`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date: '${date}'`);
  }
  const names = signedHeaders.split(';');
  if (!names.includes('host')) return malformed("'Host' must be a 'SignedHeader' in the AWS Authorization");
  const scope = { date, region, service };
  return { kind: 'signed', credential: { ...fields, accessKeyId, scope, signedHeaders: names } };
}

function version2(): AwsFault {
  const message = 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
  return new AwsFault('InvalidRequest', message);
}

function malformed(reason: string): CredentialReading {
  return { kind: 'malformed', reason };
}

function splitOnce(text: string): [string, string] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}
