import { createHash, timingSafeEqual } from 'node:crypto';
import type { Credential } from './credential.js';
import { AwsFault } from './fault.js';
import { identify } from './identity.js';
import { refuse, refuseWith } from './refusals.js';
import type { Caller } from './service.js';
import type { Sessions } from './sessions.js';
import { canonicalRequest, signature, stringToSign } from './signature-v4.js';
import type { Protocol } from './wire.js';

export interface IncomingMessage {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Authority {
  readonly sessions: Sessions;
  readonly now: () => Date;
}

const maximumSkewMs = 15 * 60_000;

/** Who signed the message; throws the refusal of the protocol unless the signature is right, fresh and of a known key. */
export function authenticate(
  message: IncomingMessage,
  credential: Credential,
  protocol: Protocol,
  { sessions, now }: Authority,
): Caller {
  const identity = identify(credential.accessKeyId, credential.sessionToken, sessions);
  if (identity.kind !== 'known') {
    throw refuseWith(identity.kind, protocol, { AWSAccessKeyId: credential.accessKeyId });
  }
  checkTime(credential, protocol, now());
  checkSignature(message, credential, protocol, identity.secret);
  if (identity.expiresAt <= now().getTime()) throw refuse('expired-token', protocol);
  return identity.caller;
}

function checkTime(credential: Credential, protocol: Protocol, now: Date): void {
  const signedAt = instant(credential.amzDate);
  const ageMs = now.getTime() - signedAt;
  const validMs = credential.expiresSeconds === undefined ? maximumSkewMs : credential.expiresSeconds * 1000;
  if (ageMs <= validMs && ageMs >= -maximumSkewMs) return;
  if (credential.expiresSeconds !== undefined && ageMs > 0) {
    throw new AwsFault('AccessDenied', 'Request has expired', { status: 403 });
  }
  const [word, limit] =
    ageMs > 0 ? ['expired', now.getTime() - maximumSkewMs] : ['not yet current', now.getTime() + maximumSkewMs];
  const comparison = ageMs > 0 ? 'is now earlier than' : 'is still later than';
  const sign = ageMs > 0 ? '-' : '+';
  const reason = `Signature ${word}: ${credential.amzDate} ${comparison} ${basicFormat(limit)} (${basicFormat(now.getTime())} ${sign} 15 min.)`;
  throw refuse('wrong-time', protocol, reason);
}

function checkSignature(message: IncomingMessage, credential: Credential, protocol: Protocol, secret: string): void {
  const payloadHash = payloadHashOf(message, credential, protocol);
  const canonical = canonicalRequest(
    { ...message, signedHeaders: credential.signedHeaders, payloadHash },
    credential.scope.service,
  );
  const text = stringToSign(canonical, credential.amzDate, credential.scope);
  const expected = signature(secret, credential.scope, text);
  if (!equal(expected, credential.signature)) {
    throw refuseWith('wrong-signature', protocol, {
      AWSAccessKeyId: credential.accessKeyId,
      StringToSign: text,
      SignatureProvided: credential.signature,
      CanonicalRequest: canonical,
    });
  }
}

/** S3 trusts the hash a client signed, then compares it with the body; the others hash the body themselves. */
function payloadHashOf(message: IncomingMessage, credential: Credential, protocol: Protocol): string {
  const actual = createHash('sha256').update(message.body).digest('hex');
  if (protocol !== 's3') return actual;
  if (credential.expiresSeconds !== undefined) return 'UNSIGNED-PAYLOAD';
  const claimed = message.headers['x-amz-content-sha256'];
  if (claimed === undefined) {
    throw new AwsFault('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  if (claimed === 'UNSIGNED-PAYLOAD' || claimed === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return claimed;
  if (claimed.startsWith('STREAMING-')) {
    throw new AwsFault('NotImplemented', `The sandbox does not implement ${claimed} uploads.`, { status: 501 });
  }
  if (claimed !== actual) {
    throw new AwsFault(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      {
        details: { ClientComputedContentSHA256: claimed, S3ComputedContentSHA256: actual },
      },
    );
  }
  return claimed;
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function instant(amzDate: string): number {
  return Date.parse(amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function basicFormat(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
