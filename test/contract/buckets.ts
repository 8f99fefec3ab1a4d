import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { s3, target } from './clients.js';

/** A bucket that no stack knows of. */
export async function makeBucket(Bucket: string): Promise<void> {
  const { region } = target.settings;
  const location = { CreateBucketConfiguration: { LocationConstraint: region as 'eu-central-1' } };
  await s3.send(new CreateBucketCommand({ Bucket, ...(region !== 'us-east-1' && location) }));
}

/** Deletes a bucket with all it holds; one that does not exist is fine. */
export async function removeBucket(Bucket: string): Promise<void> {
  const listed = await s3.send(new ListObjectVersionsCommand({ Bucket })).catch(() => undefined);
  if (!listed) return;
  for (const { Key, VersionId } of [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? [])]) {
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
  await s3.send(new DeleteBucketCommand({ Bucket })).catch(() => undefined);
}
