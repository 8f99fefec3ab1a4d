import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import anyTest, { type TestFn } from 'ava';
import { ensureBundles, type SecretsBundle } from '../../src/apply/secrets/bundle.js';
import { encryptInParts } from '../../src/apply/secrets/encryption.js';
import { secret } from '../../src/model/secret.js';
import { bundleKey, openBundle, requestFor } from '../apply/secrets/requests.js';
import { type SandboxWorld, sandboxWorld } from '../apply/secrets/sandbox-world.js';
import { type NodeStandIn, nodeStandIn, type RoleCredentials } from './node-stand-in.js';

const test = anyTest as TestFn<{ world: SandboxWorld; node: NodeStandIn; instance: Record<string, string> }>;
const { signal } = new AbortController();
setMaxListeners(0, signal);
const pki = '/etc/kubernetes/pki';
const files = ['bootstrap.crt', 'bootstrap.key', 'ca.crt'];
const missing = missingPrograms();
if (missing.length > 0) console.error(`fetch-secrets is not tested: no ${missing.join(', no ')}`);
const nodeTest = missing.length > 0 ? test.skip : test;

test.beforeEach(async t => {
  if (missing.length > 0) return;
  const world = await sandboxWorld();
  const request = requestFor(['workers'], { keyArn: world.clusterKeyArn });
  await ensureBundles(request, world.ports, signal);
  const node = await nodeStandIn(world.sandbox.url, await nodeCredentials(world));
  const instance = {
    CLUSTER: 'prod-a',
    BUCKET: world.clusterBucket,
    SECRETS_ROLE: 'workers',
    SECRETS_REVISION: request.revisions.workers ?? '',
    KEY_ARN: world.clusterKeyArn,
    AWS_REGION: 'eu-central-1',
    ENI_ID: 'eni-0a1b2c3d4e5f60718',
  };
  t.context = { world, node, instance };
});

test.afterEach.always(async t => {
  await t.context.node?.close();
  await t.context.world?.close();
});

nodeTest('a node gets its files: decrypted, readable by root only, the key fitting its certificate', async t => {
  const { node, instance } = t.context;
  const { code, stderr } = await node.fetchSecrets(instance);
  t.is(code, 0, stderr);
  t.deepEqual(node.list(pki), files.toSorted());
  for (const file of files) t.is(statSync(join(node.root, pki, file)).mode & 0o7777, 0o400);
  const certificate = new X509Certificate(node.read(`${pki}/bootstrap.crt`) ?? '');
  t.true(certificate.checkPrivateKey(createPrivateKey(node.read(`${pki}/bootstrap.key`) ?? '')));
  t.true(certificate.verify(new X509Certificate(node.read(`${pki}/ca.crt`) ?? '').publicKey));
  t.deepEqual(node.list('run'), []);
});

nodeTest('a second run ends as the first one did', async t => {
  const { node, instance } = t.context;
  await node.fetchSecrets(instance);
  const first = files.map(file => node.read(`${pki}/${file}`));
  const { code, stderr } = await node.fetchSecrets(instance);
  t.is(code, 0, stderr);
  t.deepEqual(
    files.map(file => node.read(`${pki}/${file}`)),
    first,
  );
  t.deepEqual(node.list(pki), files.toSorted());
});

nodeTest('no credential, session token or key is on a command line or in the output', async t => {
  const { node, instance } = t.context;
  const { stdout, stderr } = await node.fetchSecrets(instance);
  const key = (node.read(`${pki}/bootstrap.key`) ?? '').split('\n').slice(1, -2);
  t.true(node.handedOut.length >= 3 && key.length >= 2);
  const commandLines = node.commandLines();
  t.regex(commandLines, /^curl .*TrentService\.Decrypt/m);
  for (const hidden of [...node.handedOut, ...key]) {
    t.false(`${commandLines}${stdout}${stderr}`.includes(hidden));
  }
});

nodeTest('a bundle of another role is refused even if it is put where the node looks', async t => {
  const { node, instance, world } = t.context;
  const bundle = await readBundle(world, instance);
  await writeBundle(world, { ...bundle, role: 'gpu' });
  const { code, stderr } = await node.fetchSecrets({ ...instance, SECRETS_ROLE: 'gpu' });
  t.is(code, 1);
  t.regex(stderr, /InvalidCiphertextException/);
  t.deepEqual(node.list(pki), []);
  t.deepEqual(node.list('run'), []);
});

