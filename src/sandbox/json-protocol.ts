import { AwsFault } from './fault.js';
import type { SandboxRequest, SandboxService } from './service.js';

export type JsonInput = Readonly<Record<string, unknown>>;
export type JsonAction = (input: JsonInput, request: SandboxRequest) => Promise<object> | object;

/** A service of the JSON 1.1 protocol; `prefix` stands before the action in the header `X-Amz-Target`. */
export function jsonService(prefix: string, actions: Readonly<Record<string, JsonAction>>): SandboxService {
  return async request => {
    const [service, name = ''] = (request.headers['x-amz-target'] ?? '').split('.');
    const action = service === prefix && Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) throw new AwsFault('UnknownOperationException', '');
    const output = await action(parse(request.body), request);
    return {
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': request.requestId },
      body: JSON.stringify(output),
    };
  };
}

function parse(body: Buffer): JsonInput {
  try {
    const value: unknown = JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonInput;
  } catch {
    // Falls through to the same fault: it is no JSON object.
  }
  throw new AwsFault('SerializationException', '');
}
