import { AwsFault } from '../fault.js';
import type { XmlValue } from '../xml.js';
import { bucketFor } from './access.js';
import type { S3Action } from './operation.js';
import { xmlAnswer } from './operation.js';

/** Answers to reads of what no bucket of the sandbox can have: as of a bucket on which nobody has put it. */
export const absentSettings: Readonly<Record<string, S3Action>> = {
  GetBucketAccelerateConfiguration: always('GetAccelerateConfiguration', 'AccelerateConfiguration', {}),
  GetBucketCors: missing('GetBucketCORS', 'NoSuchCORSConfiguration', 'The CORS configuration does not exist'),
  GetBucketNotificationConfiguration: always('GetBucketNotification', 'NotificationConfiguration', {}),
  GetBucketReplication: missing(
    'GetReplicationConfiguration',
    'ReplicationConfigurationNotFoundError',
    'The replication configuration was not found',
  ),
  GetBucketRequestPayment: always('GetBucketRequestPayment', 'RequestPaymentConfiguration', { Payer: 'BucketOwner' }),
  GetBucketWebsite: missing(
    'GetBucketWebsite',
    'NoSuchWebsiteConfiguration',
    'The specified bucket does not have a website configuration',
  ),
  GetObjectLockConfiguration: missing(
    'GetBucketObjectLockConfiguration',
    'ObjectLockConfigurationNotFoundError',
    'Object Lock configuration does not exist for this bucket',
  ),
};

function always(right: string, root: string, value: XmlValue): S3Action {
  return ({ world, request, bucket }) => {
    bucketFor(world, request, bucket, { right });
    return xmlAnswer(root, value);
  };
}

function missing(right: string, code: string, message: string): S3Action {
  return ({ world, request, bucket }) => {
    bucketFor(world, request, bucket, { right });
    throw new AwsFault(code, message, { status: 404, details: { BucketName: bucket } });
  };
}