nodeTest('a ciphertext that was moved to another path of the same bundle is refused', async t => {
  const { node, instance, world } = t.context;
  const bundle = await readBundle(world, instance);
  const [first, second, ...rest] = bundle.files;
  if (first === undefined || second === undefined) return t.fail();
  const swapped = [
    { ...first, ciphertexts: second.ciphertexts },
    { ...second, ciphertexts: first.ciphertexts },
    ...rest,
  ];
  await writeBundle(world, { ...bundle, files: swapped });
  const { code, stderr } = await node.fetchSecrets(instance);
  t.is(code, 1);
  t.regex(stderr, /InvalidCiphertextException/);
  return t.deepEqual(node.list(pki), []);
});

nodeTest('a key that does not belong to its certificate replaces nothing', async t => {
  const { node, instance, world } = t.context;
  await node.fetchSecrets(instance);
  const before = files.map(file => node.read(`${pki}/${file}`));
  const bundle = await readBundle(world, instance);
  const stranger = await strangersKey(world);
  const head = { cluster: 'prod-a', role: 'workers', revision: bundle.revision };
  const context = { ...head, file: `${pki}/bootstrap.key`, part: '1/1' };
  const ciphertext = Buffer.from(await world.ports.clusterKey.encrypt(stranger, context, signal)).toString('base64');
  const changed = bundle.files.map(file =>
    file.path.endsWith('.key') ? { ...file, ciphertexts: [ciphertext] } : file,
  );
  await writeBundle(world, { ...bundle, files: changed });
  const { code, stderr } = await node.fetchSecrets(instance);
  t.is(code, 1);
  t.regex(stderr, /bootstrap\.key does not belong to .*bootstrap\.crt/);
  t.deepEqual(
    files.map(file => node.read(`${pki}/${file}`)),
    before,
  );
  t.deepEqual(node.list(pki), files.toSorted());
});

nodeTest('while the instance has no role yet, and whatever else fails, the script tries again', async t => {
  const { node, instance } = t.context;
  node.failMetadata(2);
  const { code, stderr } = await node.fetchSecrets(instance);
  t.is(code, 0, stderr);
});

nodeTest('when a bundle stays away, the script says what S3 answered and fails', async t => {
  const { node, instance } = t.context;
  const { code, stderr } = await node.fetchSecrets({ ...instance, SECRETS_REVISION: 'f'.repeat(64) });
  t.is(code, 1);
  t.regex(stderr, /NoSuchKey/);
  t.regex(stderr, /fetch-secrets: no answer from http.*\/secrets\/workers\/f{64}\.json/);
});

nodeTest('a file outside the plain paths, or of no mode, is refused', async t => {
  const { node, instance, world } = t.context;
  const bundle = await readBundle(world, instance);
  const [file, ...rest] = bundle.files;
  if (file === undefined) return t.fail();
  for (const change of [{ path: '/etc/../root/.ssh/x' }, { path: '/etc/a b' }, { path: 'etc/a' }, { mode: 'u+s' }]) {
    await writeBundle(world, { ...bundle, files: [{ ...file, ...change }, ...rest] });
    const { code, stderr } = await node.fetchSecrets(instance);
    t.is(code, 1);
    t.regex(stderr, /the bundle names a file /);
  }
  return t.deepEqual(node.list(pki), []);
});

nodeTest('a file of several parts comes whole, and not with a part missing or moved', async t => {
  const { node, instance, world } = t.context;
  const bundle = await readBundle(world, instance);
  const text = 'x'.repeat(4096) + 'y'.repeat(100);
  const head = { cluster: 'prod-a', role: 'workers', revision: bundle.revision, file: '/etc/large' };
  const encrypted = await encryptInParts(
    world.ports.clusterKey,
    { plaintext: secret(text), context: head, what: 'it' },
    signal,
  );
  const withParts = (ciphertexts: readonly string[]) => ({
    ...bundle,
    files: [...bundle.files, { path: '/etc/large', mode: '0400', ciphertexts }],
  });
  await writeBundle(world, withParts(encrypted));
  const whole = await node.fetchSecrets(instance);
  t.is(whole.code, 0, whole.stderr);
  t.is(node.read('/etc/large'), text);
  for (const wrong of [encrypted.slice(0, 1), encrypted.toReversed(), []]) {
    await writeBundle(world, withParts(wrong));
    t.is((await node.fetchSecrets(instance)).code, 1);
    t.is(node.read('/etc/large'), text);
  }
});

nodeTest('a bundle of another cluster or of a newer layout is refused', async t => {
  const { node, instance, world } = t.context;
  const bundle = await readBundle(world, instance);
  for (const change of [{ cluster: 'prod-b' }, { format: 3 }]) {
    await writeBundle(world, { ...bundle, ...change } as SecretsBundle);
    const { code, stderr } = await node.fetchSecrets(instance);
    t.is(code, 1);
    t.is(stderr, 'fetch-secrets: this is no bundle for role workers of prod-a, or a newer one\n');
  }
});

