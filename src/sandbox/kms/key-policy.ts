import { AwsFault } from '../fault.js';
import { operatorNames } from '../policy/conditions.js';
import type { Policy, PolicyDialect, Statement } from '../policy/document.js';
import { MalformedPolicy, readPolicy, UnsupportedPolicy } from '../policy/document.js';
import { wildcard } from '../policy/wildcard.js';

const conditionKeys = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'kms:calleraccount',
  'kms:grantisforawsresource',
  'kms:viaservice',
]);

/** Keys that the sandbox never sets, such as `kms:ViaService`, are absent from every request, as they are on AWS there. */
export const keyPolicyDialect: PolicyDialect = {
  knowsKey: key => conditionKeys.has(key) || key.startsWith('kms:encryptioncontext:'),
  operators: operatorNames,
};

/** The policy of a key for which none is given: the account decides. */
export function defaultKeyPolicy(accountId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

/** Throws unless the text is a key policy that the sandbox can keep to and that leaves the account a way to change it. */
export function checkKeyPolicy(text: string, accountId: string, bypassLockoutCheck: boolean): void {
  const policy = policyOf(text);
  if (bypassLockoutCheck || policy.some(statement => letsManage(statement, accountId))) return;
  throw new AwsFault(
    'MalformedPolicyDocumentException',
    'The new key policy will not allow you to update the key policy in the future.',
  );
}

function policyOf(text: string): Policy {
  try {
    return readPolicy(JSON.parse(text), keyPolicyDialect);
  } catch (error) {
    if (error instanceof UnsupportedPolicy) throw new AwsFault('UnsupportedOperationException', error.message);
    const reason = error instanceof MalformedPolicy ? error.message : 'Policy document is not valid JSON';
    throw new AwsFault('MalformedPolicyDocumentException', reason);
  }
}

function letsManage({ effect, principals, actions }: Statement, accountId: string): boolean {
  return (
    effect === 'Allow' &&
    !actions.except &&
    actions.patterns.some(pattern => wildcard(pattern, 'i').test('kms:PutKeyPolicy')) &&
    principals.some(principal => principal === '*' || principal.includes(accountId))
  );
}
