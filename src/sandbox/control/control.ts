import type { IncomingMessage } from '../authentication.js';
import { readCredential } from '../credential.js';
import type { OnDefect } from '../desk.js';
import type { SandboxResponse } from '../service.js';
import { splitTarget } from '../signature-v4.js';
import { ControlError } from './control-error.js';
import { refuseStrangers } from './loopback.js';
import type { Controlled } from './routes.js';
import { routes } from './routes.js';

const prefix = '/_sandbox';

/** Whether a message is for the sandbox itself. With a signature it is S3's, where a key may begin like that. */
export function isControl({ target, headers }: IncomingMessage): boolean {
  const [path] = splitTarget(target);
  if (path !== prefix && !path.startsWith(`${prefix}/`)) return false;
  return readCredential({ target, headers }).kind === 'unsigned';
}

/** Answers what is asked of the sandbox itself: JSON in, JSON out, every refusal in one shape. */
export async function control(
  message: IncomingMessage,
  controlled: Controlled,
  onDefect: OnDefect,
): Promise<SandboxResponse> {
  try {
    refuseStrangers(message.headers);
    const { status = 200, body } = await routed(message, controlled);
    return json(status, body);
  } catch (error) {
    if (error instanceof ControlError) {
      const { status, code, message, next } = error;
      return json(status, { error: { code, message, next } });
    }
    onDefect(error);
    const next = 'report it with what the sandbox printed';
    return json(500, { error: { code: 'defect', message: `the sandbox failed: ${String(error)}`, next } });
  }
}

async function routed(message: IncomingMessage, controlled: Controlled) {
  const [path, query] = splitTarget(message.target);
  const segments = path.slice(prefix.length).split('/').filter(Boolean).map(decoded);
  const fitting = routes.filter(route => fits(route.path, segments));
  const route = fitting.find(({ method }) => method === message.method);
  if (fitting.length === 0) throw unknownPath(path);
  if (!route) throw wrongMethod(message.method, path, [...new Set(fitting.map(({ method }) => method))]);
  const id = segments[route.path.indexOf('*')] ?? '';
  return route.answer({ id, query: parameters(query, route.parameters ?? []), body: parsed(message.body) }, controlled);
}

function fits(path: readonly string[], segments: readonly string[]): boolean {
  return path.length === segments.length && path.every((part, index) => part === '*' || part === segments[index]);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ControlError(400, 'bad-request', {
      message: `${segment} is not percent-encoded as it should be`,
      next: 'encode it',
    });
  }
}

function parameters(query: string, known: readonly string[]): Readonly<Record<string, string>> {
  const given = Object.fromEntries(new URLSearchParams(query));
  const unknown = Object.keys(given).find(name => !known.includes(name));
  if (unknown === undefined) return given;
  throw new ControlError(400, 'bad-request', {
    message: `the parameter ${unknown} is unknown here`,
    next: known.length === 0 ? 'leave it out' : `leave it out, or use one of ${known.join(', ')}`,
  });
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new ControlError(400, 'bad-request', {
      message: `the body is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      next: 'send a JSON object',
    });
  }
}

function unknownPath(path: string): ControlError {
  const known = [...new Set(routes.map(route => `/${route.path.join('/')}`))].join(' ');
  return new ControlError(404, 'no-such-path', {
    message: `the control API has no ${path}`,
    next: `use one of these below ${prefix}: ${known}`,
  });
}

function wrongMethod(method: string, path: string, methods: readonly string[]): ControlError {
  return new ControlError(405, 'wrong-method', {
    message: `${path} does not take ${method}`,
    next: `use ${methods.join(' or ')}`,
  });
}

function json(status: number, body: unknown): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(body, null, 2)}\n` };
}
