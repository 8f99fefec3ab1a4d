import { connect } from 'node:net';
import { AppError } from '../errors.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The endpoint that every client is given explicitly, so that no service-specific one from the environment or a profile
 * slips in. Only loopback addresses are taken; throws AppError `endpoint-missing` or `endpoint-refused`.
 */
export function endpointOf(env: Environment): string {
  const given = env.AWS_ENDPOINT_URL;
  if (given === undefined || given === '') {
    throw new AppError('endpoint-missing', `AWS_ENDPOINT_URL is not set, and ${boundary}`, { hint });
  }
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || !isLoopback(url.hostname)) {
    throw new AppError('endpoint-refused', `the endpoint ${given} is not on this machine, and ${boundary}`, { hint });
  }
  return url.href.replace(/\/$/, '');
}

/** Throws AppError `endpoint-unreachable` at once; the SDK would retry for half a minute before it says so. */
export async function reach(endpoint: string, signal: AbortSignal): Promise<void> {
  const { hostname, port, protocol } = new URL(endpoint);
  const host = hostname.replace(/^\[|\]$/g, '');
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80), signal });
    socket.setTimeout(connectTimeoutMs, () => socket.destroy(new Error('it does not answer')));
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', error => reject(signal.aborted ? signal.reason : unreachable(endpoint, error)));
  });
}

export function unreachable(endpoint: string, error: Error): AppError {
  const code = 'code' in error ? error.code : undefined;
  const reason = code === 'ECONNREFUSED' ? 'nothing listens there' : error.message || String(code);
  return new AppError('endpoint-unreachable', `cannot reach ${endpoint}: ${reason}`, {
    kind: 'transient',
    hint: 'start clusterwright sandbox, or correct AWS_ENDPOINT_URL',
    cause: error,
  });
}

const connectTimeoutMs = 3000;
const boundary =
  'until the gate and the recovery are complete clusterwright works on a local AWS only (127.0.0.0/8, ::1, localhost)';
const hint = 'start clusterwright sandbox and set AWS_ENDPOINT_URL as it says';

/** URL has already brought other spellings of an IPv4 address into dotted form. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
