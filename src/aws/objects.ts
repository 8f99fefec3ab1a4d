import { setTimeout } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore } from '../apply/secrets/ports.js';
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
  };
}

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
