import type { S3Client } from '@aws-sdk/client-s3';
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { bucket, startWithBucket } from './bucket-client.js';

const setVersioning = (s3: S3Client, Status: 'Enabled' | 'Suspended') =>
  s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }));
const put = async (s3: S3Client, Body: string) =>
  (await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'a', Body }))).VersionId;
const read = async (s3: S3Client, VersionId?: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'a', ...(VersionId && { VersionId }) }));
  return await Body?.transformToString();
};

async function versioned(t: ExecutionContext) {
  const { s3 } = await startWithBucket(t);
  await setVersioning(s3, 'Enabled');
  return s3;
}

test('versioning is off, on or suspended', async t => {
  const { s3 } = await startWithBucket(t);
  const status = async () => (await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))).Status;
  t.is(await status(), undefined);
  for (const wanted of ['Enabled', 'Suspended'] as const) {
    await setVersioning(s3, wanted);
    t.is(await status(), wanted);
  }
});

test('every write of a versioned object is kept, and found by its version', async t => {
  const s3 = await versioned(t);
  const first = await put(s3, 'first');
  const second = await put(s3, 'second');
  t.not(first, second);
  t.is(await read(s3), 'second');
  t.is(await read(s3, first), 'first');
  await t.throwsAsync(read(s3, 'x'.repeat(32)), { name: 'NoSuchVersion' });
  await t.throwsAsync(read(s3, 'no version'), { name: 'InvalidArgument', message: 'Invalid version id specified' });
});

test('deleting puts a marker, and deleting the marker brings the object back', async t => {
  const s3 = await versioned(t);
  await put(s3, 'first');
  const { DeleteMarker, VersionId } = await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a' }));
  t.true(DeleteMarker);
  await t.throwsAsync(read(s3), { name: 'NoSuchKey' });
  await t.throwsAsync(read(s3, VersionId), { name: 'MethodNotAllowed' });
  t.is((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount, 0);
  await t.throwsAsync(s3.send(new DeleteBucketCommand({ Bucket: bucket })), {
    name: 'BucketNotEmpty',
    message: /delete all versions/,
  });
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a', VersionId }));
  t.is(await read(s3), 'first');
});

test('a bucket that was filled before versioning has a null version', async t => {
  const { s3 } = await startWithBucket(t);
  t.is(await put(s3, 'before'), undefined);
  await setVersioning(s3, 'Enabled');
  const enabled = await put(s3, 'enabled');
  await setVersioning(s3, 'Suspended');
  t.is(await put(s3, 'suspended'), 'null');
  t.is(await read(s3, 'null'), 'suspended');
  t.is(await read(s3, enabled), 'enabled');
});

test('all versions are listed, newest first, page by page', async t => {
  const s3 = await versioned(t);
  const written = [await put(s3, '1'), await put(s3, '2'), await put(s3, '3')];
  const { VersionId: marker } = await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a' }));
  const found: (string | undefined)[] = [];
  let position: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let pages = 0; pages < 4; pages++) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1, ...position }));
    found.push(...[...(page.DeleteMarkers ?? []), ...(page.Versions ?? [])].map(({ VersionId }) => VersionId));
    position = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    t.is(page.IsTruncated, pages < 3);
  }
  t.deepEqual(found, [marker, ...written.toReversed()]);
});

test('many objects and versions go in one request, and then the bucket', async t => {
  const s3 = await versioned(t);
  const version = await put(s3, '1');
  const marked = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: 'a' }, { Key: 'missing & <odd>' }] } }),
  );
  t.deepEqual(
    marked.Deleted?.map(({ Key, DeleteMarker }) => [Key, DeleteMarker]),
    [
      ['a', true],
      ['missing & <odd>', true],
    ],
  );
  const Objects = [
    { Key: 'a', VersionId: version },
    ...(marked.Deleted ?? []).map(({ Key, DeleteMarkerVersionId }) => ({ Key, VersionId: DeleteMarkerVersionId })),
  ];
  const quiet = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
  t.is(quiet.Deleted, undefined);
  t.is(quiet.Errors, undefined);
  await t.notThrowsAsync(s3.send(new DeleteBucketCommand({ Bucket: bucket })));
});
