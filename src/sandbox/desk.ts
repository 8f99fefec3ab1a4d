import type { CallPlace } from './calls.js';
import { AwsFault } from './fault.js';
import type { Caller, SandboxRequest, SandboxResponse, SandboxService } from './service.js';
import type { Protocol } from './wire.js';
import { faultResponse } from './wire.js';

/** A service behind the front door. */
export interface Desk {
  readonly protocol: Protocol;
  readonly service: SandboxService;
  /** AWS's name of the action that a request asks for. */
  readonly actionOf: (request: SandboxRequest) => string;
  /** What it is about, for the log and for faults. */
  readonly resourceOf?: (request: SandboxRequest) => string | undefined;
}

/** By the service name of a signature's credential scope. */
export type Desks = Readonly<Record<string, Desk>>;

/** A call of a known caller. */
export interface ServiceCall extends CallPlace {
  readonly caller: Caller;
  readonly resource: string | undefined;
  readonly protocol: Protocol;
  readonly request: SandboxRequest;
}

export interface Answer extends SandboxResponse {
  readonly errorCode?: string;
  /** The client gets half of it, or nothing at all, before the connection ends. */
  readonly cut?: 'truncated' | 'reset';
}

/** Has the call done. What the service refuses is an answer too. */
export async function serve(desk: Desk, { request, protocol }: ServiceCall, onDefect: OnDefect): Promise<Answer> {
  try {
    return await desk.service(request);
  } catch (error) {
    return refusal(faultOf(error, onDefect), protocol, request.requestId);
  }
}

/** Told about defects of the sandbox itself. */
export type OnDefect = (error: unknown) => void;

export function refusal(fault: AwsFault, protocol: Protocol, requestId: string): Answer {
  return { ...faultResponse(fault, protocol, requestId), errorCode: fault.code };
}

export function faultOf(error: unknown, onDefect: OnDefect): AwsFault {
  if (error instanceof AwsFault) return error;
  if (error instanceof URIError) return new AwsFault('InvalidURI', "Couldn't parse the specified URI.");
  onDefect(error);
  return new AwsFault('InternalFailure', `The sandbox failed: ${String(error)}`, { status: 500 });
}
