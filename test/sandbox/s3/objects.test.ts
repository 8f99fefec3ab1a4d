import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import type { GetObjectCommandInput, PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import {
  ChecksumAlgorithm,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import test from 'ava';
import { bucket, startWithBucket } from './bucket-client.js';

const put = (s3: S3Client, input: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'cloudconfig/master/a.json', Body: 'hello', ...input }));

const get = (s3: S3Client, input: Partial<GetObjectCommandInput> = {}) =>
  s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'cloudconfig/master/a.json', ...input }));

const statusOf = (error: unknown) => (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

test('an object comes back with its bytes, type, metadata and ETag', async t => {
  const { s3 } = await startWithBucket(t);
  const body = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 256));
  const { ETag } = await put(s3, { Body: body, ContentType: 'application/json', Metadata: { commit: '4f2a9c1' } });
  t.is(ETag, `"${createHash('md5').update(body).digest('hex')}"`);
  const object = await get(s3);
  t.deepEqual(Buffer.from((await object.Body?.transformToByteArray()) ?? []), body);
  t.is(object.ContentType, 'application/json');
  t.is(object.ETag, ETag);
  t.deepEqual(object.Metadata, { commit: '4f2a9c1' });
  const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'cloudconfig/master/a.json' }));
  t.is(head.ContentLength, body.length);
});

test('an empty object is an object', async t => {
  const { s3 } = await startWithBucket(t);
  await put(s3, { Body: '' });
  t.is(await (await get(s3)).Body?.transformToString(), '');
});

