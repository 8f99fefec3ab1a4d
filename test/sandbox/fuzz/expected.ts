import type { ExecutionContext } from 'ava';
import type { Answer } from './signed-request.js';

const slowestMs = 5000;

/** An answer that AWS might give: success, or the client's fault in the shape of the protocol, and in time. */
export function isExpected(t: ExecutionContext, answer: Answer, protocol: string, sent: string): boolean {
  const { status, body, tookMs } = answer;
  const about = `${status} after ${Math.round(tookMs)} ms: ${body.slice(0, 300)}\nto ${sent.slice(0, 500)}`;
  // S3 says 501 where others say 400.
  if (!t.true(status < 500 || (status === 501 && protocol === 's3'), about)) return false;
  if (!t.true(tookMs < slowestMs, about)) return false;
  return status < 400 || body === '' || t.regex(body, shapes[protocol] ?? /<Code>\w|"__type":"\w/, about);
}

const shapes: Readonly<Record<string, RegExp>> = {
  query: /^<\?xml.*<Error.*<Code>\w/s,
  ec2: /^<\?xml.*<Response><Errors><Error><Code>\w/s,
  json: /^\{"__type":"\w/,
  s3: /^<\?xml.*<Error><Code>\w/s,
};
