import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-kms';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { SandboxOptions } from '../../../src/sandbox/sandbox-options.js';
import { accountB, clientSettings, localSandbox } from '../local-sandbox.js';

async function startWithKey(t: ExecutionContext, options: SandboxOptions = {}) {
  const sandbox = await localSandbox(t, options);
  const client = new KMSClient(clientSettings(sandbox));
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  return { sandbox, client, KeyId: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
}

test('a key rotates in its period, and not while its deletion is pending', async t => {
  const { client, KeyId } = await startWithKey(t);
  const status = () => client.send(new GetKeyRotationStatusCommand({ KeyId }));
  t.false((await status()).KeyRotationEnabled);
  await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
  const { RotationPeriodInDays, NextRotationDate } = await status();
  t.is(RotationPeriodInDays, 90);
  const days = ((NextRotationDate?.getTime() ?? 0) - Date.now()) / 86_400_000;
  t.true(days > 89.9 && days <= 90, String(days));
  await client.send(new ScheduleKeyDeletionCommand({ KeyId }));
  t.false((await status()).KeyRotationEnabled);
  await client.send(new CancelKeyDeletionCommand({ KeyId }));
  t.true((await status()).KeyRotationEnabled);
});

test('a key whose waiting period is over is gone, and its aliases with it', async t => {
  const clock = { offsetMs: 0 };
  const { sandbox, client, KeyId } = await startWithKey(t, { now: () => new Date(Date.now() + clock.offsetMs) });
  await client.send(new CreateAliasCommand({ AliasName: 'alias/gauss', TargetKeyId: KeyId }));
  await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  clock.offsetMs = 8 * 86_400_000;
  // A client sets its clock by the answers' date, which is that of this machine: each call takes a new one.
  const later = () => new KMSClient({ ...clientSettings(sandbox), systemClockOffset: clock.offsetMs });
  await t.throwsAsync(later().send(new DescribeKeyCommand({ KeyId })), { name: 'NotFoundException' });
  t.deepEqual((await later().send(new ListAliasesCommand({}))).Aliases, []);
  const { KeyMetadata } = await later().send(new CreateKeyCommand({}));
  const alias = new CreateAliasCommand({ AliasName: 'alias/gauss', TargetKeyId: KeyMetadata?.KeyId });
  await t.notThrowsAsync(later().send(alias));
});

test('what can be done with a key by alias and what cannot', async t => {
  const { client, KeyId } = await startWithKey(t);
  const AliasName = 'alias/gauss';
  await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
  await t.notThrowsAsync(client.send(new DescribeKeyCommand({ KeyId: AliasName })));
  await t.throwsAsync(client.send(new DisableKeyCommand({ KeyId: AliasName })), { name: 'NotFoundException' });
  await t.throwsAsync(client.send(new CreateAliasCommand({ AliasName: 'alias/b', TargetKeyId: AliasName })), {
    message: 'Aliases must refer to keys. Not aliases',
  });
});

test('tags are added, edited and taken away', async t => {
  const { client, KeyId } = await startWithKey(t);
  const tag = (TagKey: string, TagValue: string) =>
    client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey, TagValue }] }));
  await tag('a', '1');
  await tag('a', '2');
  await tag('b', '');
  await client.send(new UntagResourceCommand({ KeyId, TagKeys: ['b'] }));
  const { Tags } = await client.send(new ListResourceTagsCommand({ KeyId }));
  t.deepEqual(Tags, [{ TagKey: 'a', TagValue: '2' }]);
  await t.throwsAsync(tag('aws:a', ''), { name: 'TagException' });
});

test('a key policy is replaced, unless it would lock the account out', async t => {
  const { sandbox, client, KeyId, arn } = await startWithKey(t);
  const { Policy = '' } = await client.send(new GetKeyPolicyCommand({ KeyId }));
  const share = { Effect: 'Allow', Principal: { AWS: accountB }, Action: 'kms:Encrypt', Resource: '*' };
  const put = (...Statement: object[]) =>
    client.send(new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify({ Statement }) }));
  await t.throwsAsync(put(share), { name: 'MalformedPolicyDocumentException' });
  await put(...(JSON.parse(Policy) as { Statement: object[] }).Statement, share);
  const stranger = new KMSClient(clientSettings(sandbox, { accountId: accountB }));
  await t.notThrowsAsync(stranger.send(new EncryptCommand({ KeyId: arn, Plaintext: Buffer.from('a') })));
});

test('ciphertext moves to another key, if both can be used', async t => {
  const { client, KeyId, arn } = await startWithKey(t);
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('a') }));
  const move = () => client.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: KeyMetadata?.KeyId }));
  const moved = await move();
  t.is(moved.SourceKeyId, arn);
  t.is(moved.KeyId, KeyMetadata?.Arn);
  await client.send(new DisableKeyCommand({ KeyId }));
  await t.throwsAsync(move(), { name: 'DisabledException', message: `${arn} is disabled.` });
  await client.send(new EnableKeyCommand({ KeyId }));
  await t.notThrowsAsync(move());
});

test('a dry run says that it would have succeeded, or why not', async t => {
  const { client, KeyId } = await startWithKey(t);
  const encrypt = () => client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('a'), DryRun: true }));
  await t.throwsAsync(encrypt(), { name: 'DryRunOperationException' });
  await client.send(new DisableKeyCommand({ KeyId }));
  await t.throwsAsync(encrypt(), { name: 'DisabledException' });
});
