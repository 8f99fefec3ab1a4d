import { AwsFault } from '../fault.js';
import type { SandboxRequest, SandboxResponse, SandboxService } from '../service.js';
import { queryPairs, splitTarget } from '../signature-v4.js';
import type { World } from '../world.js';
import type { Address } from './address.js';
import { addressOf } from './address.js';
import type { DecodedBody } from './aws-chunked.js';
import { decodeAwsChunked } from './aws-chunked.js';
import { s3Faults } from './faults.js';
import type { Route } from './routes.js';
import { routes } from './routes.js';

/** The Simple Storage Service: buckets with a policy, settings and versions, and objects. */
export function s3(world: World, now: () => Date): SandboxService {
  return async request => {
    const address = addressOf(request);
    const query = queryOf(request);
    const route = routeOf(request, address, query);
    if (!route) throw notRouted(request, query);
    refuseUnknownParameters(route, query);
    refuseLongKey(address);
    const { body, trailers } = bodyOf(request);
    const response = await route.action({
      world,
      now,
      request,
      bucket: address.bucket ?? '',
      key: address.key ?? '',
      query,
      body,
      headers: { ...request.headers, ...trailers },
    });
    return withRequestId(response, request.requestId);
  };
}

/** AWS's name of the action that a request asks for. */
export function s3ActionOf(request: SandboxRequest): string {
  return routeOf(request, addressOf(request), queryOf(request))?.name ?? 'unknown';
}

function queryOf({ target }: SandboxRequest): ReadonlyMap<string, string> {
  return new Map(queryPairs(splitTarget(target)[1]));
}

function routeOf(
  { method, headers }: SandboxRequest,
  { bucket, key }: Address,
  query: ReadonlyMap<string, string>,
): Route | undefined {
  const about = bucket === undefined ? 'all' : key === undefined ? 'bucket' : 'object';
  const fitting = routes.filter(
    route =>
      route.method === method &&
      route.about === about &&
      isMarked(route, query) &&
      (route.header === undefined || headers[route.header] !== undefined),
  );
  return fitting.sort((a, b) => demands(b) - demands(a))[0];
}

function isMarked({ marker }: Route, query: ReadonlyMap<string, string>): boolean {
  if (marker === undefined) return true;
  const [name = '', value] = marker.split('=');
  return value === undefined ? query.has(name) : query.get(name) === value;
}

/** What is asked for in the query counts more than a header. */
function demands({ marker, header }: Route): number {
  return (marker === undefined ? 0 : 2) + (header === undefined ? 0 : 1);
}

function notRouted({ method }: SandboxRequest, query: ReadonlyMap<string, string>): AwsFault {
  const [subresource] = query.keys();
  if (subresource !== undefined) return s3Faults.notImplemented(subresource);
  return new AwsFault('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    details: { Method: method },
  });
}

/** A parameter may ask for another action (`?acl`), so one that the route does not take cannot be ignored. */
function refuseUnknownParameters({ marker, parameters }: Route, query: ReadonlyMap<string, string>): void {
  const unknown = [...query.keys()].find(
    name =>
      name !== 'x-id' && !name.startsWith('X-Amz-') && name !== marker?.split('=')[0] && !parameters.includes(name),
  );
  if (unknown !== undefined) throw s3Faults.notImplemented(unknown);
}

function refuseLongKey({ key = '' }: Address): void {
  const size = Buffer.byteLength(key);
  if (size <= 1024) return;
  throw new AwsFault('KeyTooLongError', 'Your key is too long', {
    details: { Size: String(size), MaxSizeAllowed: '1024' },
  });
}

function bodyOf({ headers, body }: SandboxRequest): DecodedBody {
  if (headers['x-amz-content-sha256'] !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return { body, trailers: {} };
  const decoded = decodeAwsChunked(body);
  const length = headers['x-amz-decoded-content-length'];
  if (length === undefined)
    throw new AwsFault('MissingContentLength', 'You must provide the Content-Length HTTP header.', { status: 411 });
  if (Number(length) !== decoded.body.length) {
    throw new AwsFault(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  }
  return decoded;
}

function withRequestId(response: SandboxResponse, requestId: string): SandboxResponse {
  return { ...response, headers: { ...response.headers, 'x-amz-request-id': requestId } };
}
