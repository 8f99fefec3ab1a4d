import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { ExecutionContext } from 'ava';
import type { SandboxOptions } from '../../../src/sandbox/sandbox-options.js';
import type { ClientOptions } from '../local-sandbox.js';
import { clientSettings, localSandbox } from '../local-sandbox.js';

export const bucket = '111122223333-gauss-prod-a';

/** A sandbox and clients for its S3. */
export async function startS3(t: ExecutionContext, options: SandboxOptions = {}) {
  const sandbox = await localSandbox(t, options);
  return { sandbox, client: (settings?: ClientOptions) => new S3Client(clientSettings(sandbox, settings)) };
}

/** The same with a bucket in eu-central-1. */
export async function startWithBucket(t: ExecutionContext) {
  const { sandbox, client } = await startS3(t);
  const s3 = client();
  await createBucket(s3);
  return { sandbox, client, s3 };
}

export function createBucket(s3: S3Client, name = bucket, region: string | undefined = 'eu-central-1') {
  const constraint = region as 'eu-central-1' | undefined;
  const configuration = constraint && { CreateBucketConfiguration: { LocationConstraint: constraint } };
  return s3.send(new CreateBucketCommand({ Bucket: name, ...configuration }));
}
