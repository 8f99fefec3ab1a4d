import type { SandboxResponse } from '../service.js';
import { bucketFor } from './access.js';
import { canonicalUserId } from './buckets.js';
import { s3Faults } from './faults.js';
import { objectFor } from './object-lookup.js';
import type { S3Request } from './operation.js';
import type { Bucket } from './state.js';

/** Buckets have no access control lists (BucketOwnerEnforced): all that can be read is that the owner may do everything. */
export function getBucketAcl({ world, request, bucket }: S3Request): SandboxResponse {
  return ownerHasAll(bucketFor(world, request, bucket, { right: 'GetBucketAcl' }));
}

export function getObjectAcl(s3: S3Request): SandboxResponse {
  return ownerHasAll(objectFor(s3, 'GetObjectAcl').bucket);
}

export function putBucketAcl({ world, request, bucket }: S3Request): SandboxResponse {
  bucketFor(world, request, bucket, { right: 'PutBucketAcl' });
  throw s3Faults.noAcls();
}

export function putObjectAcl(s3: S3Request): SandboxResponse {
  objectFor(s3, 'PutObjectAcl');
  throw s3Faults.noAcls();
}

/** The one document of S3 with an attribute, so it is written out. */
function ownerHasAll({ accountId }: Bucket): SandboxResponse {
  const id = canonicalUserId(accountId);
  const grantee = `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>${id}</ID></Grantee>`;
  const grant = `<Grant>${grantee}<Permission>FULL_CONTROL</Permission></Grant>`;
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>${id}</ID></Owner><AccessControlList>${grant}</AccessControlList></AccessControlPolicy>`,
  };
}
