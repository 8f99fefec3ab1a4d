import { join } from 'node:path';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DeleteAliasCommand, KMSClient } from '@aws-sdk/client-kms';
import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import test from 'ava';
import { scratchFolder } from '../../git/scratch.js';
import { clientSettings } from '../../sandbox/local-sandbox.js';
import { type AppliedFleet, appliedFleet } from './applied.js';

const buckets = ['111122223333-solo-store', '111122223333-solo-store-logs'];
const StackName = 'solo-store';

/** What docs/secrets.md asks for by hand; answers the ARN of the key that is gone. */
async function loseStore({ sandbox }: AppliedFleet): Promise<string | undefined> {
  const s3 = new S3Client({ ...clientSettings(sandbox), forcePathStyle: true });
  for (const Bucket of buckets) {
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = Versions.map(({ Key = '', VersionId }) => ({ Key, VersionId }));
    if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
  }
  const kms = new KMSClient(clientSettings(sandbox));
  await kms.send(new DeleteAliasCommand({ AliasName: 'alias/solo-store' }));
  const client = new CloudFormationClient(clientSettings(sandbox));
  const key = await keyArn(client);
  await client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }));
  await client.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName });
  return key;
}

async function keyArn(client: CloudFormationClient): Promise<string | undefined> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  return Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'KeyArn')?.OutputValue;
}

test('a fleet that lost its store and its key goes on with what was exported, as docs/secrets.md says', async t => {
  const fleet = await appliedFleet();
  try {
    const identity = await generateX25519Identity();
    const folder = scratchFolder(t, { 'key.txt': identity });
    const out = join(folder, 'store.age');
    await fleet.run('certs', 'export', '--out', out, '--recipient', await identityToRecipient(identity));
    const before = await fleet.run('certs', 'explain', 'one', '--format', 'json');
    const jwks = await fleet.run('certs', 'jwks', 'one');
    const lost = await loseStore(fleet);

    const missing = await fleet.run('kubeconfig', 'one');
    t.is(missing.exitCode, 1);
    const applied = await fleet.run('apply', '--yes');
    t.is(applied.exitCode, 0, applied.stdout + applied.stderr);
    t.not(await keyArn(new CloudFormationClient(clientSettings(fleet.sandbox))), lost);
    t.deepEqual([...(await fleet.objects())], [], 'nothing was issued anew');
    const empty = await fleet.run('kubeconfig', 'one');
    t.regex(empty.stderr, /admin-ca 1 of one is not in the fleet's store\n {2}next {2}restore/);

    const restored = await fleet.run('certs', 'restore', out, '--identity', join(folder, 'key.txt'));
    t.is(restored.stdout, 'one   16 restored   0 there already\n');
    t.is((await fleet.run('certs', 'explain', 'one', '--format', 'json')).stdout, before.stdout);
    t.is((await fleet.run('certs', 'jwks', 'one')).stdout, jwks.stdout);
    t.is((await fleet.run('kubeconfig', 'one')).exitCode, 0);
    t.regex((await fleet.run('plan')).stdout, /^Nothing to do/m);
  } finally {
    await fleet.close();
  }
});
