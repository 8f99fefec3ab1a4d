import {
  deleteBucketPolicy,
  getBucketPolicy,
  getBucketVersioning,
  putBucketPolicy,
  putBucketVersioning,
} from './bucket-settings.js';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.js';
import { deleteObject, deleteObjects } from './delete-object.js';
import { getObject, headObject } from './get-object.js';
import { listObjects, listObjectsV2 } from './list-objects.js';
import { listObjectVersions } from './list-versions.js';
import type { S3Action } from './operation.js';
import { putObject } from './put-object.js';

export interface Route {
  /** AWS's name of the action. */
  readonly name: string;
  readonly method: string;
  readonly about: 'all' | 'bucket' | 'object';
  /** The query parameter that asks for this action, with its value where it matters. */
  readonly marker?: string;
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
const readParameters = ['versionId', ...responseHeaders.map(name => `response-${name}`)];
const listParameters = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];

/** All that the sandbox's S3 can do. Of the routes that fit a request, the one with a marker wins. */
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

  route('ListObjectsV2', 'GET bucket', listObjectsV2, {
    marker: 'list-type=2',
    parameters: [...listParameters, 'continuation-token', 'start-after', 'fetch-owner'],
  }),
  route('ListObjects', 'GET bucket', listObjects, { parameters: [...listParameters, 'marker'] }),
  route('ListObjectVersions', 'GET bucket', listObjectVersions, {
    marker: 'versions',
    parameters: [...listParameters, 'key-marker', 'version-id-marker'],
  }),

  route('PutObject', 'PUT object', putObject),
  route('GetObject', 'GET object', getObject, { parameters: readParameters }),
  route('HeadObject', 'HEAD object', headObject, { parameters: readParameters }),
  route('DeleteObject', 'DELETE object', deleteObject, { parameters: ['versionId'] }),
  route('DeleteObjects', 'POST bucket', deleteObjects, { marker: 'delete' }),
];

function route(
  name: string,
  where: string,
  action: S3Action,
  options: Partial<Pick<Route, 'marker' | 'parameters'>> = {},
): Route {
  const [method = '', about = ''] = where.split(' ');
  return { name, method, about: about as Route['about'], action, parameters: [], ...options };
}
