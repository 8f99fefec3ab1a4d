import { AwsFault } from '../fault.js';
import { bucketFor, mayAccess } from './access.js';
import { s3Faults } from './faults.js';
import type { S3Request } from './operation.js';
import type { Bucket, StoredObject } from './state.js';
import { versionsOf } from './state.js';

export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

export interface FoundObject {
  readonly bucket: Bucket;
  readonly object: StoredObject;
}

/** The object or version that a request is about, if the caller has the right, such as `GetObject`. */
export function objectFor(s3: S3Request, right: string): FoundObject {
  return findObject(s3, { bucket: s3.bucket, key: s3.key, versionId: s3.query.get('versionId') }, right);
}

export function findObject(
  { world, request }: Pick<S3Request, 'world' | 'request'>,
  { bucket: bucketName, key, versionId }: ObjectName,
  right: string,
): FoundObject {
  const bucket = bucketFor(world, request, bucketName, {
    right: versionId === undefined ? right : right.replace('Object', 'ObjectVersion'),
    key,
    ...(versionId !== undefined && { context: { 's3:versionid': versionId } }),
  });
  const versions = versionsOf(bucket, key);
  const version = versionId === undefined ? versions[0] : versions.find(version => version.versionId === versionId);
  if (version?.deleteMarker === false) return { bucket, object: version };
  // Whether a key exists is for those only who may list the bucket.
  if (!mayAccess(bucket, request, { right: 'ListBucket', context: { 's3:prefix': key } }))
    throw s3Faults.accessDenied();
  if (versionId === undefined) {
    throw s3Faults.noSuchKey(
      key,
      version ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId } : {},
    );
  }
  if (version) throw methodNotAllowed(version.modifiedAt);
  checkVersionId(versionId);
  throw s3Faults.noSuchVersion(key, versionId);
}

/** Throws unless the text has the form of a version's id. */
export function checkVersionId(versionId: string): void {
  if (versionId === '') throw s3Faults.invalidArgument('Version id cannot be the empty string', 'versionId', versionId);
  if (versionId !== 'null' && !/^[\w.-]{32}$/.test(versionId)) {
    throw s3Faults.invalidArgument('Invalid version id specified', 'versionId', versionId);
  }
}

function methodNotAllowed(modifiedAt: string): AwsFault {
  return new AwsFault('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    headers: { allow: 'DELETE', 'x-amz-delete-marker': 'true', 'last-modified': new Date(modifiedAt).toUTCString() },
  });
}
