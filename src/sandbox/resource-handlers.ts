import { aliasResource } from './kms/alias-resource.js';
import { keyResource } from './kms/key-resource.js';
import type { ResourceHandler } from './resource.js';
import { bucketPolicyResource } from './s3/bucket-policy-resource.js';
import { bucketResource } from './s3/bucket-resource.js';

/** Resource types that exist in a service of the sandbox once a stack makes them. */
export const resourceHandlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::KMS::Alias': aliasResource,
  'AWS::KMS::Key': keyResource,
  'AWS::S3::Bucket': bucketResource,
  'AWS::S3::BucketPolicy': bucketPolicyResource,
};