test('a missing object is told apart from a missing bucket', async t => {
  const { s3 } = await startWithBucket(t);
  await t.throwsAsync(get(s3), { name: 'NoSuchKey', message: 'The specified key does not exist.' });
  await t.throwsAsync(get(s3, { Bucket: 'gauss-other' }), { name: 'NoSuchBucket' });
  await t.throwsAsync(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a' })), { name: 'NotFound' });
});

test('If-None-Match: * creates and never overwrites', async t => {
  const { s3 } = await startWithBucket(t);
  await put(s3, { IfNoneMatch: '*' });
  const error = await t.throwsAsync(put(s3, { IfNoneMatch: '*', Body: 'other' }), {
    name: 'PreconditionFailed',
    message: 'At least one of the pre-conditions you specified did not hold',
  });
  t.is(statusOf(error), 412);
  t.is(await (await get(s3)).Body?.transformToString(), 'hello');
});

test('of many that create the same object at once, one wins', async t => {
  const { s3 } = await startWithBucket(t);
  const attempts = Array.from({ length: 10 }, (_, index) => put(s3, { IfNoneMatch: '*', Body: String(index) }));
  const results = await Promise.allSettled(attempts);
  t.is(results.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('If-Match writes over what it names only', async t => {
  const { s3 } = await startWithBucket(t);
  await t.throwsAsync(put(s3, { IfMatch: '"x"' }), { name: 'NoSuchKey' });
  const { ETag = '' } = await put(s3);
  await put(s3, { IfMatch: ETag, Body: 'second' });
  await t.throwsAsync(put(s3, { IfMatch: ETag, Body: 'third' }), { name: 'PreconditionFailed' });
  t.is(await (await get(s3)).Body?.transformToString(), 'second');
});

test('a conditional read saves the body or fails', async t => {
  const { s3 } = await startWithBucket(t);
  const { ETag = '' } = await put(s3);
  t.is(statusOf(await t.throwsAsync(get(s3, { IfNoneMatch: ETag }))), 304);
  await t.throwsAsync(get(s3, { IfMatch: '"x"' }), { name: 'PreconditionFailed' });
  await t.notThrowsAsync(get(s3, { IfMatch: ETag }));
});

test('a range gives a part of the object', async t => {
  const { s3 } = await startWithBucket(t);
  await put(s3, { Body: '0123456789' });
  for (const [range, part] of [
    ['bytes=0-3', '0123'],
    ['bytes=8-', '89'],
    ['bytes=-3', '789'],
    ['bytes=5-99', '56789'],
  ]) {
    const object = await get(s3, { Range: range });
    t.is(await object.Body?.transformToString(), part);
    t.regex(object.ContentRange ?? '', /^bytes \d-\d\/10$/);
  }
  await t.throwsAsync(get(s3, { Range: 'bytes=10-' }), { name: 'InvalidRange' });
});

for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
  test(`a ${algorithm} checksum is verified, kept, and right in the client's eyes`, async t => {
    const { s3 } = await startWithBucket(t);
    const sent = await put(s3, { ChecksumAlgorithm: ChecksumAlgorithm[algorithm] });
    const field = `Checksum${algorithm}` as const;
    t.truthy(sent[field]);
    const object = await get(s3);
    t.is(await object.Body?.transformToString(), 'hello');
    t.is(object[field], sent[field]);
  });
}

test('a wrong checksum or MD5 is refused and nothing is stored', async t => {
  const { s3 } = await startWithBucket(t);
  await t.throwsAsync(put(s3, { ChecksumCRC32: 'AAAAAA==' }), { name: 'BadDigest' });
  await t.throwsAsync(put(s3, { ChecksumSHA256: Buffer.alloc(32).toString('base64') }), { name: 'BadDigest' });
  await t.throwsAsync(put(s3, { ContentMD5: Buffer.alloc(16).toString('base64') }), { name: 'BadDigest' });
  await t.throwsAsync(put(s3, { ContentMD5: 'short' }), { name: 'InvalidDigest' });
  await t.throwsAsync(get(s3), { name: 'NoSuchKey' });
});

test('a stream arrives whole', async t => {
  const { s3 } = await startWithBucket(t);
  const body = Buffer.alloc(300_000, 'abc');
  await put(s3, { Body: Readable.from([body.subarray(0, 1000), body.subarray(1000)]), ContentLength: body.length });
  t.is(Buffer.compare(Buffer.from((await (await get(s3)).Body?.transformToByteArray()) ?? []), body), 0);
});

test('an unversioned object is gone once deleted, and deleting it again succeeds', async t => {
  const { s3 } = await startWithBucket(t);
  await put(s3);
  const command = new DeleteObjectCommand({ Bucket: bucket, Key: 'cloudconfig/master/a.json' });
  await s3.send(command);
  await s3.send(command);
  await t.throwsAsync(get(s3), { name: 'NoSuchKey' });
});

test('options that the sandbox would leave out are refused', async t => {
  const { s3 } = await startWithBucket(t);
  await t.throwsAsync(put(s3, { ObjectLockLegalHoldStatus: 'ON' }), { name: 'NotImplemented' });
  await t.throwsAsync(put(s3, { WebsiteRedirectLocation: '/a' }), { name: 'NotImplemented' });
  await t.throwsAsync(put(s3, { ACL: 'public-read' }), { name: 'AccessControlListNotSupported' });
  await t.throwsAsync(put(s3, { StorageClass: 'GLACIER' }), { name: 'NotImplemented' });
  await t.throwsAsync(put(s3, { Key: 'k'.repeat(1025) }), { name: 'KeyTooLongError' });
});

test('an unsigned request is denied', async t => {
  const { sandbox, s3 } = await startWithBucket(t);
  await put(s3);
  const response = await fetch(`${sandbox.url}/${bucket}/cloudconfig/master/a.json`);
  t.is(response.status, 403);
  t.regex(await response.text(), /<Code>AccessDenied<\/Code>/);
});

test('a body that is no valid request is an error, never a crash', async t => {
  const { sandbox } = await startWithBucket(t);
  const status = await new Promise(resolve => {
    const { hostname, port } = new URL(sandbox.url);
    const sent = request({
      hostname,
      port,
      path: '/%zz?%',
      method: 'PUT',
      headers: { authorization: 'AWS4-HMAC-SHA256 nonsense' },
    });
    sent.on('response', response => resolve(response.resume().statusCode));
    sent.end('x');
  });
  t.is(status, 400);
});
