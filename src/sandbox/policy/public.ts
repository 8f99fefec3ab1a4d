import type { Policy, Statement } from './document.js';

/** Conditions on these, with values without wildcards, say who may: a statement that has one is for somebody. */
const fixing = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:sourceaccount',
  'aws:sourcearn',
  's3:dataaccesspointaccount',
]);
const fixingOperators = /^(StringEquals|StringLike|ArnEquals|ArnLike)$/;

/**
 * Whether a bucket policy is public as S3 means it: it allows something to anyone and no condition says to whom.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublic(policy: Policy): boolean {
  return policy.some(statement => statement.effect === 'Allow' && isForAnyone(statement));
}

function isForAnyone({ principals, conditions }: Statement): boolean {
  if (!principals.includes('*')) return false;
  return !conditions.some(
    ({ operator, ifExists, key, values }) =>
      !ifExists &&
      fixing.has(key) &&
      fixingOperators.test(operator) &&
      !values.some(value => /^\*|^arn:aws:[^:]*:[^:]*:\*/.test(value)),
  );
}
