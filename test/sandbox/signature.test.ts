import { createHash } from 'node:crypto';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import test from 'ava';
import fc from 'fast-check';
import type { Sandbox } from '../../src/sandbox/server.js';
import { canonicalRequest, signature, stringToSign } from '../../src/sandbox/signature-v4.js';
import type { ClientOptions } from './local-sandbox.js';
import { clientSettings, localSandbox } from './local-sandbox.js';

const bucket = 'gauss-odd-keys';

/** Names that tempt each side to encode differently. */
const oddKey = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ' ',
        '/',
        '//',
        '+',
        '%',
        '%20',
        '..',
        '.',
        '?',
        '#',
        '&',
        '=',
        '~',
        "'",
        '(*)',
        '!',
        'ä',
        '😀',
        ':',
        '"',
        '\\',
        '|',
        ';',
        '$',
        ',',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map(parts => parts.join(''))
  .filter(key => key !== '' && Buffer.byteLength(key) <= 1024);

test('what the SDK signs is accepted and arrives unchanged, whatever the key', async t => {
  const sandbox = await localSandbox(t);
  const s3 = new S3Client(clientSettings(sandbox));
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const property = fc.assert(
    fc.asyncProperty(oddKey, fc.string({ maxLength: 20 }), async (Key, text) => {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: text, ContentDisposition: `a  ${text.length}` }));
      const object = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key, ResponseContentType: `text/x; a=${text.length} +%` }),
      );
      return (await object.Body?.transformToString()) === text && object.ContentType === `text/x; a=${text.length} +%`;
    }),
    {
      numRuns: 60,
      examples: [
        ['a/../b', ''],
        ['/lead', ''],
        ['trail/', ''],
        ['..', 'x'],
        ['__proto__', 'x'],
      ],
    },
  );
  await t.notThrowsAsync(property);
});

const askS3 = (sandbox: Sandbox, options: ClientOptions) =>
  new S3Client(clientSettings(sandbox, options)).send(new ListBucketsCommand({}));
const askKms = (sandbox: Sandbox, options: ClientOptions) =>
  new KMSClient(clientSettings(sandbox, options)).send(new ListKeysCommand({}));
const askSts = (sandbox: Sandbox, options: ClientOptions) =>
  new STSClient(clientSettings(sandbox, options)).send(new GetCallerIdentityCommand({}));

const services = [
  ['S3', askS3, { secret: 'SignatureDoesNotMatch', key: 'InvalidAccessKeyId', token: 'InvalidToken' }],
  [
    'KMS',
    askKms,
    { secret: 'InvalidSignatureException', key: 'UnrecognizedClientException', token: 'UnrecognizedClientException' },
  ],
  ['STS', askSts, { secret: 'SignatureDoesNotMatch', key: 'InvalidClientTokenId', token: 'InvalidClientTokenId' }],
] as const;

for (const [name, ask, faults] of services) {
  test(`${name} refuses a wrong secret, an unknown key and a made-up token`, async t => {
    const sandbox = await localSandbox(t);
    const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
    const session = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'x', sessionToken: 'made up' };
    await t.throwsAsync(ask(sandbox, { secret: 'wrong' }), { name: faults.secret });
    await t.throwsAsync(ask(sandbox, { credentials: unknown }), { name: faults.key });
    await t.throwsAsync(ask(sandbox, { credentials: session }), { name: faults.token });
    t.deepEqual(sandbox.calls(), [], 'refused calls are nobody’s');
    await t.notThrowsAsync(ask(sandbox, {}));
  });
}

test('a clock that is 16 minutes off is told so', async t => {
  const sandbox = await localSandbox(t, { now: () => new Date(Date.now() + 16 * 60_000) });
  const sts = new STSClient(clientSettings(sandbox));
  const error = await t.throwsAsync(sts.send(new GetCallerIdentityCommand({})));
  t.is(error.name, 'SignatureDoesNotMatch');
  t.regex(
    error.message,
    /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/,
  );
});

interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly service: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A signed request as clients with other habits than the SDK's send it. */
async function sendRaw(sandbox: Sandbox, { method, target, service, body = '', headers = {} }: RawRequest) {
  const amzDate = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const payloadHash = headers['x-amz-content-sha256'] ?? createHash('sha256').update(body).digest('hex');
  const all: Record<string, string> = {
    ...headers,
    host: new URL(sandbox.url).host,
    'x-amz-date': amzDate,
    'x-amz-content-sha256': payloadHash,
  };
  const signedHeaders = Object.keys(all).sort();
  const scope = { date: amzDate.slice(0, 8), region: 'eu-central-1', service };
  const canonical = canonicalRequest({ method, target, headers: all, signedHeaders, payloadHash }, service);
  const signed = signature('clusterwright-sandbox', scope, stringToSign(canonical, amzDate, scope));
  const credential = `111122223333/${scope.date}/${scope.region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signed}`;
  const { host: _, ...sent } = all;
  const response = await fetch(`${sandbox.url}${target}`, {
    method,
    headers: { ...sent, authorization },
    ...(body === '' ? {} : { body }),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const createBucketBody =
  '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>';

function chunkedPut(body: string, checksum: string, decodedLength: number): RawRequest {
  return {
    method: 'PUT',
    target: `/${bucket}/chunked`,
    service: 's3',
    body: `${body}x-amz-checksum-crc32:${checksum}\r\n\r\n`,
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': String(decodedLength),
      'x-amz-trailer': 'x-amz-checksum-crc32',
    },
  };
}

test('a chunked body is put together and its trailing checksum verified', async t => {
  const sandbox = await localSandbox(t);
  const created = await sendRaw(sandbox, {
    method: 'PUT',
    target: `/${bucket}`,
    service: 's3',
    body: createBucketBody,
  });
  t.is(created.status, 200);
  const chunks = '5\r\nhello\r\n6\r\n world\r\n0\r\n';
  t.is((await sendRaw(sandbox, chunkedPut(chunks, 'DUoRhQ==', 11))).status, 200);
  const { text, headers } = await sendRaw(sandbox, { method: 'GET', target: `/${bucket}/chunked`, service: 's3' });
  t.is(text, 'hello world');
  t.is(headers.get('content-encoding'), null);
  t.regex((await sendRaw(sandbox, chunkedPut(chunks, 'AAAAAA==', 11))).text, /<Code>BadDigest</);
  t.regex((await sendRaw(sandbox, chunkedPut(chunks, 'DUoRhQ==', 12))).text, /<Code>IncompleteBody</);
  t.regex((await sendRaw(sandbox, chunkedPut('5\r\nhell', 'DUoRhQ==', 11))).text, /<Code>IncompleteBody</);
});

test('a body other than the one that was signed is refused', async t => {
  const sandbox = await localSandbox(t);
  const headers = { 'x-amz-content-sha256': createHash('sha256').update('signed').digest('hex') };
  const { status, text } = await sendRaw(sandbox, {
    method: 'PUT',
    target: `/${bucket}`,
    service: 's3',
    body: 'sent',
    headers,
  });
  t.is(status, 400);
  t.regex(text, /<Code>XAmzContentSHA256Mismatch</);
});

test('a service or an action that the sandbox does not have is named', async t => {
  const sandbox = await localSandbox(t);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const ask = (service: string, body: string) =>
    sendRaw(sandbox, { method: 'POST', target: '/', service, body, headers: form });
  t.regex(
    (await ask('sns', 'Action=ListTopics&Version=2010-03-31')).text,
    /The sandbox has no service &quot;sns&quot;/,
  );
  t.regex(
    (await ask('sts', 'Action=Nonsense&Version=2011-06-15')).text,
    /<Code>InvalidAction<.*Could not find operation Nonsense for version 2011-06-15/s,
  );
  const target = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Nonsense' };
  t.is(
    (await sendRaw(sandbox, { method: 'POST', target: '/', service: 'kms', body: '{}', headers: target })).text,
    '{"__type":"UnknownOperationException"}',
  );
});

test('requests without a signature, or with half of one, are refused in each protocol', async t => {
  const { url } = await localSandbox(t);
  const ask = async (headers: Record<string, string>) =>
    await (await fetch(url, { method: 'POST', headers, body: '{}' })).text();
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const json = { 'x-amz-target': 'TrentService.ListKeys' };
  t.regex(await ask(form), /<Code>MissingAuthenticationToken</);
  t.regex(await ask(json), /"MissingAuthenticationTokenException"/);
  const half = { authorization: 'AWS4-HMAC-SHA256 Credential=111122223333/20260101/eu-central-1/sts/aws4_request' };
  t.regex(
    await ask({ ...form, ...half }),
    /<Code>IncompleteSignature<.*requires &apos;SignedHeaders&apos; parameter\. .*requires &apos;Signature&apos;/s,
  );
  t.regex(await ask({ ...json, ...half }), /"IncompleteSignatureException"/);
  t.regex(await ask(half), /<Code>AuthorizationHeaderMalformed</);
});

test('calls are counted by service, action, account and region', async t => {
  const sandbox = await localSandbox(t);
  await askSts(sandbox, {});
  await askSts(sandbox, {});
  await askKms(sandbox, { region: 'us-east-1' });
  await t.throwsAsync(new S3Client(clientSettings(sandbox)).send(new GetObjectCommand({ Bucket: bucket, Key: 'a' })));
  const account = { accountId: '111122223333', region: 'eu-central-1' };
  t.deepEqual(sandbox.calls(), [
    { service: 'sts', action: 'GetCallerIdentity', ...account, count: 2 },
    { service: 'kms', action: 'ListKeys', ...account, region: 'us-east-1', count: 1 },
    { service: 's3', action: 'GetObject', ...account, count: 1 },
  ]);
  sandbox.resetCalls();
  t.deepEqual(sandbox.calls(), []);
});

test('a bucket may stand in the host name', async t => {
  const sandbox = await localSandbox(t);
  const s3 = new S3Client(clientSettings(sandbox));
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'folder/a', Body: 'a' }));
  const { addressOf } = await import('../../src/sandbox/s3/address.js');
  const key = 'folder/a';
  for (const host of [
    `${bucket}.localhost:80`,
    `${bucket}.127.0.0.1:4566`,
    `${bucket}.s3.eu-central-1.amazonaws.com`,
  ]) {
    t.deepEqual(addressOf({ target: `/${key}`, headers: { host } }), { bucket, key });
  }
  t.deepEqual(addressOf({ target: `/${bucket}/${key}?x-id=a`, headers: { host: '127.0.0.1:4566' } }), { bucket, key });
  t.deepEqual(addressOf({ target: `/${bucket}/`, headers: { host: 'localhost' } }), { bucket, key: undefined });
});
