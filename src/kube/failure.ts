import { AppError } from '../errors.js';

/** What was being done, for the sentence and the rule that may be missing. */
export interface KubeCall {
  /** After "cannot", for example `read Secret payments/registry`. */
  readonly what: string;
  readonly verb: 'get' | 'list' | 'update';
  /** Undefined for all namespaces. */
  readonly namespace: string | undefined;
  /** `https://…`, as the kubeconfig says it. */
  readonly server: string;
}

/**
 * An error of the client as a sentence with a next step. The client's own text is told only where it is known to hold
 * nothing of a Secret: a parser would quote what it could not read.
 */
export function explain(error: unknown, call: KubeCall, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof AppError) return error;
  const { what, server } = call;
  const status = statusOf(error);
  if (status !== undefined) return refused(status, call);
  const code = codeOf(error);
  if (code === 'TimeoutError') return unreachable(call, 'it did not answer in time');
  const unread = connectionReasons[code];
  if (unread !== undefined) return unreachable(call, unread);
  const untrusted = tlsReasons[code];
  if (untrusted !== undefined) {
    return new AppError('kubernetes-tls', `cannot ${what}: the certificate of ${server} ${untrusted}`, {
      hint: 'correct certificate-authority-data and server in the kubeconfig',
    });
  }
  return new AppError(
    'kubernetes-failed',
    `cannot ${what} in ${server}: ${code === '' ? 'its answer cannot be read' : code}`,
    {
      hint: 'kubectl get --raw /readyz tells whether the kubeconfig works',
    },
  );
}

/** Whether the same request may succeed a moment later. */
export function mayPass(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status.code === 429 || status.code >= 500;
  return connectionReasons[codeOf(error)] !== undefined;
}

/** Whether the server did not answer, or not in time. */
export function isUnreached(error: unknown): boolean {
  const code = codeOf(error);
  return statusOf(error) === undefined && (code === 'TimeoutError' || connectionReasons[code] !== undefined);
}

interface Status {
  readonly code: number;
  /** As the API server words it; undefined if something else answered. */
  readonly message: string | undefined;
}

/** What the API server said; undefined if it said nothing. */
export function statusOf(error: unknown): Status | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number') return undefined;
  const body = 'body' in error && typeof error.body === 'string' ? error.body : '';
  try {
    const { message }: { message?: unknown } = JSON.parse(body) ?? {};
    if (typeof message === 'string') return { code: error.code, message };
  } catch {
    // Something else than the API server answers, with a page or nothing.
  }
  return { code: error.code, message: undefined };
}

function refused({ code, message = `HTTP status ${code}` }: Status, call: KubeCall): AppError {
  const { what, server, verb, namespace } = call;
  if (code === 401) {
    return new AppError('kubernetes-unauthorized', `cannot ${what}: ${server} does not accept the credentials`, {
      hint: 'log in again, or correct the user in the kubeconfig',
    });
  }
  if (code === 403) {
    const kind = namespace === undefined ? 'a ClusterRole' : `a Role in namespace ${namespace}`;
    return new AppError('kubernetes-forbidden', `cannot ${what}: ${message}`, {
      hint: `bind ${kind} with the rule apiGroups [""], resources ["secrets"], verbs ["${verb}"]`,
    });
  }
  const passing = code === 429 || code >= 500;
  return new AppError('kubernetes-refused', `cannot ${what} in ${server}: ${message}`, {
    kind: passing ? 'transient' : 'user',
    ...(passing && { hint: 'run the same command again; it goes on where this run stopped' }),
  });
}

function unreachable({ what, server }: KubeCall, reason: string): AppError {
  return new AppError('kubernetes-unreachable', `cannot ${what}: cannot reach ${server}: ${reason}`, {
    kind: 'transient',
    hint: 'check the server in the kubeconfig, and the way to it',
  });
}

/** Node's code, which the client keeps as a cause of "fetch failed"; or the error's name. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current.name === 'TimeoutError') return current.name;
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return '';
}

const connectionReasons: Readonly<Record<string, string | undefined>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be resolved now',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
  UND_ERR_BODY_TIMEOUT: 'it stopped answering',
};

const tlsReasons: Readonly<Record<string, string | undefined>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed, and the kubeconfig does not trust it',
  SELF_SIGNED_CERT_IN_CHAIN: 'was not issued by the authority in the kubeconfig',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'was not issued by the authority in the kubeconfig',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'was not issued by the authority in the kubeconfig',
  CERT_SIGNATURE_FAILURE: 'was not issued by the authority in the kubeconfig',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another host',
};
