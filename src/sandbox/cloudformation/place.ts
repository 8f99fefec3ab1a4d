import type { SandboxRequest } from '../service.js';
import type { Place } from './context.js';

/** Where a request acts. */
export function placeOf({ caller, region }: SandboxRequest): Place {
  return { accountId: caller.accountId, region };
}
