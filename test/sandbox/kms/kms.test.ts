import type { CreateKeyCommandInput } from '@aws-sdk/client-kms';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { ClientOptions } from '../local-sandbox.js';
import { accountA, accountB, clientSettings, localSandbox } from '../local-sandbox.js';

const context = { cluster: 'prod-a', role: 'master' };
const secret = Buffer.from('a private key');

async function start(t: ExecutionContext) {
  const sandbox = await localSandbox(t);
  return { sandbox, kms: (settings?: ClientOptions) => new KMSClient(clientSettings(sandbox, settings)) };
}

async function startWithKey(t: ExecutionContext, input: CreateKeyCommandInput = {}) {
  const { sandbox, kms } = await start(t);
  const client = kms();
  const { KeyMetadata } = await client.send(new CreateKeyCommand(input));
  await client.send(new CreateAliasCommand({ AliasName: 'alias/gauss', TargetKeyId: KeyMetadata?.KeyId }));
  return { sandbox, kms, client, id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
}

async function encrypt(client: KMSClient, keyId: string, plaintext: Uint8Array = secret) {
  const input = { KeyId: keyId, Plaintext: plaintext, EncryptionContext: context };
  return (await client.send(new EncryptCommand(input))).CiphertextBlob ?? new Uint8Array();
}

async function decrypt(client: KMSClient, ciphertext: Uint8Array, encryptionContext = context) {
  const input = { CiphertextBlob: ciphertext, EncryptionContext: encryptionContext };
  return Buffer.from((await client.send(new DecryptCommand(input))).Plaintext ?? []);
}

test('what a key encrypts it decrypts, by id, ARN, alias and alias ARN', async t => {
  const { client, id, arn } = await startWithKey(t);
  for (const name of [id, arn, 'alias/gauss', `arn:aws:kms:eu-central-1:${accountA}:alias/gauss`]) {
    t.deepEqual(await decrypt(client, await encrypt(client, name)), secret);
  }
});

test('the same plaintext gives another ciphertext each time', async t => {
  const { client, id } = await startWithKey(t);
  t.notDeepEqual(await encrypt(client, id), await encrypt(client, id));
});

test('the order of the encryption context does not matter, its content does', async t => {
  const { client, id } = await startWithKey(t);
  const ciphertext = await encrypt(client, id);
  t.deepEqual(await decrypt(client, ciphertext, { role: 'master', cluster: 'prod-a' }), secret);
  for (const wrong of [{ ...context, role: 'worker' }, {} as typeof context, { ...context, more: '1' }]) {
    await t.throwsAsync(decrypt(client, ciphertext, wrong), { name: 'InvalidCiphertextException' });
  }
});

test('a ciphertext with any byte changed is refused', async t => {
  const { client, id } = await startWithKey(t);
  const ciphertext = await encrypt(client, id);
  for (let index = 0; index < ciphertext.length; index += 7) {
    const changed = Uint8Array.from(ciphertext);
    changed[index] = (changed[index] ?? 0) ^ 1;
    const error = await t.throwsAsync(decrypt(client, changed));
    t.regex(error.name, /^(InvalidCiphertextException|AccessDeniedException)$/);
  }
});

test('a plaintext has 1 to 4096 bytes', async t => {
  const { client, id } = await startWithKey(t);
  t.is((await decrypt(client, await encrypt(client, id, Buffer.alloc(4096)))).length, 4096);
  await t.throwsAsync(encrypt(client, id, Buffer.alloc(4097)), {
    name: 'ValidationException',
    message:
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
  });
  await t.throwsAsync(encrypt(client, id, Buffer.alloc(0)), { name: 'ValidationException' });
});

test('unknown keys are not found, with the words of AWS', async t => {
  const { client } = await startWithKey(t);
  const describe = (keyId: string) => client.send(new DescribeKeyCommand({ KeyId: keyId }));
  await t.throwsAsync(describe('alias/other'), {
    name: 'NotFoundException',
    message: `Alias arn:aws:kms:eu-central-1:${accountA}:alias/other is not found.`,
  });
  const unknown = '00000000-0000-4000-8000-000000000000';
  await t.throwsAsync(describe(unknown), {
    name: 'NotFoundException',
    message: `Key 'arn:aws:kms:eu-central-1:${accountA}:key/${unknown}' does not exist`,
  });
  await t.throwsAsync(describe('nonsense'), { name: 'NotFoundException', message: "Invalid keyId 'nonsense'" });
  await t.throwsAsync(describe('__proto__'), { name: 'NotFoundException' });
});

test('a key pending deletion neither encrypts nor decrypts, and says so', async t => {
  const { client, id, arn } = await startWithKey(t);
  const ciphertext = await encrypt(client, id);
  await client.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
  const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: 'alias/gauss' }));
  t.is(KeyMetadata?.KeyState, 'PendingDeletion');
  t.false(KeyMetadata?.Enabled);
  const message = `${arn} is pending deletion.`;
  await t.throwsAsync(encrypt(client, id), { name: 'KMSInvalidStateException', message });
  await t.throwsAsync(decrypt(client, ciphertext), { name: 'KMSInvalidStateException', message });
  await t.throwsAsync(client.send(new ScheduleKeyDeletionCommand({ KeyId: id })), { name: 'KMSInvalidStateException' });
});

