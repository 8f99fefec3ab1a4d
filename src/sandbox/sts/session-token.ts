import { AwsFault } from '../fault.js';
import type { QueryParameters } from '../query-protocol.js';
import type { Caller } from '../service.js';
import type { XmlValue } from '../xml.js';
import type { Issuer } from './assume-role.js';
import { credentialsXml } from './assume-role.js';
import { durationSeconds } from './constraints.js';

/** Temporary keys for the same user; a session cannot ask for another. */
export function getSessionToken(
  parameters: QueryParameters,
  caller: Caller,
  { sessions, now }: Pick<Issuer, 'sessions' | 'now'>,
): XmlValue {
  if (caller.arn.includes(':assumed-role/')) {
    throw new AwsFault('AccessDenied', 'Cannot call GetSessionToken with session credentials', { status: 403 });
  }
  if (parameters.has('SerialNumber') || parameters.has('TokenCode')) {
    throw new AwsFault('NotImplemented', 'The sandbox does not implement multi-factor authentication.', {
      status: 501,
    });
  }
  const seconds = durationSeconds(parameters.get('DurationSeconds'), { from: 900, to: 129_600, default: 43_200 });
  return { Credentials: credentialsXml(sessions.issue(caller, new Date(now().getTime() + seconds * 1000))) };
}
