import { randomUUID } from 'node:crypto';
import type { Authority, IncomingMessage } from './authentication.js';
import { authenticate } from './authentication.js';
import type { CallLog } from './calls.js';
import type { Faults } from './control/faults.js';
import { through } from './control/faults.js';
import type { Credential } from './credential.js';
import { readCredential } from './credential.js';
import type { Answer, Desk, Desks, OnDefect, ServiceCall } from './desk.js';
import { faultOf, refusal, serve } from './desk.js';
import { AwsFault } from './fault.js';
import { queryParameters } from './query-protocol.js';
import { refuse } from './refusals.js';
import type { SandboxRequest } from './service.js';
import { unsignedRefusal } from './sts/left-out.js';
import type { Protocol } from './wire.js';

export interface FrontDoor extends Authority {
  readonly desks: Desks;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly onDefect: OnDefect;
}

/** Answers every message: checks the signature, finds the service by the signature's scope, and notes what it says. */
export async function answer(message: IncomingMessage, door: FrontDoor): Promise<Answer> {
  const arrived = { time: door.now().toISOString(), tick: performance.now() };
  const requestId = randomUUID();
  const visit = admit(message, door, requestId);
  if ('call' in visit) door.calls.count(visit.call);
  const met = 'call' in visit ? door.faults.meeting(visit.call) : [];
  const given =
    'call' in visit
      ? await through(met, visit.call, () => serve(visit.desk, visit.call, door.onDefect))
      : refusal(visit.fault, visit.protocol, requestId);
  door.calls.add({
    time: arrived.time,
    requestId,
    ...known(visit),
    ...(given.cut !== 'reset' && { status: given.status }),
    ...(met.length > 0 && { faults: met.map(({ id }) => id) }),
    ...(given.errorCode !== undefined && { errorCode: given.errorCode }),
    durationMs: Math.round(performance.now() - arrived.tick),
  });
  return given;
}

type Visit =
  | { readonly desk: Desk; readonly call: ServiceCall }
  | {
      readonly fault: AwsFault;
      readonly protocol: Protocol;
      /** As the signature says, which need not be right. */
      readonly scope: Credential['scope'] | undefined;
    };

function admit(message: IncomingMessage, door: FrontDoor, requestId: string): Visit {
  let protocol = guessProtocol(message);
  let scope: Credential['scope'] | undefined;
  try {
    const credential = credentialOf(message, protocol);
    scope = credential.scope;
    const desk = Object.hasOwn(door.desks, scope.service) ? door.desks[scope.service] : undefined;
    if (!desk) throw unknownService(scope.service);
    protocol = desk.protocol;
    const caller = authenticate(message, credential, protocol, door);
    const url = urlOf(message);
    return { desk, call: callOf({ ...message, url, caller, region: scope.region, requestId }, desk, scope.service) };
  } catch (error) {
    return { fault: faultOf(error, door.onDefect), protocol, scope };
  }
}

/** The name of the host is the client's to choose, and signed like that. */
function urlOf({ headers, target }: IncomingMessage): URL {
  const text = `http://${headers.host ?? 'localhost'}${target}`;
  if (URL.canParse(text)) return new URL(text);
  throw new AwsFault('InvalidURI', "Couldn't parse the specified URI.");
}

/** Before the signature names the service, its clients are known by their headers. */
function guessProtocol({ headers }: IncomingMessage): Protocol {
  if (headers['x-amz-target'] !== undefined) return 'json';
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? 'query' : 's3';
}

function credentialOf(message: IncomingMessage, protocol: Protocol): Credential {
  const reading = readCredential(message);
  if (reading.kind === 'unsigned') throw unsigned(message, protocol);
  if (reading.kind === 'malformed') throw refuse('malformed', protocol, reading.reason);
  return reading.credential;
}

function unsigned(message: IncomingMessage, protocol: Protocol): AwsFault {
  const refusal = protocol === 'query' ? unsignedRefusal(queryParameters(message.body, urlOf(message))) : undefined;
  return refusal ?? refuse('unsigned', protocol);
}

function unknownService(name: string): AwsFault {
  return new AwsFault('UnknownService', `The sandbox has no service "${name}".`, { status: 404 });
}

function callOf(request: SandboxRequest, desk: Desk, service: string): ServiceCall {
  const { caller, region } = request;
  return {
    service,
    action: desk.actionOf(request),
    accountId: caller.accountId,
    region,
    caller,
    resource: desk.resourceOf?.(request),
    protocol: desk.protocol,
    request,
  };
}

function known(visit: Visit) {
  if (!('call' in visit)) return visit.scope && { service: visit.scope.service, region: visit.scope.region };
  const { service, action, accountId, region, caller, resource } = visit.call;
  return { service, action, accountId, region, caller: caller.arn, ...(resource !== undefined && { resource }) };
}
