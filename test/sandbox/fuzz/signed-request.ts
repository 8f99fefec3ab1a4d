import { createHash } from 'node:crypto';
import { request as open } from 'node:http';
import type { CredentialScope, SignedParts } from '../../../src/sandbox/signature-v4.js';
import { canonicalRequest, signature, stringToSign } from '../../../src/sandbox/signature-v4.js';
import { accountA } from '../local-sandbox.js';

export interface Request {
  readonly service: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly tookMs: number;
}

/** Signs a request as an SDK would, whatever it is. */
export function signed(request: Request, host: string): Request {
  const amzDate = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope: CredentialScope = { date: amzDate.slice(0, 8), region: 'eu-central-1', service: request.service };
  const payloadHash = createHash('sha256').update(request.body).digest('hex');
  const headers = {
    host,
    'content-length': String(request.body.length),
    'x-amz-date': amzDate,
    'x-amz-content-sha256': payloadHash,
    ...request.headers,
  };
  const signedHeaders = Object.keys(headers).sort();
  const credential = `${accountA}/${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const made = signatureOf({ ...request, headers, signedHeaders, payloadHash }, amzDate, scope);
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${made}`;
  // Unless the request comes with something else in its place.
  return { ...request, headers: { authorization, ...headers } };
}

function signatureOf(parts: SignedParts, amzDate: string, scope: CredentialScope): string {
  try {
    const canonical = canonicalRequest(parts, scope.service);
    return signature('clusterwright-sandbox', scope, stringToSign(canonical, amzDate, scope));
  } catch {
    // A URL that is none cannot be signed, but sent.
    return '0'.repeat(64);
  }
}

/** Sends a request and waits for all of its answer. */
export function send(url: URL, { method, target, headers, body }: Request): Promise<Answer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const options = { host: url.hostname, port: url.port, method, path: target, headers, setHost: false };
    const message = open(options, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
          body: Buffer.concat(chunks).toString('utf8'),
          tookMs: performance.now() - started,
        }),
      );
    });
    message.once('error', reject);
    message.end(body);
  });
}
