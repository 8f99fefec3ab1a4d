import { once, setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import test from 'ava';
import { s3Objects } from '../../src/aws/objects.js';
import { sandboxWorld } from '../apply/secrets/sandbox-world.js';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const world = await sandboxWorld();
test.after.always(() => world.close());
const objects = world.ports.clusterObjects;

test('an object that is not there is undefined', async t => {
  t.is(await objects.get('nothing.json', signal), undefined);
});

test('an object is created once; who comes second is told and changes nothing', async t => {
  t.is(await objects.putIfAbsent('once.json', 'first, ü', signal), 'stored');
  t.is(await objects.putIfAbsent('once.json', 'second', signal), 'exists');
  t.is((await objects.get('once.json', signal))?.body, 'first, ü');
});

test('an object is replaced only by who read its latest version', async t => {
  await objects.putIfAbsent('index.json', '1', signal);
  const { etag } = (await objects.get('index.json', signal)) ?? { etag: '' };
  t.is(await objects.putIfMatch('index.json', '2', etag, signal), 'stored');
  t.is(await objects.putIfMatch('index.json', '3', etag, signal), 'changed');
  t.is((await objects.get('index.json', signal))?.body, '2');
});

test('an object that was deleted meanwhile counts as changed', async t => {
  await objects.putIfAbsent('gone.json', '1', signal);
  const { etag } = (await objects.get('gone.json', signal)) ?? { etag: '' };
  await world.clusterS3.send(new DeleteObjectCommand({ Bucket: world.clusterBucket, Key: 'gone.json' }));
  t.is(await objects.putIfMatch('gone.json', '2', etag, signal), 'changed');
  t.is(await objects.get('gone.json', signal), undefined);
});

test('of many that create the same object at once, exactly one does', async t => {
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, number) => objects.putIfAbsent('race.json', String(number), signal)),
  );
  t.is(outcomes.filter(outcome => outcome === 'stored').length, 1);
  t.is((await objects.get('race.json', signal))?.body, String(outcomes.indexOf('stored')));
});

test('all objects below a prefix are listed, however many pages that takes, and removed', async t => {
  const keys = Array.from({ length: 1003 }, (_, number) => `many/${String(number).padStart(4, '0')}.json`);
  for (let at = 0; at < keys.length; at += 100) {
    await Promise.all(keys.slice(at, at + 100).map(key => objects.putIfAbsent(key, '{}', signal)));
  }
  await objects.putIfAbsent('manya.json', '{}', signal);
  const listed = await objects.list('many/', signal);
  t.deepEqual(
    listed.map(({ key }) => key),
    keys,
  );
  t.true(Math.abs((listed[0]?.lastModified.getTime() ?? 0) - Date.now()) < 3_600_000);
  await objects.remove([...keys, 'many/never-there.json'], signal);
  t.deepEqual(await objects.list('many', signal).then(left => left.map(({ key }) => key)), ['manya.json']);
});

test('objects of a missing bucket are neither listed nor removed', async t => {
  const missing = s3Objects(world.clusterS3, 'no-such-bucket-anywhere');
  for (const call of [missing.list('x/', signal), missing.remove(['x'], signal)]) {
    t.like(await t.throwsAsync(call), { code: 'object-store', hint: 'apply the stack that makes the bucket first' });
  }
});

test('a missing bucket is told with the next step', async t => {
  const missing = s3Objects(world.clusterS3, 'no-such-bucket-anywhere');
  const error = await t.throwsAsync(missing.get('x.json', signal), { code: 'object-store' });
  t.like(error, { kind: 'user', hint: 'apply the stack that makes the bucket first' });
  t.regex(error.message, /^cannot read s3:\/\/no-such-bucket-anywhere\/x\.json: NoSuchBucket: /);
});

test('an abort ends the call as an abort', async t => {
  const controller = new AbortController();
  const pending = objects.get('x.json', controller.signal);
  controller.abort();
  await t.throwsAsync(pending, { name: 'AbortError' });
});

test('an endpoint that nobody listens on may pass', async t => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const error = await t.throwsAsync(s3Objects(clientOf(port), 'bucket').get('x.json', signal));
  t.like(error, { code: 'object-store', kind: 'transient' });
  t.regex(error.message, /ECONNREFUSED/);
});

test('a conflict of two writers is tried again until S3 decides', async t => {
  const { port, requests, close } = await conflicting(2);
  t.teardown(close);
  t.is(await s3Objects(clientOf(port), 'bucket').putIfAbsent('x.json', 'body', signal), 'stored');
  t.is(requests(), 3);
});

test('a conflict that does not end is an error', async t => {
  const { port, requests, close } = await conflicting(Number.POSITIVE_INFINITY);
  t.teardown(close);
  await t.throwsAsync(s3Objects(clientOf(port), 'bucket').putIfAbsent('x.json', 'body', signal), {
    message: 'cannot write s3://bucket/x.json: ConditionalRequestConflict: a conflicting operation occurred',
  });
  t.is(requests(), 6);
});

function clientOf(port: number): S3Client {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const endpoint = `http://127.0.0.1:${port}`;
  return new S3Client({ endpoint, region: 'eu-central-1', credentials, forcePathStyle: true, maxAttempts: 1 });
}

/** S3 as it answers while another conditional write to the same key is under way. */
async function conflicting(times: number) {
  let requests = 0;
  const body =
    '<Error><Code>ConditionalRequestConflict</Code><Message>a conflicting operation occurred</Message></Error>';
  const server = createServer((_, response) => {
    requests++;
    if (requests > times) response.writeHead(200, { etag: '"x"' }).end();
    else response.writeHead(409, { 'content-type': 'application/xml' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, requests: () => requests, close };
}
