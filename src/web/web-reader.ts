import type { Dispatcher } from 'undici';
import { AppError } from '../errors.js';
import type { Absent } from '../releases/ports.js';

export interface WebSettings {
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, also in lower case, are honoured. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** For one file, from the first byte sent to the last one read. */
  readonly timeoutMs: number;
}

type Use<Result> = (chunks: AsyncIterable<Uint8Array>) => Promise<Result>;

const maxRedirects = 5;

/** Reads what stands at a URL. Follows redirects, but never from https to http; asks once, a person can ask again. */
export function webReader({ env, signal, timeoutMs }: WebSettings) {
  return async <Result>(address: string, use: Use<Result>): Promise<Result | Absent> => {
    if (!URL.canParse(address))
      throw new AppError('bad-address', `${address} is no URL`, { hint: 'check the address' });
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await followed(new URL(address), use, { env, signal: AbortSignal.any([signal, timeout]) });
    } catch (error) {
      if (error instanceof AppError || signal.aborted) throw error;
      throw timeout.aborted ? tooSlow(address, timeoutMs) : unreachable(address, error);
    }
  };
}

async function followed<Result>(
  first: URL,
  use: Use<Result>,
  { env, signal }: Pick<WebSettings, 'env' | 'signal'>,
): Promise<Result | Absent> {
  const { EnvHttpProxyAgent, request } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent(proxiesOf(env));
  try {
    let url = first;
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const response = await request(withoutPassword(url), { dispatcher, signal, headers: headersFor(url) });
      const next = redirectOf(url, response);
      if (next === undefined) return await answered(url, response, use);
      await response.body.dump();
      url = next;
    }
    throw new AppError('too-many-redirects', `${shown(first)} redirects more than ${maxRedirects} times`, {
      hint: 'open the address in a browser to see where it leads, or name another place with --from',
    });
  } finally {
    await dispatcher.destroy();
  }
}

function proxiesOf(env: WebSettings['env']) {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || '';
  return { httpProxy: named('HTTP_PROXY'), httpsProxy: named('HTTPS_PROXY'), noProxy: named('NO_PROXY') };
}

function headersFor({ username, password }: URL): Record<string, string> {
  const agent = { 'user-agent': 'clusterwright' };
  if (username === '') return agent;
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { ...agent, authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}

function redirectOf(url: URL, { statusCode, headers }: Dispatcher.ResponseData): URL | undefined {
  const location = headers.location;
  if (![301, 302, 303, 307, 308].includes(statusCode) || typeof location !== 'string') return undefined;
  const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  const isSafe = next?.protocol === 'https:' || (next?.protocol === 'http:' && url.protocol === 'http:');
  if (next !== undefined && isSafe) return next;
  throw new AppError('unsafe-redirect', `${shown(url)} redirects to ${location}, which is not followed`, {
    hint: 'name the place itself with --from',
  });
}

/** S3 and its like answer 403 where there is nothing that may be listed. */
const absentStatuses = [403, 404, 410];

async function answered<Result>(url: URL, response: Dispatcher.ResponseData, use: Use<Result>) {
  const { statusCode, body } = response;
  if (statusCode === 200) return use(body as AsyncIterable<Uint8Array>);
  await body.dump();
  if (absentStatuses.includes(statusCode)) return { absent: `HTTP ${statusCode}` };
  throw new AppError('bad-answer', `${shown(url)} answers HTTP ${statusCode}`, {
    kind: statusCode >= 500 || statusCode === 429 ? 'transient' : 'user',
    hint: statusCode >= 500 || statusCode === 429 ? 'try again later, or use a mirror' : 'check the address',
  });
}

function withoutPassword(url: URL): URL {
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain;
}

function shown(url: URL): string {
  return withoutPassword(url).href;
}

function tooSlow(address: string, timeoutMs: number): AppError {
  return new AppError('too-slow', `${shown(new URL(address))} was not read within ${timeoutMs / 1000} s`, {
    kind: 'transient',
    hint: 'try again, give more time with --timeout, or name a mirror',
  });
}

function unreachable(address: string, error: unknown): AppError {
  const { code, message } = error as { code?: string; message?: string };
  const known = code === undefined ? undefined : reasons[code];
  return new AppError(
    'unreachable',
    `cannot read ${shown(new URL(address))}: ${known ?? (message ?? String(error)).trim()}`,
    {
      kind: 'transient',
      hint: 'check the network and HTTPS_PROXY, or name a mirror or a folder',
      cause: error,
    },
  );
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak HTTPS',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNRESET: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter than it says',
};