nodeTest('a bundle without files is refused', async t => {
  const { node, instance, world } = t.context;
  await writeBundle(world, { ...(await readBundle(world, instance)), files: [] });
  const { code, stderr } = await node.fetchSecrets(instance);
  t.is(code, 1);
  t.is(stderr, 'fetch-secrets: the bundle holds no file\n');
});

nodeTest('without an endpoint of its own, the bucket is asked at its host in the domain of the partition', async t => {
  const { node, instance } = t.context;
  const { code, stderr } = await node.fetchSecrets(instance, { AWS_ENDPOINT_URL: '', FETCH_SECRETS_RETRIES: '0' });
  t.is(code, 1);
  const host = `${instance.BUCKET}.s3.eu-central-1.amazonaws.invalid`;
  t.true(stderr.endsWith(`no answer from https://${host}/secrets/workers/${instance.SECRETS_REVISION}.json\n`), stderr);
});

nodeTest('an instance without its settings is told which one is missing', async t => {
  const { node, instance } = t.context;
  const { KEY_ARN: _, ...incomplete } = instance;
  const { code, stderr } = await node.fetchSecrets(incomplete);
  t.is(code, 1);
  t.is(stderr, 'fetch-secrets: /etc/clusterwright/instance.env does not set KEY_ARN\n');
});

const shellcheck = spawnSync('shellcheck', ['--version']).status === 0 ? test : test.skip;

shellcheck('shellcheck finds nothing in the script', t => {
  const script = join(import.meta.dirname, '../../../templates/cloudconfig/files/opt/bin/fetch-secrets');
  t.is(spawnSync('shellcheck', [script], { encoding: 'utf8' }).stdout, '');
});

function missingPrograms(): readonly string[] {
  const absent = ['bash', 'curl', 'jq', 'openssl'].filter(
    program => spawnSync(program, ['--help']).error !== undefined,
  );
  const help = spawnSync('curl', ['--help', 'all'], { encoding: 'utf8' }).stdout ?? '';
  return help.includes('--aws-sigv4') && help.includes('--fail-with-body') ? absent : [...absent, 'curl --aws-sigv4'];
}

/** What an instance profile hands out: temporary credentials of a role, with their token. */
async function nodeCredentials({ sandbox }: SandboxWorld): Promise<RoleCredentials> {
  const credentials = { accessKeyId: '111122223333', secretAccessKey: sandbox.env.AWS_SECRET_ACCESS_KEY ?? '' };
  const sts = new STSClient({ endpoint: sandbox.url, region: 'eu-central-1', credentials });
  const RoleArn = 'arn:aws:iam::111122223333:role/gauss-prod-a-workers';
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'i-0a1b2c' }));
  sts.destroy();
  return {
    AccessKeyId: Credentials?.AccessKeyId ?? '',
    SecretAccessKey: Credentials?.SecretAccessKey ?? '',
    Token: Credentials?.SessionToken ?? '',
  };
}

async function readBundle(world: SandboxWorld, instance: Readonly<Record<string, string>>): Promise<SecretsBundle> {
  const Key = `secrets/${instance.SECRETS_ROLE}/${instance.SECRETS_REVISION}.json`;
  const { Body } = await world.clusterS3.send(new GetObjectCommand({ Bucket: world.clusterBucket, Key }));
  return JSON.parse((await Body?.transformToString()) ?? '') as SecretsBundle;
}

async function writeBundle(world: SandboxWorld, bundle: SecretsBundle): Promise<void> {
  const Key = `secrets/${bundle.role}/${bundle.revision}.json`;
  const Body = JSON.stringify(bundle);
  await world.clusterS3.send(new PutObjectCommand({ Bucket: world.clusterBucket, Key, Body }));
}

/** Another pool's. */
async function strangersKey(world: SandboxWorld) {
  const request = requestFor(['gpu'], { keyArn: world.clusterKeyArn });
  await ensureBundles(request, world.ports, signal);
  const bundle = await readBundle(world, { SECRETS_ROLE: 'gpu', SECRETS_REVISION: request.revisions.gpu ?? '' });
  const stored = new Map([[bundleKey(request, 'gpu'), { body: JSON.stringify(bundle), etag: '' }]]);
  const opened = await openBundle({ cluster: stored, ports: world.ports }, request, 'gpu');
  return secret(opened.get(`${pki}/bootstrap.key`) ?? '');
}
