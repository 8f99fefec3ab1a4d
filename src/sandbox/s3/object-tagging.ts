import type { SandboxResponse } from '../service.js';
import { verifiedChecksum } from './checksum.js';
import { objectFor } from './object-lookup.js';
import type { S3Request } from './operation.js';
import { emptyAnswer, xmlAnswer } from './operation.js';
import type { Tags } from './state.js';
import { saveBucket } from './state.js';
import { objectTagsOfXml, tagsXml } from './tags.js';
import { versionHeader } from './write-object.js';

export function getObjectTagging(s3: S3Request): SandboxResponse {
  const { bucket, object } = objectFor(s3, 'GetObjectTagging');
  const answer = xmlAnswer('Tagging', tagsXml(object.tags));
  return { ...answer, headers: { ...answer.headers, ...versionHeader(bucket, object.versionId) } };
}

export function putObjectTagging(s3: S3Request): Promise<SandboxResponse> {
  verifiedChecksum(s3.body, s3.headers);
  return changeTags(s3, 'PutObjectTagging', () => objectTagsOfXml(s3.body.toString('utf8')));
}

export function deleteObjectTagging(s3: S3Request): Promise<SandboxResponse> {
  return changeTags(s3, 'DeleteObjectTagging', () => undefined);
}

/** Tags belong to a version, and may change while its bytes do not. */
async function changeTags(s3: S3Request, right: string, read: () => Tags | undefined): Promise<SandboxResponse> {
  const { bucket, object } = objectFor(s3, right);
  const tags = read();
  delete object.tags;
  if (tags) object.tags = tags;
  await saveBucket(s3.world, bucket);
  return emptyAnswer(right.startsWith('Put') ? 200 : 204, versionHeader(bucket, object.versionId));
}
