import { absentSettings } from './absent-settings.js';
import { getBucketAcl, getObjectAcl, putBucketAcl, putObjectAcl } from './acl.js';
import {
  deleteBucketPolicy,
  getBucketPolicy,
  getBucketPolicyStatus,
  getBucketVersioning,
  putBucketPolicy,
  putBucketVersioning,
} from './bucket-settings.js';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.js';
import { completeMultipartUpload } from './complete-upload.js';
import { copyObject } from './copy-object.js';
import { deleteObject, deleteObjects } from './delete-object.js';
import { getObject, headObject } from './get-object.js';
import { listObjects, listObjectsV2 } from './list-objects.js';
import { listMultipartUploads, listParts } from './list-uploads.js';
import { listObjectVersions } from './list-versions.js';
import { abortMultipartUpload, createMultipartUpload } from './multipart-upload.js';
import { getObjectAttributes } from './object-attributes.js';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './object-tagging.js';
import type { S3Action } from './operation.js';
import { putObject } from './put-object.js';
import { settingActions } from './setting-actions.js';
import type { SettingName } from './setting-shapes.js';
import { uploadPart, uploadPartCopy } from './upload-part.js';

export interface Route {
  /** AWS's name of the action. */
  readonly name: string;
  readonly method: string;
  readonly about: 'all' | 'bucket' | 'object';
  /** The query parameter that asks for this action, with its value where it matters. */
  readonly marker?: string;
  /** The header that asks for it. */
  readonly header?: string;
  /** Other query parameters that it takes. */
  readonly parameters: readonly string[];
  readonly action: S3Action;
}

const responseHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const readParameters = ['versionId', 'partNumber', ...responseHeaders.map(name => `response-${name}`)];
const listParameters = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];

