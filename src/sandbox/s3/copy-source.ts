import { AwsFault } from '../fault.js';
import { reachableBucket } from './access.js';
import { isNotModified } from './conditions.js';
import { checkDecryption } from './encryption.js';
import { s3Faults } from './faults.js';
import type { FoundObject, ObjectName } from './object-lookup.js';
import { findObject } from './object-lookup.js';
import type { S3Request } from './operation.js';

export interface CopySource extends FoundObject {
  readonly name: ObjectName;
  readonly bytes: Buffer;
}

/** Headers of a copy that say what is copied, and under which conditions. */
export const copySourceHeaders = [
  'x-amz-copy-source',
  'x-amz-copy-source-range',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-none-match',
  'x-amz-copy-source-if-modified-since',
  'x-amz-copy-source-if-unmodified-since',
  'x-amz-source-expected-bucket-owner',
];

/** The object to copy, if the caller may read it and its conditions hold. It may be of any region. */
export async function copySource(s3: S3Request): Promise<CopySource> {
  const name = nameOf(s3.headers['x-amz-copy-source'] ?? '');
  const { bucket, object } = lookup(s3, name);
  checkConditions(s3, object);
  checkDecryption({ ...s3, key: name.key }, bucket, object.encryption);
  const bytes = await s3.world.blobs.read(object.blob).catch((error: unknown) => {
    // Overwritten or deleted since it was looked up: what is there now is copied.
    if (lookup(s3, name).object.blob !== object.blob) return undefined;
    throw error;
  });
  return bytes ? { name, bucket, object, bytes } : copySource(s3);
}

function lookup({ world, request }: S3Request, name: ObjectName): FoundObject {
  const owner = request.headers['x-amz-source-expected-bucket-owner'];
  const { 'x-amz-expected-bucket-owner': _, ...headers } = request.headers;
  const ownHeaders = owner === undefined ? headers : { ...headers, 'x-amz-expected-bucket-owner': owner };
  const { region } = reachableBucket(world, { ...request, headers: ownHeaders }, name.bucket, true);
  try {
    return findObject({ world, request: { ...request, headers: ownHeaders, region } }, name, 'GetObject');
  } catch (error) {
    if (!(error instanceof AwsFault) || error.code !== 'MethodNotAllowed') throw error;
    throw new AwsFault(
      'InvalidRequest',
      'The source of a copy request may not specifically refer to a delete marker by version id.',
    );
  }
}

/** `bucket/key`, percent-encoded, with a slash before it or not; the version may follow like a query. */
function nameOf(header: string): ObjectName {
  const [path = '', query] = header.split('?');
  const versionId = new URLSearchParams(query).get('versionId') ?? undefined;
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw s3Faults.invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  return { bucket, key, versionId };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Those of a read, under other names; where a read would say "not modified", there is nothing to copy. */
function checkConditions({ headers }: S3Request, object: FoundObject['object']): void {
  const prefix = 'x-amz-copy-source-if-';
  const conditions = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice('x-amz-copy-source-'.length), value]);
  if (!isNotModified(Object.fromEntries(conditions) as Record<string, string>, object)) return;
  throw s3Faults.preconditionFailed(
    headers[`${prefix}none-match`] === undefined ? 'If-Modified-Since' : 'If-None-Match',
  );
}
