import { AwsFault } from '../fault.js';
import { uniqueId } from '../identity.js';
import type { QueryParameters } from '../query-protocol.js';
import type { Caller } from '../service.js';
import type { Sessions, TemporaryCredentials } from '../sessions.js';
import type { XmlValue } from '../xml.js';
import { checkText, durationSeconds } from './constraints.js';
import type { Role, RoleLookup } from './roles.js';
import { checkSessionPolicy } from './session-policy.js';
import { checkTrust } from './trust.js';

export interface Issuer {
  readonly sessions: Sessions;
  readonly now: () => Date;
  readonly roleOf: RoleLookup;
}

/** A role that a stack made is assumed as its trust policy allows; any other role of any account by everybody. */
export function assumeRole(parameters: QueryParameters, caller: Caller, { sessions, now, roleOf }: Issuer): XmlValue {
  const roleArn = parameters.get('RoleArn') ?? '';
  const sessionName = parameters.get('RoleSessionName') ?? '';
  checkParameters(parameters);
  const seconds = durationSeconds(parameters.get('DurationSeconds'), { from: 900, to: 43_200, default: 3600 });
  refuseLongChain(caller, seconds);
  const { assumed, roleName } = assumedRole(roleArn, sessionName);
  const role = roleOf(assumed.accountId, roleName);
  if (role) {
    checkTrust(role, { caller, roleArn, sessionName, externalId: parameters.get('ExternalId') });
    refuseLongSession(role, seconds);
  }
  const expiration = new Date(now().getTime() + seconds * 1000);
  return {
    Credentials: credentialsXml(sessions.issue(assumed, expiration)),
    AssumedRoleUser: { AssumedRoleId: assumed.userId, Arn: assumed.arn },
  };
}

export function credentialsXml(credentials: TemporaryCredentials): XmlValue {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: `${credentials.expiration.toISOString().slice(0, 19)}Z`,
  };
}

function checkParameters(parameters: QueryParameters): void {
  checkText('RoleArn', parameters.get('RoleArn'), {
    minimum: 20,
    maximum: 2048,
    pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD]+',
  });
  checkText('RoleSessionName', parameters.get('RoleSessionName'), { minimum: 2, maximum: 64, pattern: '[\\w+=,.@-]*' });
  if (parameters.has('ExternalId')) {
    checkText('ExternalId', parameters.get('ExternalId'), { minimum: 2, maximum: 1224, pattern: '[\\w+=,.@:\\/-]*' });
  }
  checkSessionPolicy(parameters.get('Policy'));
  const given = [...parameters.keys()].find(name =>
    /^(PolicyArns|Tags|TransitiveTagKeys|ProvidedContexts)\./.test(name),
  );
  const other = ['Policy', 'SerialNumber', 'SourceIdentity', 'TokenCode'].find(name => parameters.has(name));
  const left = given ?? other;
  if (left === undefined) return;
  // Each would narrow or name what the session may do, which the sandbox could not keep to.
  throw new AwsFault('NotImplemented', `The sandbox does not implement the parameter ${left} of AssumeRole.`, {
    status: 501,
  });
}

function refuseLongChain(caller: Caller, seconds: number): void {
  if (!caller.arn.includes(':assumed-role/') || seconds <= 3600) return;
  throw new AwsFault(
    'ValidationError',
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
  );
}

function refuseLongSession({ maxSessionSeconds }: Role, seconds: number): void {
  if (seconds <= maxSessionSeconds) return;
  throw new AwsFault(
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  );
}

/** The session's ARN drops the role's path, as on AWS. */
function assumedRole(roleArn: string, sessionName: string): { assumed: Caller; roleName: string } {
  const match = /^arn:aws:iam::(\d{12}):role\/(?:[\u0021-\u007e]+\/)?([\w+=,.@-]{1,64})$/.exec(roleArn);
  const [, accountId, roleName] = match ?? [];
  if (accountId === undefined || roleName === undefined) throw new AwsFault('ValidationError', `${roleArn} is invalid`);
  const assumed = {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    userId: `${uniqueId('AROA', roleArn)}:${sessionName}`,
    principalArn: roleArn,
  };
  return { assumed, roleName };
}
