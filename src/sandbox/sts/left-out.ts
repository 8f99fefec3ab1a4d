import { AwsFault } from '../fault.js';
import type { QueryAction, QueryParameters } from '../query-protocol.js';

export const leftOut: QueryAction = parameters => {
  throw notImplemented(actionOf(parameters));
};

/**
 * The refusal of an action that clients call without a signature, since what they have is a token of somebody else's;
 * undefined for all others, which must be signed.
 */
export function unsignedRefusal(parameters: QueryParameters): AwsFault | undefined {
  const action = actionOf(parameters);
  return /^AssumeRoleWith(SAML|WebIdentity)$/.test(action) ? notImplemented(action) : undefined;
}

function actionOf(parameters: QueryParameters): string {
  return String(parameters.get('Action'));
}

function notImplemented(action: string): AwsFault {
  return new AwsFault('NotImplemented', `The sandbox does not implement ${action}.`, { status: 501 });
}
