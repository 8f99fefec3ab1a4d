import { s3Faults } from './faults.js';
import type { StoredObject } from './state.js';

type Headers = Readonly<Record<string, string>>;

/** Throws unless the conditions of a write hold for what is stored under the key now. */
export function checkWriteConditions(headers: Headers, current: StoredObject | undefined, key: string): void {
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined) {
    // S3 takes no ETag here on a write.
    if (ifNoneMatch !== '*') throw s3Faults.headerNotImplemented('If-None-Match');
    if (current) throw s3Faults.preconditionFailed('If-None-Match');
  }
  const ifMatch = headers['if-match'];
  if (ifMatch === undefined) return;
  if (!current) throw s3Faults.noSuchKey(key);
  if (!matchesAny(ifMatch, current.etag)) throw s3Faults.preconditionFailed('If-Match');
}

/**
 * Whether a read needs no body since the client has the object already; throws if a precondition does not hold.
 * If-Match wins over If-Unmodified-Since, and If-None-Match over If-Modified-Since (RFC 9110 §13.2.2).
 */
export function isNotModified(headers: Headers, object: StoredObject): boolean {
  const modified = Math.floor(Date.parse(object.modifiedAt) / 1000) * 1000;
  const ifMatch = headers['if-match'];
  const unmodifiedSince = Date.parse(headers['if-unmodified-since'] ?? '');
  if (ifMatch !== undefined && !matchesAny(ifMatch, object.etag)) throw s3Faults.preconditionFailed('If-Match');
  if (ifMatch === undefined && modified > unmodifiedSince) throw s3Faults.preconditionFailed('If-Unmodified-Since');
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined) return matchesAny(ifNoneMatch, object.etag);
  return modified <= Date.parse(headers['if-modified-since'] ?? '');
}

/** Clients send an ETag with quotes or without. */
function matchesAny(header: string, etag: string): boolean {
  return header.split(',').some(candidate => candidate.trim() === '*' || bare(candidate) === bare(etag));
}

function bare(etag: string): string {
  return etag.trim().replaceAll('"', '');
}
