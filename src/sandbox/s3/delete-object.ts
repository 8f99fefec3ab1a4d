import { AwsFault } from '../fault.js';
import type { SandboxResponse } from '../service.js';
import { bucketFor, mayAccess, reachableBucket } from './access.js';
import { verifiedChecksum } from './checksum.js';
import { checkWriteConditions } from './conditions.js';
import { s3Faults } from './faults.js';
import { checkVersionId } from './object-lookup.js';
import type { S3Request } from './operation.js';
import { emptyAnswer, xmlAnswer } from './operation.js';
import type { Bucket } from './state.js';
import { saveBucket, setVersions, versionsOf } from './state.js';
import { addVersion, blobsOf, currentObject, newVersionId } from './write-object.js';
import type { XmlElement } from './xml-reader.js';
import { childText, readXml } from './xml-reader.js';

interface Deletion {
  readonly deleteMarker: boolean;
  readonly versionId: string | undefined;
  readonly blobs: readonly string[];
}

export async function deleteObject(s3: S3Request): Promise<SandboxResponse> {
  const { world, now, request, key, query, headers } = s3;
  const versionId = query.get('versionId');
  const bucket = bucketFor(world, request, s3.bucket, { right: rightFor(versionId), key });
  if (versionId !== undefined) {
    // As measured on AWS: a condition is for the current version only.
    if (headers['if-match'] !== undefined) throw s3Faults.headerNotImplemented('If-Match');
    checkVersionId(versionId);
  }
  checkWriteConditions(headers, currentObject(bucket, key), key);
  const deletion = remove(bucket, { key, versionId }, now());
  await saveBucket(world, bucket);
  await Promise.all(deletion.blobs.map(id => world.blobs.remove(id)));
  return emptyAnswer(204, {
    ...(deletion.versionId === undefined ? {} : { 'x-amz-version-id': deletion.versionId }),
    ...(deletion.deleteMarker ? { 'x-amz-delete-marker': 'true' } : {}),
  });
}

/** Deletes up to 1000 objects; what the caller may not delete is told for each. */
export async function deleteObjects(s3: S3Request): Promise<SandboxResponse> {
  const { world, now, request, body, headers } = s3;
  const bucket = reachableBucket(world, request, s3.bucket);
  requireIntegrity(body, headers);
  const { objects, quiet } = readDelete(body);
  const blobs: string[] = [];
  const results = objects.map(object => {
    const fault = faultOf(() => checkDeletion(bucket, request, object));
    if (fault) return { Error: errorXml(object, fault) };
    const deletion = remove(bucket, object, now());
    blobs.push(...deletion.blobs);
    return { Deleted: deletedXml(object, deletion) };
  });
  await saveBucket(world, bucket);
  await Promise.all(blobs.map(id => world.blobs.remove(id)));
  return xmlAnswer('DeleteResult', {
    Deleted: quiet ? undefined : results.flatMap(({ Deleted }) => Deleted ?? []),
    Error: results.flatMap(result => result.Error ?? []),
  });
}

interface ObjectName {
  readonly key: string;
  readonly versionId: string | undefined;
  /** Delete only if the object has it. */
  readonly etag?: string | undefined;
}

function checkDeletion(bucket: Bucket, request: S3Request['request'], { key, versionId, etag }: ObjectName): void {
  if (!mayAccess(bucket, request, { right: rightFor(versionId), key })) throw s3Faults.accessDenied();
  if (versionId !== undefined) checkNamedVersion(key, versionId);
  if (etag !== undefined) checkWriteConditions({ 'if-match': etag }, currentObject(bucket, key), key);
}

function checkNamedVersion(key: string, versionId: string): void {
  try {
    checkVersionId(versionId);
  } catch {
    throw s3Faults.noSuchVersion(key, versionId);
  }
}

function faultOf(step: () => void): AwsFault | undefined {
  try {
    step();
    return undefined;
  } catch (error) {
    if (error instanceof AwsFault) return error;
    throw error;
  }
}

function errorXml({ key, versionId }: ObjectName, { code, message }: AwsFault) {
  return { Key: key, VersionId: versionId, Code: code, Message: message };
}

/** A named version is gone for good; without one a versioned bucket gets a delete marker. What is not there is deleted already. */
function remove(bucket: Bucket, { key, versionId }: ObjectName, now: Date): Deletion {
  const versions = versionsOf(bucket, key);
  if (versionId !== undefined) {
    const gone = versions.filter(version => version.versionId === versionId);
    setVersions(
      bucket,
      key,
      versions.filter(version => version.versionId !== versionId),
    );
    return { deleteMarker: gone.some(({ deleteMarker }) => deleteMarker), versionId, blobs: blobsOf(gone) };
  }
  if (bucket.versioning === undefined) {
    setVersions(bucket, key, []);
    return { deleteMarker: false, versionId, blobs: blobsOf(versions) };
  }
  const marker = { deleteMarker: true, versionId: newVersionId(bucket), modifiedAt: now.toISOString() } as const;
  return { deleteMarker: true, versionId: marker.versionId, blobs: addVersion(bucket, key, marker) };
}

function deletedXml({ key, versionId }: ObjectName, deletion: Deletion) {
  return {
    Key: key,
    VersionId: versionId,
    DeleteMarker: deletion.deleteMarker ? true : undefined,
    DeleteMarkerVersionId: deletion.deleteMarker ? deletion.versionId : undefined,
  };
}

function readDelete(body: Buffer): { objects: ObjectName[]; quiet: boolean } {
  const root = readXml(body.toString('utf8'));
  const elements = root.children.filter(({ name }) => name === 'Object');
  if (root.name !== 'Delete' || elements.length === 0 || elements.length > 1000) throw s3Faults.malformedXml();
  return { objects: elements.map(objectName), quiet: childText(root, 'Quiet') === 'true' };
}

function objectName(element: XmlElement): ObjectName {
  const key = childText(element, 'Key');
  if (key === undefined || key === '') throw s3Faults.malformedXml();
  const other = element.children.find(({ name }) => !['Key', 'VersionId', 'ETag'].includes(name));
  if (other) throw s3Faults.notImplemented(`Delete.Object.${other.name}`);
  return { key, versionId: childText(element, 'VersionId'), etag: childText(element, 'ETag') };
}

function requireIntegrity(body: Buffer, headers: S3Request['headers']): void {
  const checksums = Object.keys(headers).some(name => /^x-amz-checksum-(?!mode|algorithm|type)/.test(name));
  if (!checksums && headers['content-md5'] === undefined) {
    throw new AwsFault('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  verifiedChecksum(body, headers);
}

function rightFor(versionId: string | undefined): string {
  return versionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion';
}
