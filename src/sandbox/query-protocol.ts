import { AwsFault } from './fault.js';
import { flat } from './ids.js';
import type { SandboxRequest, SandboxResponse, SandboxService } from './service.js';
import type { XmlValue } from './xml.js';
import { xmlDocument } from './xml.js';

export type QueryParameters = ReadonlyMap<string, string>;
export type QueryAction = (parameters: QueryParameters, request: SandboxRequest) => Promise<XmlValue> | XmlValue;

export interface QueryInterface {
  /** Of the response's XML. */
  readonly namespace: string;
  /** Date of the API, as in the parameter `Version`. */
  readonly version: string;
  readonly actions: Readonly<Record<string, QueryAction>>;
}

/** A service of the Query protocol: form in, XML out. */
export function queryService({ namespace, version, actions }: QueryInterface): SandboxService {
  return async request => {
    const parameters = queryParameters(request.body, request.url);
    const name = parameters.get('Action') ?? '';
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (name === '') throw new AwsFault('MissingAction', 'Could not find operation for missing action');
    if (!action) throw new AwsFault('InvalidAction', `Could not find operation ${name} for version ${version}`);
    return queryResult(name, namespace, await action(parameters, request), request.requestId);
  };
}

/** Parameters of the body and, as AWS allows, of the URL. */
export function queryParameters(body: Buffer, url: URL): QueryParameters {
  const parameters = [...url.searchParams, ...new URLSearchParams(body.toString('utf8'))];
  // Names outlive their request by far, and as slices they would keep the whole body in memory.
  return new Map(parameters.map(([name, value]) => [name, value.length < 1024 ? flat(value) : value]));
}

function queryResult(action: string, namespace: string, result: XmlValue, requestId: string): SandboxResponse {
  const content = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: xmlDocument(`${action}Response`, content, namespace),
  };
}
