import { operatorNames } from '../policy/conditions.js';
import { decide } from '../policy/decision.js';
import type { PolicyDialect } from '../policy/document.js';
import { readPolicy } from '../policy/document.js';
import { isPublic } from '../policy/public.js';
import type { SandboxRequest } from '../service.js';
import type { World } from '../world.js';
import { s3Faults } from './faults.js';
import { settingOf } from './settings.js';
import type { Bucket } from './state.js';
import { bucketArn, findBucket } from './state.js';

export interface Wanted {
  /** IAM's name of the right, such as `GetObject` or `ListBucket`. */
  readonly right: string;
  readonly key?: string;
  /** Condition keys of this action alone, such as `s3:prefix`. */
  readonly context?: Readonly<Record<string, string>>;
  /** Answer for buckets of any region. */
  readonly anyRegion?: boolean;
}

/** The bucket, if it exists, is of the request's region, and its owner or policy lets the caller do this. */
export function bucketFor(world: World, request: SandboxRequest, name: string, wanted: Wanted): Bucket {
  const bucket = reachableBucket(world, request, name, wanted.anyRegion);
  if (!mayAccess(bucket, request, wanted)) throw s3Faults.accessDenied();
  return bucket;
}

/** The bucket, if the request is at the right place; rights are not looked at. */
export function reachableBucket(world: World, request: SandboxRequest, name: string, anyRegion = false): Bucket {
  const bucket = findBucket(world, name);
  if (!bucket) throw s3Faults.noSuchBucket(name);
  if (bucket.region !== request.region && !anyRegion) throw s3Faults.wrongRegion(bucket);
  const expectedOwner = request.headers['x-amz-expected-bucket-owner'] ?? bucket.accountId;
  if (expectedOwner !== bucket.accountId) throw s3Faults.accessDenied();
  return bucket;
}

/** The owning account may do all that its policy does not deny, other accounts what the policy allows. */
export function mayAccess(
  bucket: Bucket,
  { caller, region, headers }: Pick<SandboxRequest, 'caller' | 'region' | 'headers'>,
  wanted: Wanted,
): boolean {
  const owns = caller.accountId === bucket.accountId;
  if (bucket.policy === undefined) return owns;
  const policy = readPolicy(JSON.parse(bucket.policy), bucketPolicyDialect);
  if (!owns && settingOf(bucket, 'publicAccessBlock')?.RestrictPublicBuckets === true && isPublic(policy)) return false;
  const decision = decide(policy, {
    caller,
    action: `s3:${wanted.right}`,
    resource: bucketArn(bucket.name, wanted.key),
    context: {
      // The sandbox stands for AWS's HTTPS endpoint: policies that insist on it must not lock everybody out.
      'aws:securetransport': 'true',
      's3:tlsversion': '1.3',
      'aws:principalaccount': caller.accountId,
      'aws:principalarn': caller.principalArn,
      'aws:requestedregion': region,
      's3:resourceaccount': bucket.accountId,
      ...headerContext(headers),
      ...wanted.context,
    },
  });
  return decision === 'allowed' || (owns && decision === 'not mentioned');
}

const headerKeys = [
  'if-match',
  'if-none-match',
  'x-amz-acl',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-metadata-directive',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-storage-class',
];

function headerContext(headers: SandboxRequest['headers']): Record<string, string> {
  const present = headerKeys.filter(name => headers[name] !== undefined);
  return Object.fromEntries(present.map(name => [`s3:${name}`, headers[name] ?? '']));
}

const conditionKeys = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  's3:delimiter',
  's3:prefix',
  's3:resourceaccount',
  's3:tlsversion',
  's3:versionid',
  ...headerKeys.map(name => `s3:${name}`),
]);

/** `aws:SourceArn` and `aws:SourceAccount` are set for AWS's services only, which never call the sandbox. */
export const bucketPolicyDialect: PolicyDialect = {
  knowsKey: key => conditionKeys.has(key),
  operators: operatorNames,
};
