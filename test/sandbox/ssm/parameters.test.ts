import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeyCommand, DisableKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { accountA, accountB, clientSettings, localSandbox } from '../local-sandbox.js';

async function start(t: ExecutionContext) {
  const sandbox = await localSandbox(t);
  const client = new SSMClient(clientSettings(sandbox));
  const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
    client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
  const get = async (Name: string, WithDecryption?: boolean) =>
    (await client.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
  return { sandbox, client, put, get };
}

test('what is put is read back, with its version, date and ARN', async t => {
  const { put, get } = await start(t);
  t.like(await put('/payments/token', 'one'), { Version: 1, Tier: 'Standard' });
  const found = await get('/payments/token');
  t.like(found, { Name: '/payments/token', Type: 'String', Value: 'one', Version: 1, DataType: 'text' });
  t.is(found?.ARN, `arn:aws:ssm:eu-central-1:${accountA}:parameter/payments/token`);
  t.true(found?.LastModifiedDate instanceof Date);
});

test('versions count up, and an earlier one is read by its number', async t => {
  const { put, get } = await start(t);
  await put('token', 'one');
  t.is((await put('token', 'two', { Overwrite: true })).Version, 2);
  t.like(await get('token'), { Value: 'two', Version: 2 });
  t.like(await get('token:1'), { Value: 'one', Version: 1, Selector: ':1' });
  const arn = `arn:aws:ssm:eu-central-1:${accountA}:parameter/token`;
  t.like(await get(`${arn}:2`), { Name: 'token', Value: 'two' });
  await t.throwsAsync(get('token:3'), {
    name: 'ParameterVersionNotFound',
    message: 'Systems Manager could not find version 3 of token. Verify the version and try again.',
  });
  await t.throwsAsync(get('token:live'), { name: 'ParameterVersionNotFound', message: /label live of token/ });
});

test('SSM-03: only the latest hundred versions are kept', async t => {
  const { put, get } = await start(t);
  await put('token', 'v1');
  for (let version = 2; version <= 101; version++) await put('token', `v${version}`, { Overwrite: true });
  t.is((await get('token:2'))?.Value, 'v2');
  await t.throwsAsync(get('token:1'), { name: 'ParameterVersionNotFound' });
});

test('a parameter that exists is overwritten only when told, and keeps its type', async t => {
  const { put, client, get } = await start(t);
  await put('token', 'one');
  await t.throwsAsync(put('token', 'two'), {
    name: 'ParameterAlreadyExists',
    message: 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  });
  await t.throwsAsync(put('token', 'two', { Overwrite: true, Type: 'SecureString' }), {
    name: 'HierarchyTypeMismatch',
  });
  await client.send(new PutParameterCommand({ Name: 'token', Value: 'two', Overwrite: true }));
  t.like(await get('token'), { Type: 'String', Value: 'two' });
  await t.throwsAsync(client.send(new PutParameterCommand({ Name: 'other', Value: 'x' })), {
    name: 'ValidationException',
    message: 'A parameter type is required when you create a parameter.',
  });
});

test('SSM-12: a deleted parameter is gone, and begins with version 1 when it is made anew', async t => {
  const { put, client, get } = await start(t);
  await put('token', 'one');
  await put('token', 'two', { Overwrite: true });
  await client.send(new DeleteParameterCommand({ Name: 'token' }));
  const gone = await t.throwsAsync(get('token'), { name: 'ParameterNotFound' });
  t.is(gone.message, 'UnknownError', 'the SDK says so where AWS gives no message');
  await t.throwsAsync(client.send(new DeleteParameterCommand({ Name: 'token' })), { name: 'ParameterNotFound' });
  t.is((await put('token', 'three')).Version, 1);
  const deleted = await client.send(new DeleteParametersCommand({ Names: ['token', 'missing'] }));
  t.like(deleted, { DeletedParameters: ['token'], InvalidParameters: ['missing'] });
});

test('up to ten parameters are read at once; those that are not there are named', async t => {
  const { put, client } = await start(t);
  await put('/a', 'one');
  await put('/b', 'two');
  const found = await client.send(new GetParametersCommand({ Names: ['/b', '/a:1', '/c', '/a:9'] }));
  t.deepEqual(
    found.Parameters?.map(({ Name, Value, Selector }) => [Name, Value, Selector]),
    [
      ['/b', 'two', undefined],
      ['/a', 'one', ':1'],
    ],
  );
  t.deepEqual(found.InvalidParameters, ['/c', '/a:9']);
  const eleven = Array.from({ length: 11 }, (_, index) => `p${index}`);
  await t.throwsAsync(client.send(new GetParametersCommand({ Names: eleven })), {
    name: 'ValidationException',
    message: /at 'names' failed to satisfy constraint: Member must have length less than or equal to 10/,
  });
});

const sizes = [
  [
    'Standard',
    4096,
    4097,
    /^Standard tier parameters support a maximum parameter value of 4096 characters\. To create/,
  ],
  ['Advanced', 8192, 8193, /^Advanced tier parameters support a maximum parameter value of 8192 characters\.$/],
  ['Intelligent-Tiering', 8192, 8193, /^Advanced tier parameters support/],
] as const;

for (const [Tier, most, more, message] of sizes) {
  test(`a parameter of the tier ${Tier} has at most ${most} characters`, async t => {
    const { put } = await start(t);
    const { Tier: given } = await put('large', 'x'.repeat(most), { Tier });
    t.is(given, Tier === 'Standard' ? 'Standard' : 'Advanced');
    await t.throwsAsync(put('larger', 'x'.repeat(more), { Tier }), { name: 'ValidationException', message });
  });
}

test('an advanced parameter stays one', async t => {
  const { put } = await start(t);
  await put('token', 'one', { Tier: 'Advanced' });
  t.is((await put('token', 'two', { Overwrite: true })).Tier, 'Advanced');
  await t.throwsAsync(put('token', 'three', { Overwrite: true, Tier: 'Standard' }), {
    name: 'ValidationException',
    message: /^This parameter uses the advanced-parameter tier\. You can't downgrade/,
  });
});

const badNames = [
  ['payments/token', 'ValidationException', /must be a fully qualified name/],
  ['/payments/', 'ValidationException', /must not end with slash/],
  ['aws-token', 'ValidationException', /can't be prefixed with "aws" or "ssm"/],
  ['SSM', 'ValidationException', /can't be prefixed with "aws" or "ssm"/],
  ['/aws/token', 'AccessDeniedException', /No access to reserved parameter name: \/aws\/token\./],
  ['a token', 'ValidationException', /mix of letters, numbers/],
  ['//a', 'ValidationException', /mix of letters, numbers/],
  ['/a'.repeat(16), 'HierarchyLevelLimitExceededException', /maximum of 15 levels/],
] as const;

for (const [name, code, message] of badNames) {
  test(`a parameter cannot be named ${name}`, async t => {
    const { put } = await start(t);
    await t.throwsAsync(put(name, 'x'), { name: code, message });
  });
}

test('a secure string is shown encrypted unless decryption is asked for', async t => {
  const { put, get, client } = await start(t);
  await put('token', 'very secret', { Type: 'SecureString' });
  const closed = await get('token');
  t.false(
    Buffer.from(closed?.Value ?? '', 'base64')
      .toString('latin1')
      .includes('very secret'),
  );
  t.is((await get('token', true))?.Value, 'very secret');
  t.is((await get('token:1', true))?.Value, 'very secret');
  const { Parameters } = await client.send(new DescribeParametersCommand({}));
  t.like(Parameters?.[0], { Name: 'token', Type: 'SecureString', KeyId: 'alias/aws/ssm', Version: 1 });
});

test('the state folder holds a secure string encrypted', async t => {
  const stateDir = await mkdtemp(join(tmpdir(), 'sandbox-ssm-'));
  t.teardown(() => rm(stateDir, { recursive: true }));
  const sandbox = await localSandbox(t, { stateDir });
  const client = new SSMClient(clientSettings(sandbox));
  await client.send(new PutParameterCommand({ Name: 'token', Value: 'very secret', Type: 'SecureString' }));
  const files = await readdir(stateDir, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files.filter(file => file.isFile()).map(file => readFile(join(file.parentPath, file.name), 'utf8')),
  );
  t.true(texts.some(text => text.includes('"token"')));
  t.false(texts.some(text => text.includes('very secret')));
});

test('SSM-10: a key of one’s own encrypts, and its policy decides who decrypts', async t => {
  const { sandbox, put, get } = await start(t);
  const kms = new KMSClient(clientSettings(sandbox));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const key = KeyMetadata?.Arn ?? '';
  await put('token', 'very secret', { Type: 'SecureString', KeyId: key });
  t.is((await get('token', true))?.Value, 'very secret');
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountA}:root` }, Action: 'kms:*', Resource: '*' },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: {
          StringEquals: {
            'kms:EncryptionContext:PARAMETER_ARN': `arn:aws:ssm:eu-central-1:${accountA}:parameter/token`,
          },
        },
      },
    ],
  };
  await kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy: JSON.stringify(policy) }));
  await t.throwsAsync(get('token', true), {
    name: 'AccessDeniedException',
    message:
      /not authorized to perform: kms:Decrypt on resource: .* \(Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: /,
  });
  t.is((await get('token'))?.Version, 1, 'its version takes no right to decrypt');
});

test('SSM-10: a key that is disabled or not there is an invalid key', async t => {
  const { sandbox, put, get } = await start(t);
  const kms = new KMSClient(clientSettings(sandbox));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await put('token', 'x', { Type: 'SecureString', KeyId: KeyMetadata?.KeyId });
  await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
  await t.throwsAsync(get('token', true), { name: 'InvalidKeyId', message: /is disabled/ });
  await t.throwsAsync(put('other', 'x', { Type: 'SecureString', KeyId: 'alias/missing' }), {
    name: 'InvalidKeyId',
    message: /Alias arn:aws:kms:.*alias\/missing is not found/,
  });
  await t.throwsAsync(put('plain', 'x', { KeyId: 'alias/missing' }), { name: 'ValidationException' });
});

test('SSM-11: parameters below a path come in pages, with those further down if asked', async t => {
  const { put, client } = await start(t);
  for (const name of ['/a/1', '/a/2', '/a/b/3', '/ab/4']) await put(name, name);
  const direct = await client.send(new GetParametersByPathCommand({ Path: '/a' }));
  t.deepEqual(
    direct.Parameters?.map(({ Name }) => Name),
    ['/a/1', '/a/2'],
  );
  const first = await client.send(new GetParametersByPathCommand({ Path: '/a/', Recursive: true, MaxResults: 2 }));
  t.deepEqual(
    first.Parameters?.map(({ Name }) => Name),
    ['/a/1', '/a/2'],
  );
  const second = await client.send(
    new GetParametersByPathCommand({ Path: '/a/', Recursive: true, MaxResults: 2, NextToken: first.NextToken }),
  );
  t.deepEqual(
    second.Parameters?.map(({ Name }) => Name),
    ['/a/b/3'],
  );
  t.is(second.NextToken, undefined);
  await t.throwsAsync(client.send(new GetParametersByPathCommand({ Path: '/a', NextToken: 'made up' })), {
    name: 'InvalidNextToken',
  });
  await t.throwsAsync(client.send(new GetParametersByPathCommand({ Path: 'a' })), { name: 'ValidationException' });
});

test('SSM-14: accounts and regions have parameters of their own', async t => {
  const { sandbox, put } = await start(t);
  await put('token', 'one');
  for (const settings of [{ accountId: accountB }, { region: 'us-east-1' }]) {
    const elsewhere = new SSMClient(clientSettings(sandbox, settings));
    await t.throwsAsync(elsewhere.send(new GetParameterCommand({ Name: 'token' })), { name: 'ParameterNotFound' });
  }
  const stranger = new SSMClient(clientSettings(sandbox, { accountId: accountB }));
  const arn = `arn:aws:ssm:eu-central-1:${accountA}:parameter/token`;
  await t.throwsAsync(stranger.send(new GetParameterCommand({ Name: arn })), { name: 'AccessDeniedException' });
});

test('what the sandbox does not keep it refuses', async t => {
  const { put } = await start(t);
  await t.throwsAsync(put('a', 'x', { AllowedPattern: '^x$' }), { name: 'UnsupportedOperationException' });
  await t.throwsAsync(put('a', 'x', { Policies: '[{}]' }), { name: 'UnsupportedOperationException' });
  await t.throwsAsync(put('a', 'x', { DataType: 'aws:ec2:image' }), { name: 'UnsupportedOperationException' });
});
