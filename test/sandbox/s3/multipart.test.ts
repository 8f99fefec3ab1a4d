import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompletedPart, CompleteMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { startSandbox } from '../../../src/sandbox/server.js';
import { clientSettings } from '../local-sandbox.js';
import { bucket, createBucket, startWithBucket } from './bucket-client.js';

const minimumBytes = 5 * 1024 * 1024;

interface UploadName {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string | undefined;
}

async function begin(s3: S3Client, Key = 'secrets/bundle'): Promise<UploadName> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }));
  return { Bucket: bucket, Key, UploadId };
}

async function part(s3: S3Client, upload: UploadName, PartNumber: number, Body: Uint8Array): Promise<CompletedPart> {
  const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
  return { ETag, PartNumber };
}

function complete(s3: S3Client, upload: UploadName, Parts: CompletedPart[]) {
  const input: CompleteMultipartUploadCommandInput = { ...upload, MultipartUpload: { Parts } };
  return s3.send(new CompleteMultipartUploadCommand(input));
}

async function bytesOf(s3: S3Client, Key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

test('parts become one object, in the order of their numbers', async t => {
  const { s3 } = await startWithBucket(t);
  const upload = await begin(s3);
  const pieces = [randomBytes(minimumBytes), Buffer.from('the last one')] as const;
  const last = await part(s3, upload, 7, pieces[1]);
  const first = await part(s3, upload, 3, pieces[0]);
  const { ETag = '' } = await complete(s3, upload, [first, last]);
  t.regex(ETag, /^"[\da-f]{32}-2"$/);
  t.true((await bytesOf(s3, upload.Key)).equals(Buffer.concat(pieces)));
  await t.throwsAsync(complete(s3, upload, [first, last]), { name: 'NoSuchUpload' });
});

const refusals: readonly [what: string, code: string, choose: (parts: CompletedPart[]) => CompletedPart[]][] = [
  ['a first part that is too small', 'EntityTooSmall', parts => parts],
  ['parts in another order', 'InvalidPartOrder', parts => parts.toReversed()],
  ['a part twice', 'InvalidPartOrder', ([one]) => (one ? [one, one] : [])],
  ['a part that was not uploaded', 'InvalidPart', ([one]) => [{ ...one, PartNumber: 9 }]],
  ['a part with the ETag of another', 'InvalidPart', ([one, two]) => [{ ...one, ETag: two?.ETag }]],
  ['no part', 'MalformedXML', () => []],
];

for (const [what, name, choose] of refusals) {
  test(`an upload is not completed with ${what}`, async t => {
    const { s3 } = await startWithBucket(t);
    const upload = await begin(s3);
    const parts = [await part(s3, upload, 1, Buffer.from('a')), await part(s3, upload, 2, Buffer.from('b'))];
    await t.throwsAsync(complete(s3, upload, choose(parts)), { name });
    t.is((await s3.send(new ListPartsCommand(upload))).Parts?.length, 2);
  });
}

test('of many that complete or abort an upload at once, one wins', async t => {
  const { s3 } = await startWithBucket(t);
  const upload = await begin(s3);
  const parts = [await part(s3, upload, 1, Buffer.from('a'))];
  const attempts = Array.from({ length: 10 }, (_, index) =>
    index % 2 === 0 ? complete(s3, upload, parts) : s3.send(new AbortMultipartUploadCommand(upload)),
  );
  const results = await Promise.allSettled(attempts);
  t.is(results.filter(({ status }) => status === 'fulfilled').length, 1);
  const names = results.flatMap(result => (result.status === 'rejected' ? [(result.reason as Error).name] : []));
  t.deepEqual([...new Set(names)], ['NoSuchUpload']);
});

test('a part can be a range of an object', async t => {
  const { s3 } = await startWithBucket(t);
  const whole = await begin(s3, 'whole');
  await complete(s3, whole, [await part(s3, whole, 1, Buffer.from('0123456789'))]);
  const upload = await begin(s3, 'piece');
  const copy = (CopySourceRange: string) =>
    s3.send(new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: `${bucket}/whole`, CopySourceRange }));
  await t.throwsAsync(copy('bytes=5-10'), { name: 'InvalidArgument' });
  const { CopyPartResult } = await copy('bytes=2-4');
  await complete(s3, upload, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  t.is((await bytesOf(s3, 'piece')).toString(), '234');
});

test('a bucket goes with the uploads under way', async t => {
  const { s3 } = await startWithBucket(t);
  await part(s3, await begin(s3), 1, Buffer.from('a'));
  await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
  await createBucket(s3);
  t.is((await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads, undefined);
});

test('an upload outlives a restart, and its parts leave nothing behind', async t => {
  const stateDir = await folder(t);
  const first = await startSandbox({ stateDir });
  const before = new S3Client(clientSettings(first));
  await createBucket(before);
  const upload = await begin(before);
  const parts = [await part(before, upload, 1, Buffer.from('kept'))];
  await first.close();
  const second = await startSandbox({ stateDir });
  t.teardown(() => second.close());
  const s3 = new S3Client(clientSettings(second));
  await complete(s3, upload, parts);
  t.is((await bytesOf(s3, upload.Key)).toString(), 'kept');
  t.is((await readdir(join(stateDir, 'blobs'))).length, 1);
});

async function folder(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sandbox-uploads-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