/** All that the sandbox's S3 can do. Of the routes that fit a request, the one that asks for most wins. */
export const routes: readonly Route[] = [
  route('ListBuckets', 'GET all', listBuckets, {
    parameters: ['prefix', 'bucket-region', 'max-buckets', 'continuation-token'],
  }),

  route('CreateBucket', 'PUT bucket', createBucket),
  route('HeadBucket', 'HEAD bucket', headBucket),
  route('DeleteBucket', 'DELETE bucket', deleteBucket),
  route('GetBucketLocation', 'GET bucket', getBucketLocation, { marker: 'location' }),
  route('GetBucketVersioning', 'GET bucket', getBucketVersioning, { marker: 'versioning' }),
  route('PutBucketVersioning', 'PUT bucket', putBucketVersioning, { marker: 'versioning' }),
  route('GetBucketPolicy', 'GET bucket', getBucketPolicy, { marker: 'policy' }),
  route('PutBucketPolicy', 'PUT bucket', putBucketPolicy, { marker: 'policy' }),
  route('DeleteBucketPolicy', 'DELETE bucket', deleteBucketPolicy, { marker: 'policy' }),
  route('GetBucketPolicyStatus', 'GET bucket', getBucketPolicyStatus, { marker: 'policyStatus' }),
  route('GetBucketAcl', 'GET bucket', getBucketAcl, { marker: 'acl' }),
  route('PutBucketAcl', 'PUT bucket', putBucketAcl, { marker: 'acl' }),
  ...settingRoutes('BucketTagging', 'tagging', 'tagging'),
  ...settingRoutes('BucketEncryption', 'encryption', 'encryption'),
  ...settingRoutes('PublicAccessBlock', 'publicAccessBlock', 'publicAccessBlock'),
  ...settingRoutes('BucketOwnershipControls', 'ownershipControls', 'ownershipControls'),
  ...settingRoutes('BucketLogging', 'logging', 'logging').slice(0, 2),
  ...settingRoutes('BucketLifecycleConfiguration', 'lifecycle', 'lifecycle'),
  ...absentRoutes({
    accelerate: 'GetBucketAccelerateConfiguration',
    cors: 'GetBucketCors',
    notification: 'GetBucketNotificationConfiguration',
    'object-lock': 'GetObjectLockConfiguration',
    replication: 'GetBucketReplication',
    requestPayment: 'GetBucketRequestPayment',
    website: 'GetBucketWebsite',
  }),

  route('ListObjectsV2', 'GET bucket', listObjectsV2, {
    marker: 'list-type=2',
    parameters: [...listParameters, 'continuation-token', 'start-after', 'fetch-owner'],
  }),
  route('ListObjects', 'GET bucket', listObjects, { parameters: [...listParameters, 'marker'] }),
  route('ListObjectVersions', 'GET bucket', listObjectVersions, {
    marker: 'versions',
    parameters: [...listParameters, 'key-marker', 'version-id-marker'],
  }),
  route('ListMultipartUploads', 'GET bucket', listMultipartUploads, {
    marker: 'uploads',
    parameters: ['prefix', 'delimiter', 'encoding-type', 'max-uploads', 'key-marker', 'upload-id-marker'],
  }),

  route('PutObject', 'PUT object', putObject),
  route('CopyObject', 'PUT object', copyObject, { header: 'x-amz-copy-source' }),
  route('GetObject', 'GET object', getObject, { parameters: readParameters }),
  route('HeadObject', 'HEAD object', headObject, { parameters: readParameters }),
  route('DeleteObject', 'DELETE object', deleteObject, { parameters: ['versionId'] }),
  route('DeleteObjects', 'POST bucket', deleteObjects, { marker: 'delete' }),
  route('GetObjectAttributes', 'GET object', getObjectAttributes, { marker: 'attributes', parameters: ['versionId'] }),
  route('GetObjectAcl', 'GET object', getObjectAcl, { marker: 'acl', parameters: ['versionId'] }),
  route('PutObjectAcl', 'PUT object', putObjectAcl, { marker: 'acl', parameters: ['versionId'] }),
  route('GetObjectTagging', 'GET object', getObjectTagging, { marker: 'tagging', parameters: ['versionId'] }),
  route('PutObjectTagging', 'PUT object', putObjectTagging, { marker: 'tagging', parameters: ['versionId'] }),
  route('DeleteObjectTagging', 'DELETE object', deleteObjectTagging, { marker: 'tagging', parameters: ['versionId'] }),

  route('CreateMultipartUpload', 'POST object', createMultipartUpload, { marker: 'uploads' }),
  route('UploadPart', 'PUT object', uploadPart, { marker: 'uploadId', parameters: ['partNumber'] }),
  route('UploadPartCopy', 'PUT object', uploadPartCopy, {
    marker: 'uploadId',
    header: 'x-amz-copy-source',
    parameters: ['partNumber'],
  }),
  route('ListParts', 'GET object', listParts, {
    marker: 'uploadId',
    parameters: ['max-parts', 'part-number-marker'],
  }),
  route('CompleteMultipartUpload', 'POST object', completeMultipartUpload, { marker: 'uploadId' }),
  route('AbortMultipartUpload', 'DELETE object', abortMultipartUpload, { marker: 'uploadId' }),
];

function route(
  name: string,
  where: string,
  action: S3Action,
  options: Partial<Pick<Route, 'marker' | 'header' | 'parameters'>> = {},
): Route {
  const [method = '', about = ''] = where.split(' ');
  return { name, method, about: about as Route['about'], action, parameters: [], ...options };
}

function settingRoutes(name: string, setting: SettingName, marker: string): Route[] {
  const { get, put, remove } = settingActions(setting);
  return [
    route(`Get${name}`, 'GET bucket', get, { marker }),
    route(`Put${name}`, 'PUT bucket', put, { marker }),
    route(`Delete${name.replace('LifecycleConfiguration', 'Lifecycle')}`, 'DELETE bucket', remove, { marker }),
  ];
}

function absentRoutes(names: Readonly<Record<string, string>>): Route[] {
  return Object.entries(names).flatMap(([marker, name]) => {
    const action = absentSettings[name];
    return action ? [route(name, 'GET bucket', action, { marker })] : [];
  });
}
