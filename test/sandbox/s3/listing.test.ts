import { ListObjectsCommand, ListObjectsV2Command, PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { bucket, startWithBucket } from './bucket-client.js';

const keys = [
  'a',
  'b/1',
  'b/2',
  'b/c/3',
  'd',
  'ä',
  '\u{ffee}',
  '\u{1f600}',
  '__proto__',
  'with space',
  'plus+and%20',
  '&<>"\'',
];

async function startWithObjects(t: ExecutionContext) {
  const { s3 } = await startWithBucket(t);
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));
  return s3;
}

const inByteOrder = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

for (const MaxKeys of [1, 2, 5, 1000]) {
  test(`all keys are listed in the order of their bytes, ${MaxKeys} a page`, async t => {
    const client = await startWithObjects(t);
    const found: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, MaxKeys })) {
      t.true((page.KeyCount ?? 0) <= MaxKeys);
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
    }
    t.deepEqual(found, inByteOrder);
  });
}

test('a delimiter groups keys, also across pages', async t => {
  const client = await startWithObjects(t);
  const found: (string | undefined)[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Delimiter: '/', MaxKeys: 1 })) {
    found.push(
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      ...(page.Contents ?? []).map(({ Key }) => Key),
    );
  }
  t.deepEqual(found, inByteOrder.filter(key => !key.startsWith('b/')).toSpliced(inByteOrder.indexOf('b/1'), 0, 'b/'));
});

test('a prefix narrows, down to a folder', async t => {
  const s3 = await startWithObjects(t);
  const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'b/', Delimiter: '/' }));
  t.deepEqual(
    page.Contents?.map(({ Key }) => Key),
    ['b/1', 'b/2'],
  );
  t.deepEqual(
    page.CommonPrefixes?.map(({ Prefix }) => Prefix),
    ['b/c/'],
  );
});

test('a list starts after a key', async t => {
  const s3 = await startWithObjects(t);
  const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'b/', StartAfter: 'b/1' }));
  t.deepEqual(
    page.Contents?.map(({ Key }) => Key),
    ['b/2', 'b/c/3'],
  );
});

test('the first version of the action lists too', async t => {
  const s3 = await startWithObjects(t);
  const page = await s3.send(new ListObjectsCommand({ Bucket: bucket, Marker: 'b/1', MaxKeys: 1 }));
  t.deepEqual(
    page.Contents?.map(({ Key }) => Key),
    ['b/2'],
  );
  t.true(page.IsTruncated);
});

test('a token that the sandbox did not give is refused', async t => {
  const s3 = await startWithObjects(t);
  const list = s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: 'made up' }));
  await t.throwsAsync(list, { name: 'InvalidArgument', message: 'The continuation token provided is incorrect' });
});
