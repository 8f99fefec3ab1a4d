import { setTimeout } from 'node:timers/promises';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ListedObject, ObjectStore } from '../apply/secrets/ports.js';
import { AppError } from '../errors.js';
import { callFailure } from './call-failure.js';

/** A bucket behind the secrets' ObjectStore port. The client belongs to the bucket's account and region. */
export function s3Objects(client: S3Client, bucket: string): ObjectStore {
  return {
    async get(key, signal) {
      try {
        const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
          abortSignal: signal,
        });
        return { body: (await Body?.transformToString('utf-8')) ?? '', etag: ETag ?? '' };
      } catch (error) {
        if (nameOf(error) === 'NoSuchKey') return undefined;
        throw failure(error, `read s3://${bucket}/${key}`, signal);
      }
    },
    async putIfAbsent(key, body, signal) {
      const outcome = await put(client, { Bucket: bucket, Key: key, Body: body, IfNoneMatch: '*' }, signal);
      return outcome === 'refused' ? 'exists' : 'stored';
    },
    async putIfMatch(key, body, etag, signal) {
      const outcome = await put(client, { Bucket: bucket, Key: key, Body: body, IfMatch: etag }, signal);
      return outcome === 'refused' ? 'changed' : 'stored';
    },
    async list(prefix, signal) {
      const objects: ListedObject[] = [];
      let token: string | undefined;
      do {
        const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token });
        const page = await client
          .send(command, { abortSignal: signal })
          .catch((error: unknown) => Promise.reject(failure(error, `list s3://${bucket}/${prefix}`, signal)));
        for (const { Key, LastModified } of page.Contents ?? []) {
          objects.push({ key: Key ?? '', lastModified: LastModified ?? new Date(0) });
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return objects;
    },
    async remove(keys, signal) {
      for (let start = 0; start < keys.length; start += deletedAtOnce) {
        const Objects = keys.slice(start, start + deletedAtOnce).map(Key => ({ Key }));
        const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
        const what = `delete from s3://${bucket}`;
        const answer = await client
          .send(command, { abortSignal: signal })
          .catch((error: unknown) => Promise.reject(failure(error, what, signal)));
        const [refused] = answer.Errors ?? [];
        if (refused !== undefined) {
          throw new AppError('object-store', `cannot ${what}/${refused.Key}: ${refused.Code}: ${refused.Message}`);
        }
      }
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const deletedAtOnce = 1000;

const conflictRetries = 5;

async function put(client: S3Client, input: PutObjectCommandInput, signal: AbortSignal): Promise<'stored' | 'refused'> {
  for (let attempt = 0; ; attempt++) {
    try {
      await client.send(new PutObjectCommand({ ...input, ContentType: 'application/json' }), { abortSignal: signal });
      return 'stored';
    } catch (error) {
      const name = nameOf(error);
      // NoSuchKey: the object to match was deleted meanwhile.
      if (name === 'PreconditionFailed' || (name === 'NoSuchKey' && input.IfMatch !== undefined)) return 'refused';
      // Two conditional writes at once: S3 may refuse both, asks to try again, and the SDK does not.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
      if (name !== 'ConditionalRequestConflict' || attempt === conflictRetries) {
        throw failure(error, `write s3://${input.Bucket}/${input.Key}`, signal);
      }
      await setTimeout(20 * 2 ** attempt * (1 + Math.random()), undefined, { signal });
    }
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function failure(error: unknown, what: string, signal: AbortSignal): unknown {
  const hints = { NoSuchBucket: 'apply the stack that makes the bucket first' };
  return callFailure(error, { code: 'object-store', what, hints }, signal);
}
