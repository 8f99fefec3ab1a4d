import { randomUUID } from 'node:crypto';
import type { Authority, IncomingMessage } from './authentication.js';
import { authenticate } from './authentication.js';
import type { CallLog } from './calls.js';
import type { Credential } from './credential.js';
import { readCredential } from './credential.js';
import { AwsFault } from './fault.js';
import { refuse } from './refusals.js';
import type { SandboxRequest, SandboxResponse, SandboxService } from './service.js';
import type { Protocol } from './wire.js';
import { faultResponse } from './wire.js';

/** A service behind the front door. */
export interface Desk {
  readonly protocol: Protocol;
  readonly service: SandboxService;
  /** AWS's name of the action that a request asks for, for the count of calls. */
  readonly actionOf: (request: SandboxRequest) => string;
}

export interface FrontDoor extends Authority {
  /** By the service name of a signature's credential scope. */
  readonly desks: Readonly<Record<string, Desk>>;
  readonly calls: CallLog;
  /** Told about defects of the sandbox itself. */
  readonly onDefect: (error: unknown) => void;
}

/** Answers every message: checks the signature, finds the service by the signature's scope, and writes what it says. */
export async function answer(message: IncomingMessage, door: FrontDoor): Promise<SandboxResponse> {
  const requestId = randomUUID();
  let protocol = guessProtocol(message);
  try {
    const credential = credentialOf(message, protocol);
    const desk = Object.hasOwn(door.desks, credential.scope.service) ? door.desks[credential.scope.service] : undefined;
    if (!desk) throw unknownService(credential.scope.service);
    protocol = desk.protocol;
    const caller = authenticate(message, credential, protocol, door);
    const request: SandboxRequest = {
      ...message,
      url: new URL(`http://${message.headers.host ?? 'localhost'}${message.target}`),
      caller,
      region: credential.scope.region,
      requestId,
    };
    count(request, desk, credential, door.calls);
    return await desk.service(request);
  } catch (error) {
    return faultResponse(faultOf(error, door), protocol, requestId);
  }
}

/** Before the signature names the service, its clients are known by their headers. */
function guessProtocol({ headers }: IncomingMessage): Protocol {
  if (headers['x-amz-target'] !== undefined) return 'json';
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? 'query' : 's3';
}

function credentialOf(message: IncomingMessage, protocol: Protocol): Credential {
  const reading = readCredential(message);
  if (reading.kind === 'unsigned') throw refuse('unsigned', protocol);
  if (reading.kind === 'malformed') throw refuse('malformed', protocol, reading.reason);
  return reading.credential;
}

function unknownService(name: string): AwsFault {
  return new AwsFault('UnknownService', `The sandbox has no service "${name}".`, { status: 404 });
}

function count(request: SandboxRequest, desk: Desk, { scope }: Credential, calls: CallLog): void {
  const { caller, region } = request;
  calls.add({ service: scope.service, action: desk.actionOf(request), accountId: caller.accountId, region });
}

function faultOf(error: unknown, door: FrontDoor): AwsFault {
  if (error instanceof AwsFault) return error;
  if (error instanceof URIError) return new AwsFault('InvalidURI', "Couldn't parse the specified URI.");
  door.onDefect(error);
  return new AwsFault('InternalFailure', `The sandbox failed: ${String(error)}`, { status: 500 });
}