test('a key is scheduled for deletion in 7 to 30 days', async t => {
  const { client, id } = await startWithKey(t);
  for (const PendingWindowInDays of [6, 31]) {
    const command = new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays });
    await t.throwsAsync(client.send(command), { name: 'ValidationException' });
  }
});

test('a disabled key is refused', async t => {
  const { client, id, arn } = await startWithKey(t);
  await client.send(new DisableKeyCommand({ KeyId: id }));
  await t.throwsAsync(encrypt(client, id), { name: 'DisabledException', message: `${arn} is disabled.` });
});

test('another account may use a key by its ARN only if the key policy lets it', async t => {
  const { kms, client, arn } = await startWithKey(t);
  const stranger = kms({ accountId: accountB });
  await t.throwsAsync(encrypt(stranger, arn), {
    name: 'AccessDeniedException',
    message: /is not authorized to perform: kms:Encrypt/,
  });
  const open = await client.send(new CreateKeyCommand({ Policy: JSON.stringify(policyFor(accountA, accountB)) }));
  const openArn = open.KeyMetadata?.Arn ?? '';
  t.deepEqual(await decrypt(client, await encrypt(stranger, openArn)), secret);
  await t.throwsAsync(decrypt(stranger, await encrypt(stranger, openArn)), { name: 'AccessDeniedException' });
});

function policyFor(owner: string, encrypter: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${owner}:root` }, Action: 'kms:*', Resource: '*' },
      {
        Effect: 'Allow',
        Principal: { AWS: [`arn:aws:iam::${encrypter}:user/sandbox`] },
        Action: ['kms:Encrypt'],
        Resource: '*',
        Condition: { StringEquals: { 'kms:EncryptionContext:cluster': 'prod-a' } },
      },
    ],
  };
}

test('a key policy that locks its account out, is malformed or unknown to the sandbox is refused', async t => {
  const { client } = await startWithKey(t);
  const create = (policy: string) => client.send(new CreateKeyCommand({ Policy: policy }));
  const statement = { Effect: 'Allow', Principal: { AWS: accountA }, Action: 'kms:*', Resource: '*' };
  await t.throwsAsync(create(JSON.stringify({ Statement: { ...statement, Action: 'kms:Encrypt' } })), {
    name: 'MalformedPolicyDocumentException',
    message: 'The new key policy will not allow you to update the key policy in the future.',
  });
  await t.throwsAsync(create('{'), { name: 'MalformedPolicyDocumentException' });
  const condition = { ...statement, Condition: { 'ForAnyValue:StringEquals': { 'aws:PrincipalArn': 'x' } } };
  await t.throwsAsync(create(JSON.stringify({ Statement: [statement, condition] })), {
    name: 'UnsupportedOperationException',
  });
});

test('an alias names one key of its account and region', async t => {
  const { kms, client, id } = await startWithKey(t);
  await t.throwsAsync(client.send(new CreateAliasCommand({ AliasName: 'alias/gauss', TargetKeyId: id })), {
    name: 'AlreadyExistsException',
    message: `An alias with the name arn:aws:kms:eu-central-1:${accountA}:alias/gauss already exists`,
  });
  const { Aliases } = await client.send(new ListAliasesCommand({}));
  t.deepEqual(
    Aliases?.map(alias => [alias.AliasName, alias.TargetKeyId]),
    [['alias/gauss', id]],
  );
  for (const elsewhere of [{ region: 'us-east-1' }, { accountId: accountB }]) {
    t.deepEqual((await kms(elsewhere).send(new ListAliasesCommand({}))).Aliases, []);
  }
});

test('lists come in pages', async t => {
  const { client, id } = await startWithKey(t);
  await client.send(new CreateKeyCommand({}));
  const first = await client.send(new ListKeysCommand({ Limit: 1 }));
  t.true(first.Truncated);
  const second = await client.send(new ListKeysCommand({ Limit: 1, Marker: first.NextMarker }));
  t.false(second.Truncated);
  const ids = [...(first.Keys ?? []), ...(second.Keys ?? [])].map(key => key.KeyId);
  t.is(new Set(ids).size, 2);
  t.true(ids.includes(id));
});

test('a data key comes in the clear and encrypted', async t => {
  const { client, id } = await startWithKey(t);
  const input = { KeyId: id, KeySpec: 'AES_256' as const, EncryptionContext: context };
  const { Plaintext, CiphertextBlob } = await client.send(new GenerateDataKeyCommand(input));
  t.is(Plaintext?.length, 32);
  t.deepEqual(await decrypt(client, CiphertextBlob ?? new Uint8Array()), Buffer.from(Plaintext ?? []));
});

test('what the sandbox would leave out it refuses', async t => {
  const { client } = await startWithKey(t);
  await t.throwsAsync(client.send(new CreateKeyCommand({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })), {
    name: 'UnsupportedOperationException',
  });
});
