import { queryService } from '../query-protocol.js';
import type { SandboxService } from '../service.js';
import type { Sessions } from '../sessions.js';
import { assumeRole } from './assume-role.js';
import { getSessionToken } from './session-token.js';

/** The Security Token Service: who am I, and let me act as a role of any account. */
export function sts(sessions: Sessions, now: () => Date): SandboxService {
  return queryService({
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    version: '2011-06-15',
    actions: {
      AssumeRole: (parameters, { caller }) => assumeRole(parameters, caller, { sessions, now }),
      GetCallerIdentity: (_, { caller }) => ({ Arn: caller.arn, UserId: caller.userId, Account: caller.accountId }),
      GetSessionToken: (parameters, { caller }) => getSessionToken(parameters, caller, { sessions, now }),
    },
  });
}
