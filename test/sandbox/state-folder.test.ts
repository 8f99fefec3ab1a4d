import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateAliasCommand, CreateKeyCommand, DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { startSandbox } from '../../src/sandbox/server.js';
import { openStateFolder } from '../../src/sandbox/state-folder.js';
import { clientSettings } from './local-sandbox.js';

async function folder(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sandbox-state-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function files(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}

const place = { service: 'test', accountId: '111122223333', region: 'eu-central-1' };

test('buckets, keys, ciphertexts and sessions outlive a restart', async t => {
  const stateDir = await folder(t);
  const first = await startSandbox({ stateDir });
  const kms = new KMSClient(clientSettings(first));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/a', TargetKeyId: KeyMetadata?.KeyId }));
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: 'alias/a', Plaintext: Buffer.from('secret') }));
  const s3 = new S3Client(clientSettings(first));
  await s3.send(new CreateBucketCommand({ Bucket: 'gauss-kept' }));
  await s3.send(new PutObjectCommand({ Bucket: 'gauss-kept', Key: '../a', Body: 'kept' }));
  const role = { RoleArn: 'arn:aws:iam::444455556666:role/apply', RoleSessionName: 'tester' };
  const { Credentials } = await new STSClient(clientSettings(first)).send(new AssumeRoleCommand(role));
  await first.close();

  const second = await startSandbox({ stateDir });
  t.teardown(() => second.close());
  const decrypted = await new KMSClient(clientSettings(second)).send(new DecryptCommand({ CiphertextBlob }));
  t.is(Buffer.from(decrypted.Plaintext ?? []).toString(), 'secret');
  const object = await new S3Client(clientSettings(second)).send(
    new GetObjectCommand({ Bucket: 'gauss-kept', Key: '../a' }),
  );
  t.is(await object.Body?.transformToString(), 'kept');
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const identity = await new STSClient(clientSettings(second, { credentials })).send(new GetCallerIdentityCommand({}));
  t.is(identity.Account, '444455556666');
});

test('the bytes of a deleted object are gone from the folder', async t => {
  const stateDir = await folder(t);
  const sandbox = await startSandbox({ stateDir });
  t.teardown(() => sandbox.close());
  const s3 = new S3Client(clientSettings(sandbox));
  await s3.send(new CreateBucketCommand({ Bucket: 'gauss-kept' }));
  const name = { Bucket: 'gauss-kept', Key: 'a' };
  await s3.send(new PutObjectCommand({ ...name, Body: 'first' }));
  await s3.send(new PutObjectCommand({ ...name, Body: 'second' }));
  t.is((await readdir(join(stateDir, 'blobs'))).length, 1);
  await s3.send(new DeleteObjectCommand(name));
  t.deepEqual(await readdir(join(stateDir, 'blobs')), []);
});

test('a change is on disk when its promise resolves, also when many come at once', async t => {
  const directory = await folder(t);
  const opened = await openStateFolder(directory);
  const { world } = opened;
  t.teardown(() => opened.close());
  const state = world.partition(place, () => ({ count: 0 }));
  const stored = async () => {
    const file = (await files(join(directory, 'state'))).find(name => name.includes('test'));
    return (JSON.parse(await readFile(file ?? '', 'utf8')) as { state: { count: number } }).state.count;
  };
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      state.count++;
      const mine = state.count;
      await world.changed(place);
      const found = await stored();
      t.true(found >= mine, `${found} < ${mine}`);
    }),
  );
  t.deepEqual(
    (await files(directory)).filter(name => name.endsWith('.tmp')),
    [],
  );
});

test('partitions are kept apart by every part of their key', async t => {
  const directory = await folder(t);
  const keys = [
    place,
    { ...place, name: 'a' },
    { ...place, name: 'state' },
    { ...place, name: '..' },
    { ...place, name: 'a/b' },
    { ...place, region: 'a' },
  ];
  const first = await openStateFolder(directory);
  for (const [index, key] of keys.entries()) {
    first.world.partition(key, () => ({ index }));
    await first.world.changed(key);
  }
  await first.close();
  const second = await openStateFolder(directory);
  t.teardown(() => second.close());
  for (const [index, key] of keys.entries())
    t.deepEqual(
      second.world.partition(key, () => ({ index: -1 })),
      { index },
    );
  t.is(second.world.partitions('test').length, keys.length);
});

test('what a kill left half-written is swept', async t => {
  const directory = await folder(t);
  const first = await openStateFolder(directory);
  first.world.partition(place, () => ({}));
  await first.world.changed(place);
  await first.close();
  const [file] = (await files(directory)).filter(name => name.includes('test'));
  await writeFile(`${String(file)}.1.tmp`, '{"half');
  const second = await openStateFolder(directory);
  t.teardown(() => second.close());
  t.is(second.world.partitions('test').length, 1);
  t.deepEqual(
    (await files(directory)).filter(name => name.endsWith('.tmp')),
    [],
  );
});

test('ids go on after a restart as they began, so that what is made again is the same', async t => {
  const directory = await folder(t);
  const seedNow = async (given?: string) => {
    const opened = await openStateFolder(directory, given);
    await opened.close();
    return opened.world.seed;
  };
  const first = await seedNow();
  t.is(await seedNow(), first);
  t.is(await seedNow('gauss'), 'gauss');
  const other = await openStateFolder(await folder(t));
  t.teardown(() => other.close());
  t.not(other.world.seed, first);
});

test('a folder with other files is left alone', async t => {
  const directory = await folder(t);
  await writeFile(join(directory, 'notes.txt'), 'mine');
  await t.throwsAsync(openStateFolder(directory), { code: 'foreign-state-folder' });
  t.deepEqual(await readdir(directory), ['notes.txt']);
});

test('a damaged file is named', async t => {
  const directory = await folder(t);
  const first = await openStateFolder(directory);
  first.world.partition(place, () => ({}));
  await first.world.changed(place);
  await first.close();
  const [file = ''] = (await files(directory)).filter(name => name.includes('test'));
  await writeFile(file, '{"key":');
  const error = await t.throwsAsync(openStateFolder(directory), { code: 'broken-state-folder' });
  t.true(error.message.includes(file));
});

test('two sandboxes do not share a folder, but a killed one gives it free', async t => {
  const directory = await folder(t);
  const first = await openStateFolder(directory);
  await t.throwsAsync(openStateFolder(directory), { code: 'state-folder-in-use' });
  await first.close();
  // No process has this id: it is above the largest that Linux gives.
  await writeFile(join(directory, 'lock'), '4194305');
  const second = await openStateFolder(directory);
  await t.notThrowsAsync(second.close());
});

test('a path that cannot be a folder is refused with a hint', async t => {
  const directory = await folder(t);
  await writeFile(join(directory, 'file'), '');
  const error = await t.throwsAsync(openStateFolder(join(directory, 'file', 'state')), {
    code: 'state-folder-unwritable',
  });
  t.regex(String((error as { hint?: string }).hint), /--state/);
});
