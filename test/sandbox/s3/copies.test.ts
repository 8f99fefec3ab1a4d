import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { CopyObjectCommandInput, PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import test from 'ava';
import { accountB, clientSettings } from '../local-sandbox.js';
import { bucket, createBucket, startWithBucket } from './bucket-client.js';

const Bucket = bucket;
const source = { Bucket, Key: 'a b/ä' };
const CopySource = `${bucket}/${encodeURIComponent(source.Key)}`;

const put = (s3: S3Client, input: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ ...source, Body: 'hello', Metadata: { a: '1' }, Tagging: 'x=y', ...input }));

const copy = (s3: S3Client, input: Partial<CopyObjectCommandInput> = {}) =>
  s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...input }));

test('a copy has the metadata and tags of its source, or new ones', async t => {
  const { s3 } = await startWithBucket(t);
  await put(s3);
  await copy(s3);
  t.deepEqual((await s3.send(new GetObjectCommand({ Bucket, Key: 'copy' }))).Metadata, { a: '1' });
  await copy(s3, { MetadataDirective: 'REPLACE', Metadata: { b: '2' }, TaggingDirective: 'REPLACE', Tagging: 'c=3' });
  t.deepEqual((await s3.send(new GetObjectCommand({ Bucket, Key: 'copy' }))).Metadata, { b: '2' });
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'copy' }));
  t.deepEqual(TagSet, [{ Key: 'c', Value: '3' }]);
});

test('an object is copied to itself only if something changes', async t => {
  const { s3 } = await startWithBucket(t);
  await put(s3);
  await t.throwsAsync(copy(s3, source), { name: 'InvalidRequest', message: /trying to copy an object to itself/ });
  await t.notThrowsAsync(copy(s3, { ...source, StorageClass: 'STANDARD_IA' }));
  await t.notThrowsAsync(copy(s3, { ...source, MetadataDirective: 'REPLACE' }));
});

test('what cannot be read is not copied', async t => {
  const { s3, client } = await startWithBucket(t);
  await put(s3);
  const stranger = client({ accountId: accountB });
  await createBucket(stranger, 'gauss-other');
  await t.throwsAsync(copy(stranger, { Bucket: 'gauss-other' }), { name: 'AccessDenied' });
  await t.throwsAsync(copy(s3, { CopySource: `${bucket}/missing` }), { name: 'NoSuchKey' });
  await t.throwsAsync(copy(s3, { CopySource: 'nonsense' }), { name: 'InvalidArgument' });
  await t.throwsAsync(copy(s3, { CopySourceIfMatch: '"other"' }), { name: 'PreconditionFailed' });
});

test('a copy goes to another region', async t => {
  const { s3, client } = await startWithBucket(t);
  await put(s3);
  const elsewhere = client({ region: 'eu-west-1' });
  await createBucket(elsewhere, 'gauss-west', 'eu-west-1');
  await copy(elsewhere, { Bucket: 'gauss-west' });
  const { Body } = await elsewhere.send(new GetObjectCommand({ Bucket: 'gauss-west', Key: 'copy' }));
  t.is(await Body?.transformToString(), 'hello');
});

test('an object under a key of KMS is read as long as the key can be used', async t => {
  const { sandbox, s3 } = await startWithBucket(t);
  const kms = new KMSClient(clientSettings(sandbox));
  const { KeyMetadata: { KeyId, Arn } = {} } = await kms.send(new CreateKeyCommand({}));
  const made = await put(s3, { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyId });
  t.is(made.SSEKMSKeyId, Arn);
  t.is((await s3.send(new GetObjectCommand(source))).SSEKMSKeyId, Arn);
  await kms.send(new DisableKeyCommand({ KeyId }));
  for (const use of [s3.send(new GetObjectCommand(source)), copy(s3)]) {
    await t.throwsAsync(use, { name: 'KMS.DisabledException' });
  }
});

test('tags are checked before they are kept', async t => {
  const { s3 } = await startWithBucket(t);
  await put(s3);
  const tag = (TagSet: { Key: string; Value: string }[]) =>
    s3.send(new PutObjectTaggingCommand({ ...source, Tagging: { TagSet } }));
  await t.throwsAsync(tag([{ Key: 'aws:a', Value: '' }]), { name: 'InvalidTag' });
  const eleven = Array.from({ length: 11 }, (_, index) => ({ Key: String(index), Value: '' }));
  await t.throwsAsync(tag(eleven), { name: 'BadRequest', message: 'Object tags cannot be greater than 10' });
  t.deepEqual((await s3.send(new GetObjectTaggingCommand(source))).TagSet, [{ Key: 'x', Value: 'y' }]);
});

test('of many objects, those with another ETag stay', async t => {
  const { s3 } = await startWithBucket(t);
  const { ETag } = await put(s3);
  await put(s3, { Key: 'other' });
  const Objects = [
    { Key: source.Key, ETag },
    { Key: 'other', ETag: '"x"' },
  ];
  const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  t.deepEqual(Deleted, [{ Key: source.Key }]);
  t.like(Errors, [{ Key: 'other', Code: 'PreconditionFailed' }]);
});
