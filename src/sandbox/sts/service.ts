import { queryService } from '../query-protocol.js';
import type { SandboxService } from '../service.js';
import type { Issuer } from './assume-role.js';
import { assumeRole } from './assume-role.js';
import { leftOut } from './left-out.js';
import { getSessionToken } from './session-token.js';

/** The Security Token Service: who am I, and let me act as a role. */
export function sts(issuer: Issuer): SandboxService {
  return queryService({
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    version: '2011-06-15',
    actions: {
      AssumeRole: (parameters, { caller }) => assumeRole(parameters, caller, issuer),
      AssumeRoleWithSAML: leftOut,
      AssumeRoleWithWebIdentity: leftOut,
      GetCallerIdentity: (_, { caller }) => ({ UserId: caller.userId, Account: caller.accountId, Arn: caller.arn }),
      GetFederationToken: leftOut,
      GetSessionToken: (parameters, { caller }) => getSessionToken(parameters, caller, issuer),
    },
  });
}
