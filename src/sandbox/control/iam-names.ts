import type { ServiceCall } from '../desk.js';

/** What IAM calls a call: the right that it takes, and the ARN of what it is about (`*` if it says nothing of it). */
export function iamNames({ service, action, accountId, region, resource }: ServiceCall): {
  readonly action: string;
  readonly resource: string;
} {
  const right = service === 's3' ? (s3Rights[action] ?? action) : action;
  return { action: `${service}:${right}`, resource: arnOf(service, `${region}:${accountId}`, resource) };
}

/** Where S3's rights are not named as its actions. */
const s3Rights: Readonly<Record<string, string>> = {
  CompleteMultipartUpload: 'PutObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  DeleteBucketEncryption: 'PutEncryptionConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  DeleteBucketOwnershipControls: 'PutBucketOwnershipControls',
  DeleteBucketTagging: 'PutBucketTagging',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetBucketAccelerateConfiguration: 'GetAccelerateConfiguration',
  GetBucketCors: 'GetBucketCORS',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  GetBucketReplication: 'GetReplicationConfiguration',
  GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ListParts: 'ListMultipartUploadParts',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
  ListBuckets: 'ListAllMyBuckets',
  HeadBucket: 'ListBucket',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  HeadObject: 'GetObject',
  DeleteObjects: 'DeleteObject',
};

function arnOf(service: string, place: string, resource: string | undefined): string {
  if (resource === undefined) return '*';
  if (resource.startsWith('arn:')) return resource;
  if (service === 'cloudformation') return `arn:aws:cloudformation:${place}:stack/${resource}/*`;
  if (service === 'ssm') return `arn:aws:ssm:${place}:parameter/${resource.replace(/^\/|:[^:]*$/g, '')}`;
  if (service === 's3') return `arn:aws:s3:::${resource}`;
  if (service === 'kms') return `arn:aws:kms:${place}:${resource.startsWith('alias/') ? '' : 'key/'}${resource}`;
  return '*';
}
