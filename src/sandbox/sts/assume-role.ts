import { AwsFault } from '../fault.js';
import { uniqueId } from '../identity.js';
import type { QueryParameters } from '../query-protocol.js';
import type { Caller } from '../service.js';
import type { Sessions, TemporaryCredentials } from '../sessions.js';
import type { XmlValue } from '../xml.js';
import { checkText, durationSeconds } from './constraints.js';

export interface Issuer {
  readonly sessions: Sessions;
  readonly now: () => Date;
}

/** Any role of any account may be assumed: the sandbox keeps no roles and no trust policies. */
export function assumeRole(parameters: QueryParameters, caller: Caller, { sessions, now }: Issuer): XmlValue {
  const roleArn = parameters.get('RoleArn') ?? '';
  const sessionName = parameters.get('RoleSessionName') ?? '';
  checkText('RoleArn', parameters.get('RoleArn'), {
    minimum: 20,
    maximum: 2048,
    pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD]+',
  });
  checkText('RoleSessionName', parameters.get('RoleSessionName'), { minimum: 2, maximum: 64, pattern: '[\\w+=,.@-]*' });
  if (parameters.has('ExternalId')) {
    checkText('ExternalId', parameters.get('ExternalId'), { minimum: 2, maximum: 1224, pattern: '[\\w+=,.@:\\/-]*' });
  }
  refuseSessionPolicies(parameters);
  const seconds = durationSeconds(parameters.get('DurationSeconds'), { from: 900, to: 43_200, default: 3600 });
  refuseLongChain(caller, seconds);
  const assumed = assumedRole(roleArn, sessionName);
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

/** They would narrow what the session may do, which the sandbox could not keep to. */
function refuseSessionPolicies(parameters: QueryParameters): void {
  const given = [...parameters.keys()].find(name => name === 'Policy' || name.startsWith('PolicyArns.'));
  if (given === undefined) return;
  throw new AwsFault('NotImplemented', `The sandbox does not implement session policies (${given}).`, { status: 501 });
}

function refuseLongChain(caller: Caller, seconds: number): void {
  if (!caller.arn.includes(':assumed-role/') || seconds <= 3600) return;
  throw new AwsFault(
    'ValidationError',
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
  );
}

/** The session's ARN drops the role's path, as on AWS. */
function assumedRole(roleArn: string, sessionName: string): Caller {
  const match = /^arn:aws:iam::(\d{12}):role\/(?:[\u0021-\u007e]+\/)?([\w+=,.@-]{1,64})$/.exec(roleArn);
  const [, accountId, roleName] = match ?? [];
  if (accountId === undefined || roleName === undefined) throw new AwsFault('ValidationError', `${roleArn} is invalid`);
  return {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    userId: `${uniqueId('AROA', roleArn)}:${sessionName}`,
    principalArn: roleArn,
  };
}
