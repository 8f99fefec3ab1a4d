import type { Desk } from './front-door.js';
import { queryParameters } from './query-protocol.js';
import type { SandboxService } from './service.js';

/** A service of the Query protocol, whose action is a parameter. */
export function queryDesk(service: SandboxService): Desk {
  return {
    protocol: 'query',
    service,
    actionOf: ({ body, url }) => queryParameters(body, url).get('Action') ?? 'none',
  };
}

/** A service of the JSON protocol, whose action is the last part of the target header. */
export function jsonDesk(service: SandboxService): Desk {
  return { protocol: 'json', service, actionOf: ({ headers }) => headers['x-amz-target']?.split('.').at(-1) ?? 'none' };
}
