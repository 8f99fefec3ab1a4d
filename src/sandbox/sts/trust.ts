import { AwsFault } from '../fault.js';
import { operatorNames } from '../policy/conditions.js';
import { decide } from '../policy/decision.js';
import type { Policy, PolicyDialect } from '../policy/document.js';
import { readPolicy, UnsupportedPolicy } from '../policy/document.js';
import type { Caller } from '../service.js';
import type { Role } from './roles.js';

export interface Assumption {
  readonly caller: Caller;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
}

/** Throws unless the trust policy of the role lets the caller assume it. */
export function checkTrust(role: Role, { caller, roleArn, sessionName, externalId }: Assumption): void {
  const context = {
    'aws:principalaccount': caller.accountId,
    'aws:principalarn': caller.principalArn,
    'aws:securetransport': 'true',
    'aws:multifactorauthpresent': 'false',
    'sts:rolesessionname': sessionName,
    ...(externalId !== undefined && { 'sts:externalid': externalId }),
  };
  const request = { caller, action: 'sts:AssumeRole', resource: role.arn, context };
  if (role.arn === roleArn && decide(trustOf(role), request) === 'allowed') return;
  throw new AwsFault(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    { status: 403 },
  );
}

function trustOf({ trustPolicy }: Role): Policy {
  try {
    const document: unknown = typeof trustPolicy === 'string' ? JSON.parse(trustPolicy) : trustPolicy;
    return readPolicy(document, trustPolicyDialect);
  } catch (error) {
    if (error instanceof UnsupportedPolicy) throw new AwsFault('NotImplemented', error.message, { status: 501 });
    // Nobody is named by what is no policy.
    return [];
  }
}

const conditionKeys = new Set([
  'aws:multifactorauthpresent',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'sts:externalid',
  'sts:rolesessionname',
]);

/** Accounts of the sandbox are in no organization, and no service calls it: those keys are absent. */
const trustPolicyDialect: PolicyDialect = {
  knowsKey: key => conditionKeys.has(key),
  operators: operatorNames,
  withoutResources: true,
};
