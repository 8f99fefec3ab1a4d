import { createHash, createHmac } from 'node:crypto';

/** What a Signature Version 4 covers. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export interface SignedParts {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signedHeaders: readonly string[];
  /** Hexadecimal SHA-256 of the body, or one of S3's words such as UNSIGNED-PAYLOAD. */
  readonly payloadHash: string;
}

export interface CredentialScope {
  /** YYYYMMDD */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** Method, path, query, headers and payload hash in the one form that both sides hash. */
export function canonicalRequest(parts: SignedParts, service: string): string {
  const [path, query] = splitTarget(parts.target);
  const headers = parts.signedHeaders.map(name => `${name}:${canonicalValue(parts.headers[name] ?? '')}\n`);
  return [
    parts.method,
    canonicalPath(path, service),
    canonicalQuery(query),
    headers.join(''),
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n');
}

export function stringToSign(canonical: string, amzDate: string, scope: CredentialScope): string {
  const hash = createHash('sha256').update(canonical).digest('hex');
  return ['AWS4-HMAC-SHA256', amzDate, `${scope.date}/${scope.region}/${scope.service}/aws4_request`, hash].join('\n');
}

/** Hexadecimal signature of a string to sign. */
export function signature(secret: string, scope: CredentialScope, text: string): string {
  const date = hmac(`AWS4${secret}`, scope.date);
  const key = hmac(hmac(hmac(date, scope.region), scope.service), 'aws4_request');
  return createHmac('sha256', key).update(text).digest('hex');
}

export function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

/** RFC 3986: everything but the unreserved characters. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, character => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

/** S3 signs the path as it stands; all others encode it a second time and resolve empty segments. */
function canonicalPath(path: string, service: string): string {
  const segments = path.split('/');
  if (service === 's3') return segments.map(segment => percentEncode(percentDecode(segment))).join('/');
  const normal = new URL(`http://localhost${path}`).pathname.replace(/\/{2,}/g, '/');
  return normal.split('/').map(percentEncode).join('/');
}

function canonicalQuery(query: string): string {
  const pairs = queryPairs(query)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const);
  return pairs
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Decoded names and values in the order sent; throws URIError for what is no percent-encoding. */
export function queryPairs(query: string): [name: string, value: string][] {
  return query
    .split('&')
    .filter(part => part !== '')
    .map(part => {
      const equals = part.indexOf('=');
      const [name, value] = equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
      return [percentDecode(name.replaceAll('+', ' ')), percentDecode(value.replaceAll('+', ' '))];
    });
}

function percentDecode(text: string): string {
  return text.includes('%') ? decodeURIComponent(text) : text;
}

function canonicalValue(value: string): string {
  return value.trim().replace(/ {2,}/g, ' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
